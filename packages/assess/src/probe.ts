import type { Facts } from './facts/facts.ts'
import type { Missing, Outcome, Place, Remediation } from './outcome.ts'

/** `cupel`: our own reading of the rules. `scorecard-5`: as the code of Scorecard 5 has them. */
export type Reading = 'cupel' | 'scorecard-5'

/** One answer of a probe, with its evidence. A probe may give several: one a file, a job, a release. */
export interface ProbeFinding {
  readonly outcome: Outcome
  /** One sentence without a full stop; no control characters of the input. */
  readonly message: string
  readonly places: readonly Place[]
  /** Set exactly when the outcome is `unknown`. */
  readonly missing?: Missing
  /** Small typed values for checks and reports: `{ tool: 'CodeQL' }`. */
  readonly values?: Readonly<Record<string, string | number | boolean>>
  /** Replaces the probe's own remediation where this finding needs another. */
  readonly remediation?: Remediation
}

/** One question about a project that has an answer in facts. Pure: facts in, findings out; never an empty list. */
export interface Probe {
  /** Scorecard's own id where it has this probe, else ours in the same form (camelCase). */
  readonly id: string
  /** The question, one sentence. */
  readonly title: string
  readonly remediation: Remediation
  /** The outcome that is a fault; `false` unless stated (Scorecard asks some questions the other way round). */
  readonly fault?: 'true' | 'false'
  run(facts: Facts, reading: Reading): readonly ProbeFinding[]
}

/** Declares a probe; the registry of probes is generated from the folders that hold them. */
export function defineProbe(probe: Probe): Probe {
  return probe
}
