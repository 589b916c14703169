import type { Missing } from './outcome.ts'
import type { ProbeFinding, Reading } from './probe.ts'

/** Weight of a check in the aggregate: critical 10, high 7.5, medium 5, low 2.5. */
export type Risk = 'critical' | 'high' | 'medium' | 'low'

export interface CheckScore {
  /** 0..10; -1 when inconclusive: it is left out of the aggregate. */
  readonly score: number
  readonly reason: string
  /**
   * `clone`: the clone answers in place of what only a forge shows: a declaration, a workflow whose runs were not seen, a domain of mail
   * addresses. Whoever can push can write that, so the score is told and is left out of the aggregate.
   */
  readonly basis?: 'clone'
  /** What could not be seen, whether or not a score came of the rest. */
  readonly missing?: readonly Missing[]
}

/** A score over the answers of some probes, in Scorecard's sense. */
export interface Check {
  /** Scorecard's name: `Token-Permissions`. */
  readonly id: string
  readonly title: string
  readonly risk: Risk
  /** Ids of the probes it reads. */
  readonly probes: readonly string[]
  /** `findings` has an entry for each of `probes`. */
  score(findings: ReadonlyMap<string, readonly ProbeFinding[]>, reading: Reading): CheckScore
}

/** Declares a check; the registry of checks is generated from the folder. */
export function defineCheck(check: Check): Check {
  return check
}
