import type { GitPlace } from './run-git.ts'
import { runGit } from './run-git.ts'

/** Which commits to walk. */
export interface CommitRange {
  /** Ids of commits to start from. */
  readonly from: readonly string[]
  /** Ids whose history is left out. */
  readonly without?: readonly string[]
  /** As many as this, the newest first. */
  readonly limit?: number
  /** Only commits that touch one of these paths; parents are then still those of the object. */
  readonly paths?: readonly string[]
  /** Follow only the first parent of merges. */
  readonly firstParent?: boolean
}

/** Ids of commits, newest first, children before parents. Throws GitFailed when one of the range is not there. */
export async function listCommits(place: GitPlace, range: CommitRange): Promise<readonly string[]> {
  return idsOf(
    await runGit(place, ['rev-list', ...orderArguments(range), '--stdin', ...pathArguments(range)], {
      input: inputOf(range),
    }),
  )
}

/** How many commits a walk would give. */
export async function countCommits(place: GitPlace, range: CommitRange): Promise<number> {
  const answer = await runGit(place, ['rev-list', '--count', ...orderArguments(range), '--stdin', ...pathArguments(range)], {
    input: inputOf(range),
  })
  return Number(answer.toString('latin1').trim())
}

function orderArguments({ limit, firstParent }: CommitRange): readonly string[] {
  return [...(limit === undefined ? [] : [`--max-count=${limit}`]), ...(firstParent === true ? ['--first-parent'] : [])]
}

function pathArguments({ paths }: CommitRange): readonly string[] {
  return paths === undefined ? [] : ['--', ...paths]
}

function inputOf({ from, without = [] }: CommitRange): string {
  return [...from, ...without.map((id) => '^' + id)].map((id) => id + '\n').join('')
}

function idsOf(answer: Buffer): readonly string[] {
  const text = answer.toString('latin1').trimEnd()
  return text === '' ? [] : text.split('\n')
}
