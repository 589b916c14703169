import type { Risk } from '../check.ts'

/** Weights of Scorecard's risks. */
export const RISK_WEIGHT: Readonly<Record<Risk, number>> = { critical: 10, high: 7.5, medium: 5, low: 2.5 }

/** Σ weight·score / Σ weight over checks with a score, to one decimal; -1 when none has one. */
export function aggregateScore(checks: readonly { readonly risk: Risk; readonly score: number }[]): number {
  const counted = checks.filter(({ score }) => score >= 0)
  if (counted.length === 0) return -1
  const weights = counted.reduce((sum, { risk }) => sum + RISK_WEIGHT[risk], 0)
  const points = counted.reduce((sum, { risk, score }) => sum + RISK_WEIGHT[risk] * score, 0)
  return Number((points / weights).toFixed(1))
}
