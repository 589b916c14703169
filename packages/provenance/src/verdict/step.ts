import type { Step } from '@cupel/model'

export type { Step, StepOutcome } from '@cupel/model'

/** What verification of one thing came to. `failed` without any failed step does not exist. */
export interface Verdict<T> {
  readonly outcome: 'verified' | 'refused'
  readonly root: Step
  /** Only when verified. */
  readonly value?: T
}
