import type { ProbeFinding } from '../probe.ts'
import type { Rule } from './catalogue.ts'

/** `open`: only people can say. `unknown`: evidence could not be seen. */
export type RuleState = 'yes' | 'no' | 'open' | 'unknown'

export interface RuleResult {
  readonly state: RuleState
  /** Findings that decided, with their probe. */
  readonly evidence: readonly RuleEvidence[]
}

export interface RuleEvidence {
  readonly probe: string
  readonly finding: ProbeFinding
}

export interface RuleInput {
  readonly findings: ReadonlyMap<string, readonly ProbeFinding[]>
  /** Whether a level is fulfilled; undefined when it is not known yet. */
  readonly levels: ReadonlyMap<string, boolean>
}

/** Holds a rule against findings, in Kleene's logic: what is not known stays so unless the rest decides. */
export function evaluateRule(rule: Rule, input: RuleInput): RuleResult {
  if (typeof rule === 'string') return evaluateTerm(rule, input)
  const every = 'all' in rule
  const parts = (every ? rule.all : rule.any).map((part) => evaluateRule(part, input))
  const deciding: RuleState = every ? 'no' : 'yes'
  const decided = parts.filter(({ state }) => state === deciding)
  if (decided.length > 0) return { state: deciding, evidence: decided.flatMap(({ evidence }) => evidence) }
  for (const state of ['unknown', 'open'] as const) {
    // What is already fulfilled is shown beside what is still open.
    if (parts.some((part) => part.state === state)) return { state, evidence: parts.flatMap(({ evidence }) => evidence) }
  }
  return { state: every ? 'yes' : 'no', evidence: parts.flatMap(({ evidence }) => evidence) }
}

function evaluateTerm(term: string, { findings, levels }: RuleInput): RuleResult {
  const words = term.split(' ')
  if (words[0] === 'level') {
    const reached = levels.get(words[1] ?? '')
    return { state: reached === undefined ? 'open' : reached ? 'yes' : 'no', evidence: [] }
  }
  const some = words[0] === 'some'
  if (some) words.shift()
  const negated = words[0] === 'not'
  if (negated) words.shift()
  const probe = words[0] ?? ''
  const all = findings.get(probe)
  if (all === undefined || all.length === 0) {
    const missing = { what: 'evidence', detail: `the probe ${probe} did not run`, remedy: 'assess with all probes' } as const
    return {
      state: 'unknown',
      evidence: [{ probe, finding: { outcome: 'unknown', message: 'The probe did not run', places: [], missing } }],
    }
  }
  const wanted = words[1] === 'n/a' ? 'not-applicable' : negated ? 'false' : 'true'
  const evidence = all.map((finding) => ({ probe, finding }))
  const agreeing = evidence.filter(({ finding }) => finding.outcome === wanted)
  const unseen = evidence.filter(({ finding }) => finding.outcome === 'unknown' || finding.outcome === 'error')
  if (some && agreeing.length > 0) return { state: 'yes', evidence: agreeing }
  const contrary = evidence.filter(
    ({ finding }) =>
      finding.outcome !== wanted &&
      !unseen.some((one) => one.finding === finding) &&
      (finding.outcome !== 'not-applicable' || agreeing.length === 0),
  )
  if (!some && contrary.length > 0) return { state: 'no', evidence: contrary }
  if (unseen.length > 0) {
    const declared = unseen.every(({ finding }) => finding.missing?.what === 'declaration')
    return { state: declared ? 'open' : 'unknown', evidence: unseen }
  }
  return agreeing.length > 0 ? { state: 'yes', evidence: agreeing } : { state: 'no', evidence }
}
