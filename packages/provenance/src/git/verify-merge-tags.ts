import { parseTag, splitMergeTags } from '@cupel/source'
import type { GitCommit } from '@cupel/source'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { gitObjectId } from './git-object-id.ts'
import type { GitTrust } from './git-trust.ts'
import type { VerifiedGitObject } from './verify-git-object.ts'
import { verifyGitObject } from './verify-git-object.ts'

/** A signed tag that was merged: who made it vouches for that parent and its history. */
export interface VerifiedMergeTag {
  readonly tag: VerifiedGitObject
  readonly name: string
  /** The parent of the merge that the tag names. */
  readonly parent: string
}

/** Verifies the tags that a merge commit embeds. Refuses one that is not about a parent of this very commit. */
export function verifyMergeTags(commit: GitCommit, trust: GitTrust, trace: Trace): readonly VerifiedMergeTag[] {
  return splitMergeTags(commit.raw).map((raw) =>
    trace.step('merge-tag', 'the merged tag is signed and names a parent', (step) => {
      const id = gitObjectId('tag', raw, commit.id.length)
      const { name, target } = parseTag(id, raw)
      step.found(name)
      if (!commit.parents.slice(1).includes(target))
        throw new Refused('content-mismatch', 'the merged tag is about another commit than was merged', {
          expected: commit.parents.slice(1).join(', '),
          found: target,
        })
      return { tag: verifyGitObject({ id, type: 'tag', raw }, trust, step), name, parent: target }
    }),
  )
}
