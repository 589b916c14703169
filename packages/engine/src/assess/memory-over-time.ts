import { indexFiles, measureMemorySafety } from '@cupel/assess'
import type { Facts } from '@cupel/assess'
import type { GitRepository } from '@cupel/source'

/** How much code nothing guarded at one commit. */
export interface MemoryPoint {
  readonly commit: string
  /** RFC 3339, as the commit claims. */
  readonly at: string
  readonly lines: number
  readonly unsafeLines: number
  readonly unsafeShare: number
}

/**
 * The share of memory-unsafe code over the history: the main line's commits, evenly spaced, the oldest and the newest among them; oldest
 * first. A commit whose files are not there (a partial clone) is left out.
 */
export async function memoryOverTime(
  git: Pick<GitRepository, 'treeAt'>,
  facts: Pick<Facts, 'git'>,
  { samples, signal }: { readonly samples: number; readonly signal: AbortSignal },
): Promise<readonly MemoryPoint[]> {
  const points: MemoryPoint[] = []
  for (const { id, committedAt } of spaced(mainLine(facts), samples)) {
    signal.throwIfAborted()
    const tree = await git.treeAt(id).catch(() => null)
    if (tree === null) continue
    try {
      const { lines, unsafeLines, unsafeShare } = measureMemorySafety(indexFiles(tree))
      points.push({ commit: id, at: committedAt, lines, unsafeLines, unsafeShare })
    } finally {
      tree.close()
    }
  }
  return points
}

interface Commit {
  readonly id: string
  readonly parents: readonly string[]
  readonly committedAt: string
}

/** First parents from the assessed commit on, oldest first. */
function mainLine({ git }: Pick<Facts, 'git'>): readonly Commit[] {
  if (!git.known) return []
  const byId = new Map(git.value.commits.map((commit): [string, Commit] => [commit.id, commit]))
  const line: Commit[] = []
  for (let at = byId.get(git.value.head); at !== undefined; at = byId.get(at.parents[0] ?? '')) {
    line.push(at)
    byId.delete(at.id)
  }
  return line.reverse()
}

function spaced(line: readonly Commit[], samples: number): readonly Commit[] {
  if (line.length <= samples) return line
  const step = (line.length - 1) / Math.max(1, samples - 1)
  const chosen = Array.from({ length: samples }, (_, at) => line[samples === 1 ? line.length - 1 : Math.round(at * step)])
  return chosen.filter((commit) => commit !== undefined)
}
