import type { CheckScore } from '../check.ts'
import type { Missing } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'

/** Best score of a check. */
export const MAX_SCORE = 10

/** No data: the check is left out of the aggregate. */
export function inconclusive(reason: string, missing: readonly Missing[] = []): CheckScore {
  return { score: -1, reason, ...(missing.length === 0 ? {} : { missing }) }
}

/** A score with its reason; kept within 0..10 and cut to an integer. */
export function scored(score: number, reason: string, missing: readonly Missing[] = []): CheckScore {
  return { score: Math.max(0, Math.min(MAX_SCORE, Math.trunc(score))), reason, ...(missing.length === 0 ? {} : { missing }) }
}

/** A score by what only the clone shows; see `CheckScore.basis`. The reason says so, since not every form has a field for it. */
export function byClone({ score, reason, missing }: CheckScore): CheckScore {
  return {
    score,
    reason: `by the clone alone, left out of the sum: ${reason}`,
    basis: 'clone',
    ...(missing === undefined ? {} : { missing }),
  }
}

/** floor(10·success/total), nothing of nothing is 0. */
export function proportional(success: number, total: number): number {
  return total === 0 ? 0 : Math.min(MAX_SCORE, Math.floor((MAX_SCORE * success) / total))
}

export interface WeightedShare {
  readonly success: number
  readonly total: number
  readonly weight: number
}

/** floor(10·Σ success·weight / Σ total·weight); groups without members do not count, without any group -1. */
export function weightedProportional(groups: readonly WeightedShare[]): number {
  const counted = groups.filter(({ total }) => total > 0)
  if (counted.length === 0) return -1
  const whole = counted.reduce((sum, { total, weight }) => sum + total * weight, 0)
  // With no weight at all nothing can be wrong.
  if (whole === 0) return MAX_SCORE
  const part = counted.reduce((sum, { success, weight }) => sum + success * weight, 0)
  return Math.min(MAX_SCORE, Math.floor((MAX_SCORE * part) / whole))
}

/** What findings say is missing, each once. */
export function missingOf(findings: readonly ProbeFinding[]): readonly Missing[] {
  const seen = new Map<string, Missing>()
  for (const { missing } of findings) if (missing !== undefined) seen.set(`${missing.what} ${missing.detail}`, missing)
  return [...seen.values()]
}
