import type { CriticalitySignals } from './criticality-signals.ts'

/** `legacy`: the Python tool of 2020. `current`: today's default. `current-dependents`: today's variant with package dependents. */
export type CriticalityFormula = 'legacy' | 'current' | 'current-dependents'

export interface CriticalityTerm {
  readonly signal: keyof CriticalitySignals
  readonly value: number
  readonly weight: number
  /** Value from which on more counts no more (current), or against which the logarithm is scaled (legacy). */
  readonly threshold: number
  /** What the term adds to the score. */
  readonly share: number
}

export interface CriticalityScore {
  readonly formula: CriticalityFormula
  /** 0..1, rounded to five decimals as both tools print it. */
  readonly score: number
  readonly terms: readonly CriticalityTerm[]
  /** Signals of the formula that were not given. */
  readonly absent: readonly (keyof CriticalitySignals)[]
}

interface Rule {
  readonly signal: keyof CriticalitySignals
  readonly weight: number
  readonly threshold: number
  /** Smaller is better: the value counts from the threshold down. */
  readonly inverted?: true
}

const LEGACY: readonly Rule[] = [
  { signal: 'createdSince', weight: 1, threshold: 120 },
  { signal: 'updatedSince', weight: -1, threshold: 120 },
  { signal: 'contributorCount', weight: 2, threshold: 5000 },
  { signal: 'orgCount', weight: 1, threshold: 10 },
  { signal: 'commitFrequency', weight: 1, threshold: 1000 },
  { signal: 'recentReleaseCount', weight: 0.5, threshold: 26 },
  { signal: 'closedIssuesCount', weight: 0.5, threshold: 5000 },
  { signal: 'updatedIssuesCount', weight: 0.5, threshold: 5000 },
  { signal: 'issueCommentFrequency', weight: 1, threshold: 15 },
  { signal: 'mentionCount', weight: 2, threshold: 500_000 },
]

const CURRENT: readonly Rule[] = [
  { signal: 'createdSince', weight: 1, threshold: 120 },
  { signal: 'updatedSince', weight: 1, threshold: 120, inverted: true },
  { signal: 'contributorCount', weight: 2, threshold: 5000 },
  { signal: 'orgCount', weight: 1, threshold: 10 },
  { signal: 'commitFrequency', weight: 1, threshold: 1000 },
  { signal: 'recentReleaseCount', weight: 0.5, threshold: 26 },
  { signal: 'updatedIssuesCount', weight: 0.5, threshold: 5000 },
  { signal: 'closedIssuesCount', weight: 0.5, threshold: 5000 },
  { signal: 'issueCommentFrequency', weight: 1, threshold: 15 },
  { signal: 'mentionCount', weight: 2, threshold: 500_000 },
]

/**
 * The published criticality formulas. Current (Go, `original_pike.yml`): Σ w·ln(1+v)/ln(1+T) / Σ w with v held within 0..T, and
 * absent signals outside both sums; with `current-dependents` (`pike_depsdev.yml`) a known count of dependents adds a term of
 * weight 4 and halves the mentions. Legacy (Python, 2020): Σ w·ln(1+v)/ln(1+max(v,T)) / 8.5, absent signals as 0.
 */
export function criticalityScore(signals: CriticalitySignals, formula: CriticalityFormula): CriticalityScore {
  const legacy = formula === 'legacy'
  const rules = legacy ? LEGACY : formula === 'current' ? CURRENT : withDependents(signals)
  const seen = rules.flatMap((rule) => {
    const value = signals[rule.signal]
    if (value === undefined || !Number.isFinite(value)) return legacy ? [{ rule, value: 0 }] : []
    return [{ rule, value: Math.max(0, value) }]
  })
  const total = (legacy ? rules : seen.map(({ rule }) => rule)).reduce((sum, { weight }) => sum + weight, 0)
  const terms = seen.map(({ rule, value }) => {
    const part = legacy ? Math.log1p(value) / Math.log1p(Math.max(value, rule.threshold)) : held(rule, value)
    return { signal: rule.signal, value, weight: rule.weight, threshold: rule.threshold, share: (rule.weight * part) / total }
  })
  return {
    formula,
    score: total === 0 ? 0 : round(terms.reduce((sum, { share }) => sum + share, 0)),
    terms,
    absent: rules.map(({ signal }) => signal).filter((signal) => signals[signal] === undefined),
  }
}

function withDependents(signals: CriticalitySignals): readonly Rule[] {
  if (signals.dependentCount === undefined) return CURRENT
  return [
    ...CURRENT.map((rule) => (rule.signal === 'mentionCount' ? { ...rule, weight: 1 } : rule)),
    { signal: 'dependentCount', weight: 4, threshold: 200_000 },
  ]
}

function held({ threshold, inverted }: Rule, value: number): number {
  const within = Math.min(value, threshold)
  return Math.log1p(inverted ? threshold - within : within) / Math.log1p(threshold)
}

function round(score: number): number {
  return Math.round(score * 1e5) / 1e5
}
