import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import type { VerifiedPayload } from '../dsse/verified-payload.ts'
import { markVerified } from '../dsse/verified-payload.ts'
import { matchSubject } from '../intoto/match-subject.ts'
import { verifiedStatement } from '../intoto/statement.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { HashName, SignatureScheme } from '../keys/signature-scheme.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { VerifiedTimestamp } from '../timestamp/verify-timestamp.ts'
import { verifyTimestamp } from '../timestamp/verify-timestamp.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { describeValidity, isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { ArtifactInput } from './artifact.ts'
import { Artifact } from './artifact.ts'
import type { Bundle } from './bundle.ts'
import { parseBundle } from './bundle.ts'
import type { FulcioIdentity } from './fulcio-claims.ts'
import { readFulcioIdentity } from './fulcio-claims.ts'
import type { IdentityRule } from './identity-policy.ts'
import { describeIdentity, matchIdentity } from './identity-policy.ts'
import type { BundleSignerKey } from './signer-key.ts'
import { schemesOf, signerKey } from './signer-key.ts'
import { verifySigningCertificate } from './verify-signing-certificate.ts'
import type { VerifiedLogEntry } from './verify-log-entry.ts'
import { verifyLogEntry } from './verify-log-entry.ts'

/**
 * Who may have signed: one of these identities, the holder of this key, or anybody the trust root vouches for: explicitly
 * anybody, or because the caller holds the identity that comes out against a policy of its own.
 */
export type BundlePolicy =
  | { readonly kind: 'identities'; readonly anyOf: readonly IdentityRule[] }
  | { readonly kind: 'key'; readonly key: PublicKey }
  | { readonly kind: 'any-identity' }
  | { readonly kind: 'judged-later' }

export interface BundleThresholds {
  /** Entries by different logs. Default 1. */
  readonly logs?: number
  /** Trusted times, each by another log or authority. Default 1 for certificates, 0 for keys. */
  readonly times?: number
  /** Timestamps by timestamp authorities. Default 0. */
  readonly timestamps?: number
  /** Certificate logs that recorded the certificate. Default 1. */
  readonly certificateTimestamps?: number
}

export interface VerifyBundleOptions {
  readonly trust: TrustedRoot
  readonly policy: BundlePolicy
  /** Needed for message signatures. With envelopes the statement must then be about it. */
  readonly artifact?: ArtifactInput
  readonly thresholds?: BundleThresholds
  readonly mlDsa?: MlDsaVerify
}

/** A time something trusted vouches for: the signature existed then. */
export interface VerifiedTime {
  readonly source: 'log' | 'timestamp-authority'
  readonly by: string
  readonly time: Date
}

export type VerifiedSigner =
  | { readonly kind: 'identity'; readonly identity: FulcioIdentity; readonly certificate: BundleSignerKey['certificate'] & object }
  | { readonly kind: 'key'; readonly key: PublicKey }

export type VerifiedContent =
  | { readonly kind: 'message'; readonly digest: { readonly algorithm: HashName; readonly value: Buffer } }
  | { readonly kind: 'dsse'; readonly payload: VerifiedPayload }

declare const verified: unique symbol

/** A bundle of which every part was verified. Only `verifyBundle` makes one. */
export interface VerifiedBundle {
  readonly signer: VerifiedSigner
  readonly content: VerifiedContent
  readonly times: readonly VerifiedTime[]
  readonly logEntries: readonly VerifiedLogEntry[]
  readonly [verified]: true
}

const STEPS = {
  bundle: 'The bundle is well-formed and of a known version',
  signer: 'The bundle names a signer that the policy can judge',
  artifact: 'The bundle is about this artifact',
  signature: 'The signature covers the content',
  'log-entries': 'Transparency logs hold the signature',
  timestamps: 'Timestamp authorities saw the signature',
  time: 'The time of signing is known',
  'certificate-chain': 'A trusted authority issued the certificate, and it was valid then',
  'certificate-log': 'The certificate was recorded in public',
  identity: 'The signer is somebody the policy names',
  subject: 'The signed statement is about this artifact',
} as const

/**
 * Verifies a Sigstore bundle offline (Sigstore client specification, "Verification"): every step of it, or Refused with the first
 * that failed. The bundle is parsed once, and what comes back is made from the very bytes that were verified.
 */
export function verifyBundle(bytes: Uint8Array | string, options: VerifyBundleOptions, trace: Trace): VerifiedBundle {
  trace.plan(Object.entries(STEPS))
  return verifySteps(
    trace.step('bundle', STEPS.bundle, () => parseBundle(bytes)),
    options,
    trace,
  )
}

/** As `verifyBundle`, for a bundle that was read out of a larger document. */
export function verifyReadBundle(bundle: Bundle, options: VerifyBundleOptions, trace: Trace): VerifiedBundle {
  trace.plan(Object.entries(STEPS).filter(([id]) => id !== 'bundle'))
  return verifySteps(bundle, options, trace)
}

function verifySteps(bundle: Bundle, options: VerifyBundleOptions, trace: Trace): VerifiedBundle {
  const { policy, trust, thresholds = {}, mlDsa } = options
  const { content } = bundle
  const signer = trace.step('signer', STEPS.signer, () => signerKey(bundle.signer, policy.kind === 'key' ? policy.key : undefined, trust))
  const artifact = options.artifact && new Artifact(options.artifact)
  checkArtifact(bundle, artifact, trace)
  trace.step('signature', STEPS.signature, () => checkSignature(bundle, signer, artifact, mlDsa))
  const logEntries = trace.step('log-entries', STEPS['log-entries'], (step) => {
    const context = { trust, content, artifact, signer, mlDsa }
    return checkLogEntries(bundle, thresholds.logs ?? 1, (entry, index) =>
      step.step(`entry-${index + 1}`, `Entry ${index + 1} is genuine`, (inner) => verifyLogEntry(entry, context, inner)),
    )
  })
  const timestamps = checkTimestamps(bundle, options, trace)
  const times: VerifiedTime[] = []
  for (const { log, integratedTime } of logEntries) {
    if (integratedTime !== undefined) times.push({ source: 'log', by: log.baseUrl, time: integratedTime })
  }
  for (const { authority, time } of timestamps) times.push({ source: 'timestamp-authority', by: authority.uri, time })
  const { certificate } = signer
  checkTimes(times, logEntries, thresholds.times ?? (certificate === undefined ? 0 : 1), trace)
  const verifiedSigner: VerifiedSigner =
    certificate === undefined ? { kind: 'key', key: signer.key } : checkIdentity(signer, certificate, times, options, trace)
  if (certificate === undefined) skipCertificate(trace)
  return finish(bundle, { signer: verifiedSigner, times, logEntries }, artifact, trace)
}

/** The hint at the digest proves nothing, but tells the user first when this is simply another file. */
function checkArtifact({ content }: Bundle, artifact: Artifact | undefined, trace: Trace): void {
  if (content.kind === 'dsse') {
    trace.skip('artifact', STEPS.artifact, 'the statement in the envelope says what it is about')
    return
  }
  trace.step('artifact', STEPS.artifact, (step) => {
    if (artifact === undefined) {
      throw new Refused('evidence-missing', 'the bundle signs an artifact, and none is given', { remedy: 'give the file or its digest' })
    }
    if (content.digest === undefined) return
    const { algorithm, digest } = content.digest
    const expected = artifact.digest(algorithm)
    step.expected(`${algorithm}:${expected.toString('hex')}`)
    if (digest.equals(expected)) return
    throw new Refused('digest-mismatch', 'the bundle is about another artifact', {
      expected: `${algorithm}:${expected.toString('hex')}`,
      found: `${algorithm}:${digest.toString('hex')}`,
    })
  })
}

function checkSignature(
  { content }: Bundle,
  { key }: BundleSignerKey,
  artifact: Artifact | undefined,
  mlDsa: MlDsaVerify | undefined,
): void {
  const pae = content.kind === 'dsse' ? preAuthEncoding(content.envelope.payloadType, content.envelope.payload) : undefined
  const check = (scheme: SignatureScheme): void => {
    const options = { scheme, ...(mlDsa === undefined ? {} : { mlDsa }) }
    if (pae === undefined) artifact!.verify(key, content.signature, options)
    else verifySignature(key, pae, content.signature, { ...options, what: 'the signature of the envelope' })
  }
  let refusal: unknown
  for (const scheme of schemesOf(key, content.kind === 'message' ? content.digest?.algorithm : undefined)) {
    try {
      check(scheme)
      return
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'signature-invalid') throw error
      refusal ??= error
    }
  }
  throw refusal
}

function checkLogEntries(
  bundle: Bundle,
  threshold: number,
  verify: (entry: Bundle['logEntries'][number], index: number) => VerifiedLogEntry,
): readonly VerifiedLogEntry[] {
  if (bundle.logEntries.length === 0 && threshold > 0) {
    throw new Refused('evidence-missing', 'the bundle has no entry of a transparency log', { expected: `entries of ${threshold} logs` })
  }
  const entries = bundle.logEntries.map(verify)
  const logs = new Set(entries.map(({ log }) => log.logId.toString('hex')))
  if (logs.size < threshold) {
    throw new Refused('threshold-not-met', 'too few transparency logs hold the signature', {
      expected: String(threshold),
      found: String(logs.size),
    })
  }
  return entries
}

/** One timestamp that does not verify spoils nothing while another does; when none does, the first says why. */
function checkTimestamps(bundle: Bundle, options: VerifyBundleOptions, trace: Trace): readonly VerifiedTimestamp[] {
  const threshold = options.thresholds?.timestamps ?? 0
  if (bundle.timestamps.length === 0 && threshold === 0) {
    trace.skip('timestamps', STEPS.timestamps, 'the bundle holds no timestamps')
    return []
  }
  return trace.step('timestamps', STEPS.timestamps, (step) => {
    if (bundle.timestamps.length === 0) throw new Refused('evidence-missing', 'no timestamp authority saw the signature')
    const { mlDsa, trust } = options
    const outcomes = bundle.timestamps.map((der, index) =>
      step.attempt(`timestamp-${index + 1}`, `Timestamp ${index + 1} is genuine`, () =>
        verifyTimestamp(der, bundle.content.signature, {
          authorities: trust.timestampAuthorities,
          what: `timestamp ${index + 1}`,
          ...(mlDsa === undefined ? {} : { mlDsa }),
        }),
      ),
    )
    const found = outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []))
    const [refused] = outcomes.flatMap((outcome) => ('refused' in outcome ? [outcome.refused] : []))
    if (found.length === 0 && refused !== undefined) throw refused
    const authorities = new Set(found.map(({ authority }) => authority))
    if (authorities.size < threshold) {
      throw new Refused('threshold-not-met', 'too few timestamp authorities saw the signature', {
        expected: String(threshold),
        found: String(authorities.size),
      })
    }
    return found
  })
}

function checkTimes(times: readonly VerifiedTime[], entries: readonly VerifiedLogEntry[], threshold: number, trace: Trace): void {
  trace.step('time', STEPS.time, (step) => {
    step.found(times.map(({ source, time }) => `${time.toISOString()} by ${source}`).join(', ') || 'none')
    if (times.length === 0 && threshold > 0) {
      throw new Refused('time-invalid', 'no trusted time of signing is known: neither a promise of a log nor a timestamp', {
        expected: `${threshold} trusted time${threshold === 1 ? '' : 's'}`,
      })
    }
    const witnesses = new Set(times.map(({ source, by }) => `${source} ${by}`)).size
    if (witnesses < threshold) {
      throw new Refused('threshold-not-met', 'too few trusted times of signing', {
        expected: String(threshold),
        found: String(witnesses),
      })
    }
    for (const { log } of entries) {
      const outside = times.find(({ time }) => !isWithin(log.validFor, time))
      if (outside === undefined) continue
      throw new Refused('time-invalid', 'the log entry is from a time at which its log is not trusted', {
        expected: describeValidity(log.validFor),
        found: outside.time.toISOString(),
      })
    }
  })
}

function checkIdentity(
  signer: BundleSignerKey,
  certificate: NonNullable<BundleSignerKey['certificate']>,
  times: readonly VerifiedTime[],
  { trust, thresholds, policy }: VerifyBundleOptions,
  trace: Trace,
): VerifiedSigner {
  verifySigningCertificate(
    certificate,
    {
      trust,
      intermediates: signer.intermediates,
      times: times.map(({ time }) => time),
      certificateTimestamps: thresholds?.certificateTimestamps ?? 1,
    },
    trace,
  )
  return trace.step('identity', STEPS.identity, (step) => {
    const identity = readFulcioIdentity(certificate)
    step.found(describeIdentity(identity))
    if (policy.kind === 'identities') matchIdentity(identity, policy.anyOf)
    else if (policy.kind === 'any-identity')
      step.warn('policy-not-met', 'no identity was asked for: anybody could have signed', 'name the identity that may sign')
    return { kind: 'identity', identity, certificate }
  })
}

function skipCertificate(trace: Trace): void {
  const reason = 'the signature is by a key that the policy names'
  for (const id of ['certificate-chain', 'certificate-log', 'identity'] as const) trace.skip(id, STEPS[id], reason)
}

function finish(
  { content }: Bundle,
  parts: Pick<VerifiedBundle, 'signer' | 'times' | 'logEntries'>,
  artifact: Artifact | undefined,
  trace: Trace,
): VerifiedBundle {
  if (content.kind === 'message') {
    trace.skip('subject', STEPS.subject, 'the signature is over the artifact itself')
    const algorithm = content.digest?.algorithm ?? 'sha256'
    return seal({ ...parts, content: { kind: 'message', digest: { algorithm, value: artifact!.digest(algorithm) } } })
  }
  const payload = markVerified(content.envelope.payloadType, content.envelope.payload)
  if (artifact === undefined) trace.skip('subject', STEPS.subject, 'no artifact is given')
  else trace.step('subject', STEPS.subject, (step) => matchSubject(verifiedStatement(payload), artifact.digestSet(), step))
  return seal({ ...parts, content: { kind: 'dsse', payload } })
}

function seal(parts: Omit<VerifiedBundle, typeof verified>): VerifiedBundle {
  return parts as VerifiedBundle
}
