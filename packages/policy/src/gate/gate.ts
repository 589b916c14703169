import type { Finding, Severity } from '@cupel/model'

/** One condition of `fail-on`; a finding that meets any of them fails the scan. */
export type GateTerm =
  | { readonly kind: 'severity'; readonly least: 'critical' | 'high' | 'medium' | 'low' }
  | { readonly kind: 'any' | 'kev' | 'malware' | 'provenance' | 'fixable' }
  | { readonly kind: 'epss'; readonly above: number; readonly inclusive: boolean }

/** What makes a scan fail. No terms: nothing does. */
export interface Gate {
  readonly failOn: readonly GateTerm[]
  /** Accept inputs that were not read or matched. */
  readonly allowIncomplete: boolean
  /** Oldest advisory data accepted, in days; null: any. */
  readonly maxAgeDays: number | null
}

/** Any open vulnerability or malicious package fails, incomplete input is not accepted, data may have any age. */
export const DEFAULT_GATE: Gate = { failOn: [{ kind: 'any' }], allowIncomplete: false, maxAgeDays: null }

/** A severity that nobody stated may be anything: it meets everything but `critical`. */
const MEETS: Readonly<Record<'critical' | 'high' | 'medium' | 'low', readonly Severity[]>> = {
  critical: ['critical'],
  high: ['critical', 'high', 'unknown'],
  medium: ['critical', 'high', 'unknown', 'medium'],
  low: ['critical', 'high', 'unknown', 'medium', 'low'],
}

/** Whether the finding alone would fail the scan. Malice meets every severity. State is not looked at. */
export function meetsGate(
  finding: Pick<Finding, 'kind' | 'severity' | 'advisory' | 'fixedVersions' | 'upgrade'>,
  terms: readonly GateTerm[],
): boolean {
  return terms.some((term) => {
    switch (term.kind) {
      case 'any':
        return true
      case 'severity':
        return finding.kind === 'malware' || MEETS[term.least].includes(finding.severity)
      case 'malware':
      case 'provenance':
        return finding.kind === term.kind
      case 'kev':
        return finding.advisory.kev !== null
      case 'fixable':
        return finding.upgrade !== null || finding.fixedVersions.length > 0
      case 'epss': {
        const score = finding.advisory.epss?.score ?? -1
        return term.inclusive ? score >= term.above : score > term.above
      }
    }
  })
}
