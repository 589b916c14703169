/** `warned`: passed, with something the reader should know. `not-reached`: an earlier step failed; never counts as passed. */
export type StepOutcome = 'passed' | 'warned' | 'failed' | 'not-applicable' | 'not-reached'

/** One thing that was checked, against what, and what was found. The verdict of a verification is a tree of these. */
export interface Step {
  /** Stable name inside its parent: `signature`, `log-entry`, `certificate-chain`. */
  readonly id: string
  /** One sentence in the present tense, without a full stop. */
  readonly title: string
  readonly outcome: StepOutcome
  readonly expected?: string
  readonly found?: string
  /** Code of the refusal catalogue; set when this very step failed or warned. The steps above it only carry the outcome. */
  readonly code?: string
  readonly reason?: string
  readonly remedy?: string
  readonly steps: readonly Step[]
}
