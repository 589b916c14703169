/** CVSS qualitative severity, with `unknown` for an advisory that states none: unknown is never treated as low. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'none' | 'unknown'

/** From worst to least; `unknown` stands before `medium` since it may be anything. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'unknown', 'medium', 'low', 'none']

/** CVSS v3.1 §5 and v4.0 §6 rating scale. `null` is a missing score. */
export function severityOfScore(score: number | null): Severity {
  if (score === null) return 'unknown'
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'none'
}
