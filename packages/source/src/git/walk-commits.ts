import { GitFailed } from './git-failed.ts'
import type { CommitRange } from './list-commits.ts'
import { listCommits } from './list-commits.ts'
import type { GitCommit } from './parse-commit.ts'
import { parseCommit } from './parse-commit.ts'
import type { ChangeDetail, GitChange } from './read-changes.ts'
import { readChanges } from './read-changes.ts'
import type { KeptObjects } from './kept-objects.ts'
import type { GitPlace } from './run-git.ts'

/** A commit of a walk. */
export interface WalkedCommit extends GitCommit {
  /** Only when asked for. */
  readonly changes?: readonly GitChange[]
}

export interface WalkOptions extends CommitRange {
  /** What each commit changes against its only parent. Costs a comparison a commit; `true` means `counts`. */
  readonly withChanges?: boolean | ChangeDetail
  /** Changes of merges too, against their first parent. */
  readonly mergeChanges?: boolean
}

/** Commits of a range, newest first. Throws GitFailed when one of them cannot be read. */
export async function* walkCommits(
  place: GitPlace,
  kept: KeptObjects,
  options: WalkOptions,
): AsyncGenerator<WalkedCommit, void, undefined> {
  const ids = await listCommits(place, options)
  if (ids.length === 0) return
  const { withChanges = false, mergeChanges: merges = false } = options
  const detail = withChanges === true ? 'counts' : withChanges
  const changes = detail === false ? null : readChanges(place, ids, { detail, merges })
  try {
    for await (const objects of kept.read(ids)) {
      for (const { id, type, bytes, size } of objects) {
        if (type !== 'commit') throw new GitFailed(`${id} is ${type === 'missing' ? 'missing' : `a ${type}`}, not a commit`)
        if (bytes === null) throw new GitFailed(`the commit ${id} has ${size} bytes, more than is read`)
        const commit = parseCommit(id, bytes)
        if (changes === null) yield commit
        else yield Object.defineProperty(commit, 'changes', { value: await nextChanges(changes, id), enumerable: true }) as WalkedCommit
      }
    }
  } finally {
    await changes?.return()
  }
}

async function nextChanges(changes: ReturnType<typeof readChanges>, id: string): Promise<readonly GitChange[]> {
  const next = await changes.next()
  if (next.done === true || next.value.id !== id) throw new GitFailed(`git diff-tree has no answer for ${id}`)
  return next.value.changes
}
