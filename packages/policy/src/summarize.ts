import type { Component, Coverage, Finding, Problem, Summary } from '@cupel/model'

/**
 * Counts of a result. Severities count findings that are open or under investigation; `unmatched` are the components about which
 * the advisory data could not be asked or not fully answered.
 */
export function summarize(result: {
  readonly coverage: readonly Coverage[]
  readonly components: readonly Component[]
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  readonly unmatched: number
}): Summary {
  const byState = { open: 0, waived: 0, 'not-affected': 0, fixed: 0, 'under-investigation': 0 }
  const byKind = { vulnerability: 0, malware: 0, provenance: 0 }
  const bySeverity = { critical: 0, high: 0, unknown: 0, medium: 0, low: 0, none: 0 }
  let knownExploited = 0
  for (const finding of result.findings) {
    byState[finding.state]++
    byKind[finding.kind]++
    if (finding.state !== 'open' && finding.state !== 'under-investigation') continue
    bySeverity[finding.severity]++
    if (finding.advisory.kev !== null) knownExploited++
  }
  return {
    files: result.coverage.length,
    components: result.components.length,
    unmatched: result.unmatched,
    findings: result.findings.length,
    byState,
    byKind,
    bySeverity,
    knownExploited,
    problems: result.problems.length,
  }
}
