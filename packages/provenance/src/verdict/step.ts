import type { RefusalCode } from './refusal-codes.ts'

/** `warned`: passed, with something the reader should know. `not-reached`: an earlier step failed; never counts as passed. */
export type StepOutcome = 'passed' | 'warned' | 'failed' | 'not-applicable' | 'not-reached'

/** One thing that was checked, against what, and what was found. Verdicts are trees of these. */
export interface Step {
  /** Stable name inside its parent: `signature`, `log-entry`, `certificate-chain`. */
  readonly id: string
  /** One sentence in the present tense, without a full stop. */
  readonly title: string
  readonly outcome: StepOutcome
  readonly expected?: string
  readonly found?: string
  /** Set when this very step failed or warned; the steps above it only carry the outcome. */
  readonly code?: RefusalCode
  readonly reason?: string
  readonly remedy?: string
  readonly steps: readonly Step[]
}

/** What verification of one thing came to. `failed` without any failed step does not exist. */
export interface Verdict<T> {
  readonly outcome: 'verified' | 'refused'
  readonly root: Step
  /** Only when verified. */
  readonly value?: T
}
