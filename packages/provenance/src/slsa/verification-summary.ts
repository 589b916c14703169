import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asObject, asString, isObject, optionalArray, textAt } from '../encoding/json-value.ts'
import type { DigestSet } from '../intoto/digest.ts'
import { isStrong } from '../intoto/digest.ts'
import type { Statement, Subject, VerifiedStatement } from '../intoto/statement.ts'
import { STATEMENT_V1 } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { coversLevels } from './verified-levels.ts'

export const VERIFICATION_SUMMARY = 'https://slsa.dev/verification_summary/v1'

export interface SummaryPolicy {
  /** Digests that one subject must have, every one of them. Other names than hash functions compare as text. */
  readonly subject: DigestSet
  readonly verifierId: string
  readonly resourceUri: string
  /** `SLSA_BUILD_LEVEL_2` is met by any higher level of the same track; other names must be there exactly. */
  readonly levels?: readonly string[]
  /** Every dependency the summary counts must reach this build level; refused where it counts none. */
  readonly minDependencyLevel?: number
  /** Refuses summaries older than this. */
  readonly notBefore?: Date
}

/** A verification summary that says what the policy asks for. */
export interface Summary {
  readonly verifierId: string
  readonly resourceUri: string
  readonly timeVerified?: Date
  readonly levels: readonly string[]
  readonly dependencyLevels: Readonly<Record<string, number>>
  readonly subject: Subject
}

const PLAN = [
  ['policy', 'The policy names artifact, verifier and resource'],
  ['predicate', 'The statement is a verification summary'],
  ['subject', 'The summary is about this artifact'],
  ['verifier', 'The expected verifier made it'],
  ['resource', 'It is about the expected resource'],
  ['result', 'Verification passed'],
  ['levels', 'The levels asked for were verified'],
  ['dependencies', 'The dependencies reach the level asked for'],
  ['time', 'It is recent enough'],
] as const

/**
 * Judges a verification summary (SLSA 1.1, "Verification Summary Attestation", "How to verify"). That the key of the signature belongs
 * to the verifier named is the caller's trust to state: verify the envelope with that verifier's keys only.
 */
export function verifySummary(statement: VerifiedStatement, policy: SummaryPolicy, trace: Trace): Summary {
  return judgeSummary(statement, policy, trace)
}

/** As `verifySummary`, for a statement that nobody has signed: it tells what the summary says, and proves nothing. */
export function judgeSummary({ predicate, predicateType, subjects }: Statement, policy: SummaryPolicy, trace: Trace): Summary {
  trace.plan(PLAN)
  trace.step(...PLAN[0], () => requirePolicy(policy))
  trace.step(...PLAN[1], () => requireEqual('unsupported-version', 'The statement is something else', VERIFICATION_SUMMARY, predicateType))
  const subject = trace.step(...PLAN[2], () => findSubject(subjects, policy.subject))
  const verifierId = trace.step(...PLAN[3], () => {
    return requireEqual('signer-mismatch', 'Another verifier made the summary', policy.verifierId, textAt(predicate, 'verifier', 'id'))
  })
  const resourceUri = trace.step(...PLAN[4], () => {
    return requireEqual('subject-mismatch', 'The summary is about another resource', policy.resourceUri, textAt(predicate, 'resourceUri'))
  })
  trace.step(...PLAN[5], () =>
    requireEqual('policy-not-met', 'Verification did not pass', 'PASSED', textAt(predicate, 'verificationResult')),
  )
  const levels = optionalArray(predicate['verifiedLevels'], 'The verified levels').map((level) => asString(level, 'A verified level'))
  trace.step(...PLAN[6], (step) => {
    step.found(levels.join(', ') || 'none')
    coversLevels(levels, policy.levels ?? [])
  })
  const dependencyLevels = readCounts(predicate['dependencyLevels'])
  if (policy.minDependencyLevel === undefined) trace.skip(...PLAN[7], 'not asked for')
  else trace.step(...PLAN[7], () => checkDependencies(dependencyLevels, policy.minDependencyLevel ?? 0))
  const timeVerified = trace.step(...PLAN[8], () => checkTime(textAt(predicate, 'timeVerified'), policy.notBefore))
  return {
    verifierId,
    resourceUri,
    levels,
    subject,
    dependencyLevels,
    ...(timeVerified === undefined ? {} : { timeVerified }),
  }
}

export interface SummaryParts extends Omit<Summary, 'subject' | 'timeVerified'> {
  readonly subject: Subject
  readonly timeVerified: Date
  readonly passed: boolean
  readonly policy: { readonly uri: string; readonly digest?: DigestSet }
  readonly inputAttestations?: readonly { readonly uri: string; readonly digest: DigestSet }[]
}

/** A verification summary to sign. Refuses two levels of one track, which nobody could act on. */
export function makeSummary(parts: SummaryParts): JsonObject {
  coversLevels(parts.levels, [])
  return {
    _type: STATEMENT_V1,
    subject: [{ ...parts.subject } as JsonObject],
    predicateType: VERIFICATION_SUMMARY,
    predicate: {
      verifier: { id: parts.verifierId },
      timeVerified: parts.timeVerified.toISOString(),
      resourceUri: parts.resourceUri,
      policy: { ...parts.policy } as JsonObject,
      inputAttestations: (parts.inputAttestations ?? []).map((input) => ({ ...input }) as JsonObject),
      verificationResult: parts.passed ? 'PASSED' : 'FAILED',
      verifiedLevels: parts.passed ? [...parts.levels] : ['FAILED'],
      dependencyLevels: { ...parts.dependencyLevels },
      slsaVersion: '1.1',
    },
  }
}

function requirePolicy({ subject, verifierId, resourceUri }: SummaryPolicy): void {
  const digests = Object.entries(subject)
  const missing = [
    digests.length === 0 || digests.some(([name, digest]) => name === '' || digest === '') ? 'the digest of the artifact' : '',
    verifierId === '' ? 'the verifier' : '',
    resourceUri === '' ? 'the resource' : '',
  ].filter((name) => name !== '')
  if (missing.length > 0) throw new Refused('trust-missing', `The policy does not say ${missing.join(', ')}`)
}

function findSubject(subjects: readonly Subject[], wanted: DigestSet): Subject {
  const found = subjects.find(({ digest }) => {
    return Object.entries(wanted).every(([name, value]) => digest[name] === (isStrong(name) ? value.toLowerCase() : value))
  })
  if (found !== undefined) return found
  throw new Refused('subject-mismatch', 'The summary is about another artifact', {
    expected: Object.entries(wanted)
      .map(([name, value]) => `${name}:${value}`)
      .join(' '),
  })
}

function requireEqual(
  code: 'unsupported-version' | 'signer-mismatch' | 'subject-mismatch' | 'policy-not-met',
  reason: string,
  expected: string,
  found: string | undefined,
): string {
  if (found === expected) return found
  throw new Refused(code, reason, { expected, found: found ?? 'none' })
}

function checkTime(text: string | undefined, notBefore: Date | undefined): Date | undefined {
  const time = text === undefined ? undefined : new Date(text)
  if (time !== undefined && Number.isNaN(time.getTime()))
    throw new Refused('malformed', 'The time of verification is not a time', { found: text ?? '' })
  if (notBefore === undefined || (time !== undefined && time >= notBefore)) return time
  throw new Refused('expired', 'The summary is too old', { expected: `not before ${notBefore.toISOString()}`, found: text ?? 'no time' })
}

/** Dependencies whose level was not evaluated count as below every level. */
function checkDependencies(levels: Readonly<Record<string, number>>, wanted: number): void {
  const counted = Object.entries(levels).filter(([, count]) => count > 0)
  if (counted.length === 0) throw new Refused('evidence-missing', 'The summary says nothing about dependencies')
  const below = counted.filter(([name]) => Number(/^SLSA_BUILD_LEVEL_(\d{1,2})$/.exec(name)?.[1] ?? -1) < wanted)
  if (below.length === 0) return
  throw new Refused('policy-not-met', 'Some dependencies are below the level asked for', {
    expected: `SLSA_BUILD_LEVEL_${wanted}`,
    found: below.map(([name, count]) => `${count} at ${name}`).join(', '),
  })
}

function readCounts(value: JsonValue | undefined): Readonly<Record<string, number>> {
  const entries = Object.entries(isObject(value) ? asObject(value, 'The levels of dependencies') : {})
  return Object.fromEntries(entries.flatMap(([level, count]) => (typeof count === 'number' ? [[level, count]] : [])))
}
