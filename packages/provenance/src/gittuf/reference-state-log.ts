import type { GitCommit } from '@cupel/source'
import { checkObjectId } from '../git/git-object-id.ts'
import { Refused } from '../verdict/refused.ts'
import type { RslEntry } from './rsl-entry.ts'
import { readRslEntry } from './rsl-entry.ts'

/** A reference state log whose entries form one chain without gaps. Who made the entries is not judged here. */
export interface ReferenceStateLog {
  /** Oldest first. */
  readonly entries: readonly { readonly entry: RslEntry; readonly commit: GitCommit }[]
  /** Ids of entries that a later annotation takes back. */
  readonly skipped: ReadonlySet<string>
}

/**
 * Reads the commits of `refs/gittuf/reference-state-log`, newest first as a walk gives them. Refuses a chain that forks, has gaps in its
 * numbers or commits whose content is not that of their id.
 */
export function readReferenceStateLog(commits: readonly GitCommit[]): ReferenceStateLog {
  const entries: { readonly entry: RslEntry; readonly commit: GitCommit }[] = []
  const skipped = new Set<string>()
  let parent: { readonly id: string; readonly number: number | null } | undefined
  for (const commit of [...commits].reverse()) {
    checkObjectId(commit.id, 'commit', commit.raw)
    if (commit.parents.length > 1 || commit.parents[0] !== parent?.id)
      throw new Refused('malformed', `the reference state log is no chain at ${commit.id}`, {
        expected: parent?.id ?? 'no parent',
        found: commit.parents.join(' '),
      })
    const entry = readRslEntry(commit.id, commit.message)
    const expected = parent?.number == null ? null : parent.number + 1
    if (expected !== null && entry.number !== expected)
      throw new Refused('rollback', `the reference state log has a gap at ${commit.id}`, {
        expected: String(expected),
        found: String(entry.number),
      })
    if (entry.kind === 'annotation' && entry.skip) for (const id of entry.entryIds) skipped.add(id)
    entries.push({ entry, commit })
    parent = { id: commit.id, number: entry.number }
  }
  if (entries.length === 0) throw new Refused('evidence-missing', 'the reference state log is empty')
  return { entries, skipped }
}
