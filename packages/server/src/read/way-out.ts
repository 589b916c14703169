import type { VersionScheme } from '@cupel/model'
import type { Candidate } from './mended-candidates.ts'

/** What is known of a version that somebody has. */
export interface Trouble {
  readonly version: string
  /** Rank of severity of what is open. */
  readonly open: ReadonlyMap<number, number>
  /** All of its problems, open or decided about. */
  readonly all: ReadonlySet<number>
}

/** How much a problem of the rank weighs: malware, critical, high, medium, low, not rated. */
const WEIGHTS: Readonly<Record<number, number>> = { 6: 500, 5: 100, 4: 40, 3: 10, 2: 1, 1: 1 }

export function problemWeight(rank: number): number {
  return WEIGHTS[rank] ?? 0
}

/**
 * The smallest later version by which most is gained: what is open and goes, less what comes. null: none gains anything. `candidates` are
 * in version order; `rankOf` is of any of their problems.
 */
export function wayOut(
  { version, open, all }: Trouble,
  {
    candidates,
    scheme,
    rankOf,
  }: { readonly candidates: readonly Candidate[]; readonly scheme: VersionScheme; readonly rankOf: (problem: number) => number },
): Candidate | null {
  let best: Candidate | null = null
  let most = 0
  for (const candidate of candidates) {
    if (scheme.compare(candidate.version, version) <= 0) continue
    let gain = 0
    for (const [problem, rank] of open) if (!candidate.problems.has(problem)) gain += problemWeight(rank)
    for (const problem of candidate.problems) if (!all.has(problem)) gain -= problemWeight(rankOf(problem))
    if (gain > most) [best, most] = [candidate, gain]
  }
  return best
}
