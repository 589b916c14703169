import type { Finding, IndexState, Problem, Verdict } from '@cupel/model'
import { SEVERITIES } from '@cupel/model'
import type { Gate } from './gate/gate.ts'
import { meetsGate } from './gate/gate.ts'

export interface VerdictInput {
  readonly findings: readonly Finding[]
  readonly problems: readonly Problem[]
  readonly index: IndexState
  readonly gate: Gate
  /** `YYYY-MM-DD` */
  readonly today: string
}

const DAY_MS = 86_400_000

/**
 * Fail (1) when a finding that counts meets the gate; otherwise unknown (3) when "nothing found" cannot be said; otherwise
 * pass (0). Open findings and those under investigation count. Missing advisory data is never accepted by allowIncomplete.
 */
export function judge({ findings, problems, index, gate, today }: VerdictInput): Verdict {
  const counting = findings.filter((one) => one.state === 'open' || one.state === 'under-investigation')
  const failing = counting.filter((one) => meetsGate(one, gate.failOn))
  const unknown = unknownReasons({ counting: counting.length, problems, index, gate, today })
  if (failing.length > 0) return { outcome: 'fail', exitCode: 1, reasons: [...failReasons(failing), ...unknown] }
  if (unknown.length > 0) return { outcome: 'unknown', exitCode: 3, reasons: unknown }
  return { outcome: 'pass', exitCode: 0, reasons: passReasons(counting.length, findings.length, gate) }
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
  const exploited = failing.filter((one) => one.advisory.kev !== null).length
  if (exploited > 0) reasons.push(`${exploited} known to be exploited`)
  return reasons
}

function unknownReasons(state: {
  readonly counting: number
  readonly problems: readonly Problem[]
  readonly index: IndexState
  readonly gate: Gate
  readonly today: string
}): readonly string[] {
  const { counting, problems, index, gate, today } = state
  const reasons: string[] = []
  const incomplete = problems.filter((one) => one.effect === 'incomplete').length
  if (incomplete > 0 && !gate.allowIncomplete) {
    reasons.push(`${incomplete} ${incomplete === 1 ? 'input was' : 'inputs were'} not fully read or matched`)
  }
  if (index.kind === 'none') reasons.push('there is no advisory data, so nothing was matched')
  if (index.kind === 'starter' && counting === 0) reasons.push('only the built-in starter set was asked, which knows few advisories')
  const age = ageInDays(index, today)
  if (gate.maxAgeDays !== null && index.kind !== 'none' && age > gate.maxAgeDays) {
    reasons.push(
      `the advisory data is ${Number.isFinite(age) ? `${age} days old` : 'of unknown age'}, more than max-age ${gate.maxAgeDays}`,
    )
  }
  return reasons
}

/** Whole days from the newest advisory to today; Infinity when the index states no date. */
function ageInDays({ modified }: IndexState, today: string): number {
  const days = (Date.parse(today) - Date.parse(modified.slice(0, 10))) / DAY_MS
  return Number.isNaN(days) ? Infinity : Math.max(0, Math.floor(days))
}

function passReasons(counting: number, all: number, gate: Gate): readonly string[] {
  const reasons: string[] = []
  if (counting > 0) reasons.push(`${counting} ${counting === 1 ? 'finding' : 'findings'} below the gate`)
  if (all > counting) reasons.push(`${all - counting} waived, fixed or not affected`)
  if (gate.failOn.length === 0) reasons.push('the gate is off')
  return reasons
}
