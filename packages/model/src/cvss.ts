import { CVSS_GRAMMARS } from './cvss-metrics.ts'
import { scoreV2, scoreV3 } from './cvss-v2-v3.ts'
import { scoreV4 } from './cvss-v4.ts'
import type { CvssRating } from './finding.ts'

type CvssVersion = CvssRating['version']

/**
 * Scores a CVSS vector of an OSV `severity` entry. The version is the vector's own; null where the type is not CVSS or
 * not even the version can be told. A malformed vector (metric missing, repeated, unknown, value unknown) has the score
 * null: it is never read as something milder. v2 and v3 give the base score, v4 the score of all stated metrics.
 * A v2 vector may stand in parentheses, and metrics may be written in any case.
 */
export function scoreCvss(type: string, vector: string): CvssRating | null {
  const text = vector.trim()
  const version = versionOf(type, text)
  if (version === null) return null
  const metrics = text.length <= 512 ? readMetrics(version, text) : null
  if (metrics === null) return { version, vector: text, score: null }
  const clean = CVSS_GRAMMARS[version].prefix + [...metrics].map(([name, value]) => `${name}:${value}`).join('/')
  return { version, vector: clean, score: score(version, metrics) }
}

function versionOf(type: string, text: string): CvssVersion | null {
  const stated = /^CVSS:(\d\.\d)\//i.exec(text)?.[1]
  if (stated === '3.0' || stated === '3.1' || stated === '4.0') return stated
  if (stated !== undefined) return null
  if (type === 'CVSS_V2') return '2.0'
  if (type === 'CVSS_V3') return '3.1'
  return type === 'CVSS_V4' ? '4.0' : null
}

/** Metrics and values in the specification's case; null where the vector is not well-formed. */
function readMetrics(version: CvssVersion, text: string): ReadonlyMap<string, string> | null {
  const { prefix, base, optional } = CVSS_GRAMMARS[version]
  const bare = version === '2.0' ? withoutParentheses(text) : text
  if (bare.slice(0, prefix.length).toUpperCase() !== prefix) return null
  const seen = new Map<string, string>()
  for (const part of bare.slice(prefix.length).split('/')) {
    const colon = part.indexOf(':')
    if (colon < 0) return null
    const name = spelling([...base.keys(), ...optional.keys()], part.slice(0, colon))
    if (name === undefined || seen.has(name)) return null
    const value = spelling(base.get(name) ?? optional.get(name) ?? [], part.slice(colon + 1))
    if (value === undefined) return null
    seen.set(name, value)
  }
  for (const name of base.keys()) if (!seen.has(name)) return null
  return seen
}

/** Exact first: CVSS 4.0 has both `AU` and, in v2, `Au`. */
function spelling(known: readonly string[], text: string): string | undefined {
  return known.includes(text) ? text : known.find((one) => one.toLowerCase() === text.toLowerCase())
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text
}

function score(version: CvssVersion, metrics: ReadonlyMap<string, string>): number {
  if (version === '4.0') return scoreV4(metrics)
  return version === '2.0' ? scoreV2(metrics) : scoreV3(metrics, version)
}
