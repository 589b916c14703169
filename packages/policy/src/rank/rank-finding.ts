import type { Finding, Rank, Severity } from '@cupel/model'

/** What the rank looks at. */
export type Rankable = Pick<Finding, 'kind' | 'severity' | 'advisory' | 'direct' | 'paths' | 'scopes' | 'upgrade' | 'fixedVersions'>

interface Points {
  readonly points: number
  readonly why: string
}

/** Middle of each rating scale step, for an advisory that states a severity but no score. */
const SCORE_OF: Readonly<Record<Severity, number>> = { critical: 9.5, high: 8, unknown: 7, medium: 5.5, low: 2, none: 0 }
/** Scopes whose code does not reach those who use the product. */
const DEVELOPMENT = new Set(['dev', 'test', 'build'])

/**
 * Position of a finding, 0 to 100: the published formula of docs/policy.md. Malice is always 100. Otherwise
 * severity (0..40) + exploitation (0..45) + nearness (0..8) + a way out (0..7), times 0.6 when only development needs it.
 */
export function rankFinding(finding: Rankable): Rank {
  if (finding.kind === 'malware') return { score: 100, reasons: ['malicious package, above every vulnerability (100)'] }
  const parts = [severityPoints(finding), exploitPoints(finding), nearnessPoints(finding), fixPoints(finding)]
  const sum = parts.reduce((total, part) => total + part.points, 0)
  const reasons = parts
    .filter((part) => part.points > 0)
    .sort((a, b) => b.points - a.points)
    .map((part) => `${part.why} (+${text(part.points)})`)
  const development = finding.scopes.length > 0 && finding.scopes.every((scope) => DEVELOPMENT.has(scope))
  if (development) reasons.push(`only needed for ${finding.scopes.join(' and ')} (×0.6)`)
  return { score: rounded(development ? sum * 0.6 : sum), reasons }
}

function severityPoints({ severity, advisory }: Rankable): Points {
  const best = advisory.cvss.reduce((most, one) => Math.max(most, one.score ?? -1), -1)
  if (best >= 0) return { points: rounded(best * 4), why: `CVSS ${best.toFixed(1)}` }
  const assumed = SCORE_OF[severity]
  const why = severity === 'unknown' ? 'severity unknown, counted as 7.0' : `severity ${severity}, counted as ${assumed.toFixed(1)}`
  return { points: rounded(assumed * 4), why }
}

function exploitPoints({ advisory: { kev, epss } }: Rankable): Points {
  if (kev?.ransomware) return { points: 45, why: `known exploited since ${kev.added}, by ransomware` }
  if (kev) return { points: 40, why: `known exploited since ${kev.added}` }
  if (epss === null) return { points: 0, why: '' }
  // Each tenfold probability counts the same: 0.01 % gives nothing, 1 % half, 100 % all.
  const points = rounded(35 * Math.min(1, Math.max(0, (Math.log10(Math.max(epss.score, 1e-9)) + 4) / 4)))
  return { points, why: `EPSS ${(epss.score * 100).toFixed(2)}%` }
}

function nearnessPoints({ direct, paths }: Rankable): Points {
  if (direct === true) return { points: 8, why: 'direct dependency' }
  const shortest = paths.reduce((least, path) => Math.min(least, path.length), Infinity)
  // A path is project, steps, component: three nodes are one step away from direct.
  if (Number.isFinite(shortest) && shortest >= 3)
    return { points: Math.max(0, 8 - 2 * (shortest - 2)), why: `${shortest - 2} below a direct dependency` }
  return { points: 4, why: direct === false ? 'transitive dependency' : 'place in the dependency graph unknown' }
}

function fixPoints({ upgrade, fixedVersions }: Rankable): Points {
  if (upgrade !== null) return { points: 7, why: 'an upgrade without known vulnerability exists' }
  return fixedVersions.length > 0 ? { points: 4, why: 'a fixed version exists' } : { points: 0, why: '' }
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}

function text(points: number): string {
  return String(rounded(points))
}
