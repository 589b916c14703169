import { printable } from '@cupel/formats'
import type { Finding, IndexState, Problem, Verdict } from '@cupel/model'
import { PROVENANCE_RULES, SEVERITIES } from '@cupel/model'
import type { Gate } from './gate/gate.ts'
import { meetsGate } from './gate/gate.ts'

export interface VerdictInput {
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  readonly index: IndexState
  readonly gate: Gate
  /** `YYYY-MM-DD` */
  readonly today: string
  /** OSV ecosystems of the components, with suffix; absent: all of the index. */
  readonly ecosystems?: readonly string[]
  /** Components were held against a trust policy. */
  readonly trust?: boolean
  /** Findings that the user asked not to see. */
  readonly unshown?: number
}

const PROVENANCE_RULE_IDS = Object.keys(PROVENANCE_RULES)
const DAY_MS = 86_400_000
const STARTER_ONLY = 'only the built-in starter set was asked, which knows few advisories'

/**
 * Fail (1) when a finding that counts meets the gate; otherwise unknown (3) when "nothing found" cannot be said; otherwise
 * pass (0). Open findings and those under investigation count. Missing advisory data is never accepted by allowIncomplete:
 * the starter set is no pass, except where findings are shown and the user has switched the gate off.
 */
export function judge({ findings, ...input }: VerdictInput): Verdict {
  const counting = findings.filter((one) => one.state === 'open' || one.state === 'under-investigation')
  const { gate } = input
  const failing = counting.filter((one) => meetsGate(one, gate.failOn))
  const unknown = unknownReasons(input)
  if (failing.length > 0) return { outcome: 'fail', exitCode: 1, reasons: [...failReasons(failing), ...unknown] }
  const waved = gate.failOn.length === 0 && counting.length > 0 ? unknown.filter((reason) => reason !== STARTER_ONLY) : unknown
  if (waved.length > 0) return { outcome: 'unknown', exitCode: 3, reasons: unknown }
  return { outcome: 'pass', exitCode: 0, reasons: [...passReasons(counting, findings.length, input), ...unknown] }
}

function failReasons(failing: readonly Finding[]): readonly string[] {
  const malware = failing.filter((one) => one.kind === 'malware').length
  const vulnerabilities = failing.filter((one) => one.kind === 'vulnerability')
  const reasons: string[] = []
  if (malware > 0) reasons.push(`${malware} malicious ${malware === 1 ? 'package' : 'packages'}`)
  if (vulnerabilities.length > 0) {
    const bySeverity = SEVERITIES.map((severity) => [vulnerabilities.filter((one) => one.severity === severity).length, severity] as const)
    const parts = bySeverity.filter(([count]) => count > 0).map(([count, severity]) => `${count} ${severity}`)
    reasons.push(
      `${vulnerabilities.length} open ${vulnerabilities.length === 1 ? 'vulnerability' : 'vulnerabilities'}: ${parts.join(', ')}`,
    )
  }
  const origin = failing.filter((one) => one.kind === 'provenance')
  if (origin.length > 0) {
    const rules = PROVENANCE_RULE_IDS.map(
      (id) => [origin.filter((one) => one.advisory.id === id).length, id.slice('provenance-'.length)] as const,
    )
    const parts = rules.filter(([count]) => count > 0).map(([count, rule]) => `${count} ${rule}`)
    const count = new Set(origin.map(({ component }) => component)).size
    reasons.push(`the origin of ${count} ${count === 1 ? 'component' : 'components'} is not as the trust policy asks: ${parts.join(', ')}`)
  }
  const exploited = failing.filter((one) => one.advisory.kev !== null).length
  if (exploited > 0) reasons.push(`${exploited} known to be exploited`)
  return reasons
}

function unknownReasons({ problems, index, gate, today, ecosystems, trust = false }: Omit<VerdictInput, 'findings'>): readonly string[] {
  const reasons: string[] = []
  const incomplete = problems.filter((one) => one.effect === 'incomplete').length
  if (incomplete > 0 && !gate.allowIncomplete) {
    reasons.push(`${incomplete} ${incomplete === 1 ? 'input was' : 'inputs were'} not fully read or matched`)
  }
  if (index.kind === 'none') reasons.push('there is no advisory data, so nothing was matched')
  if (index.kind === 'starter') reasons.push(STARTER_ONLY)
  reasons.push(...missingSignals(index, gate))
  if (!trust && gate.failOn.some(({ kind }) => kind === 'provenance'))
    reasons.push('fail-on asks for provenance, and no trust policy was given')
  const { days: age, of } = ageOfData(index, { today, used: ecosystems })
  if (gate.maxAgeDays !== null && index.kind !== 'none' && age > gate.maxAgeDays) {
    reasons.push(
      `the advisory data${of} is ${Number.isFinite(age) ? `${age} days old` : 'of unknown age'}, more than max-age ${gate.maxAgeDays}`,
    )
  }
  return reasons
}

/** A gate on exploitation says nothing when the data holds no such signal. */
function missingSignals({ kind, kev, epss }: IndexState, { failOn }: Gate): readonly string[] {
  if (kind === 'none') return []
  const asked = (signal: string): boolean => failOn.some((term) => term.kind === signal) && !failOn.some((term) => term.kind === 'any')
  const reasons: string[] = []
  if (asked('kev') && kev === '') reasons.push('fail-on asks for known exploitation, and the advisory data holds no KEV catalogue')
  if (asked('epss') && epss === '') reasons.push('fail-on asks for EPSS, and the advisory data holds no scores')
  return reasons
}

/**
 * Whole days since the data was current; Infinity when the index states no date. It is as old as its newest record, and as the
 * sync of that ecosystem in use that was synced the longest ago: a quiet ecosystem is not old, one that nobody fetched again is.
 * Sources hold records dated in the future: they would make any data look new, so the newest ecosystem without them counts.
 */
function ageOfData(
  { modified, ecosystems }: IndexState,
  { today, used }: { readonly today: string; readonly used: readonly string[] | undefined },
): { readonly days: number; readonly of: string } {
  const dates = [modified, ...ecosystems.map((one) => one.modified)].map((date) => date.slice(0, 10)).filter((date) => date <= today)
  const newest = dates.reduce((latest, date) => (date > latest ? date : latest), '')
  let oldest = { days: daysBetween(newest, today), of: '' }
  const families = used === undefined ? null : new Set(used.map((name) => name.split(':')[0]))
  for (const { name, synced } of ecosystems) {
    if (synced === undefined || families?.has(name) === false) continue
    const days = daysBetween(synced.slice(0, 10), today)
    if (days > oldest.days) oldest = { days, of: ` of ${printable(name)}` }
  }
  return oldest
}

function daysBetween(date: string, today: string): number {
  const days = (Date.parse(today) - Date.parse(date)) / DAY_MS
  return Number.isNaN(days) ? Infinity : Math.floor(days)
}

function passReasons(
  counting: readonly Finding[],
  all: number,
  { gate, unshown = 0 }: Pick<VerdictInput, 'gate' | 'unshown'>,
): readonly string[] {
  const reasons: string[] = []
  const unrated = counting.filter((one) => one.severity === 'unknown').length
  const ofThem = unrated === 0 || gate.failOn.length === 0 ? '' : `, ${unrated} of unknown severity`
  if (counting.length > 0) reasons.push(`${counting.length} ${counting.length === 1 ? 'finding' : 'findings'} below the gate${ofThem}`)
  if (all > counting.length) reasons.push(`${all - counting.length} waived, fixed or not affected`)
  // Without a word, nothing found would be read as nothing there.
  if (unshown > 0) reasons.push(`${unshown} ${unshown === 1 ? 'finding' : 'findings'} of other kinds not asked for`)
  if (gate.failOn.length === 0) reasons.push('the gate is off')
  return reasons
}
