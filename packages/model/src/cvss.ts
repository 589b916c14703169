import cvss from 'ae-cvss-calculator'
import { CVSS_GRAMMARS } from './cvss-metrics.ts'
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
  const clean = text.length <= 512 ? canonicalVector(version, text) : null
  if (clean === null) return { version, vector: text, score: null }
  return { version, vector: clean, score: score(version, clean) }
}

function versionOf(type: string, text: string): CvssVersion | null {
  const stated = /^CVSS:(\d\.\d)\//i.exec(text)?.[1]
  if (stated === '3.0' || stated === '3.1' || stated === '4.0') return stated
  if (stated !== undefined) return null
  if (type === 'CVSS_V2') return '2.0'
  if (type === 'CVSS_V3') return '3.1'
  return type === 'CVSS_V4' ? '4.0' : null
}

/** The vector with metrics and values in the specification's case; null where it is not well-formed. */
function canonicalVector(version: CvssVersion, text: string): string | null {
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
  return prefix + [...seen].map(([name, value]) => `${name}:${value}`).join('/')
}

/** Exact first: CVSS 4.0 has both `AU` and, in v2, `Au`. */
function spelling(known: readonly string[], text: string): string | undefined {
  return known.includes(text) ? text : known.find((one) => one.toLowerCase() === text.toLowerCase())
}

function withoutParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text
}

function score(version: CvssVersion, vector: string): number | null {
  const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = cvss
  if (version === '4.0') return new Cvss4P0(vector).calculateScores().overall
  if (version === '2.0') return new Cvss2(vector).calculateScores().base ?? null
  return new (version === '3.0' ? Cvss3P0 : Cvss3P1)(vector).calculateScores().base ?? null
}
