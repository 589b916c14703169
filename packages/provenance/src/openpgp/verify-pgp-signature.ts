import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import { readArmour } from './armour.ts'
import { checkPgpSignature } from './check-pgp-signature.ts'
import type { PgpKeyring, PgpKeyringEntry } from './keyring.ts'
import { PACKET, readPackets } from './packets.ts'
import type { PgpCertificate, PgpBoundKey } from './pgp-certificate.ts'
import type { PgpSignature } from './pgp-signature.ts'
import { readPgpSignature, secondsFact, SUBPACKET } from './pgp-signature.ts'

/** A signature that holds, by a key of the keyring that could sign when it did. */
export interface VerifiedPgpSignature {
  readonly signature: PgpSignature
  readonly certificate: PgpCertificate
  readonly signer: PgpBoundKey
  /** Good, but over SHA-1: whoever can make collisions may have had something else signed. */
  readonly isSha1: boolean
  /** The key has expired since. */
  readonly isKeyExpired: boolean
}

export interface PgpVerifyOptions {
  readonly keyring: PgpKeyring
  readonly now: Date
  /** `warn`: good with a remark; `refuse`: weak-algorithm. */
  readonly sha1?: 'warn' | 'refuse'
}

const STEPS = [
  ['format', 'the evidence is an OpenPGP signature'],
  ['key', 'the keyring has the key'],
  ['signature', 'the signature holds over the message'],
  ['algorithm', 'its algorithms are strong enough'],
  ['key-use', 'the key may sign data'],
  ['revocation', 'the key is not revoked'],
  ['time', 'it was made while the key was valid'],
] as const

const BINARY = 0x00
const TEXT = 0x01
const CLOCK_SKEW_S = 600

/** Verifies the one detached signature, armoured or binary, over a message (RFC 9580 §10.4). */
export function verifyPgpSignature(
  evidence: Uint8Array | string,
  message: Uint8Array,
  { options, trace }: { readonly options: PgpVerifyOptions; readonly trace: Trace },
): VerifiedPgpSignature {
  trace.plan(STEPS)
  const signature = trace.step('format', STEPS[0][1], () => {
    const [found, ...more] = readPgpSignatures(evidence)
    if (found === undefined) throw new Refused('evidence-missing', 'there is no OpenPGP signature')
    if (more.length > 0) throw new Refused('malformed', `${more.length + 1} OpenPGP signatures where one belongs`)
    return found
  })
  return verifyReadSignature(signature, message, { options, trace })
}

/** All signatures of an armoured or binary file. Refuses anything else among them. */
export function readPgpSignatures(evidence: Uint8Array | string): readonly PgpSignature[] {
  const bytes =
    typeof evidence === 'string' ? Buffer.from(evidence) : Buffer.from(evidence.buffer, evidence.byteOffset, evidence.byteLength)
  const blocks = bytes.length > 0 && ((bytes[0] as number) & 0x80) !== 0 ? [bytes] : signatureBlocks(bytes.toString('utf8'))
  return blocks.flatMap((block) =>
    readPackets(block)
      .filter((packet) => packet.tag !== PACKET.marker && packet.tag !== PACKET.padding)
      .map((packet) => {
        if (packet.tag !== PACKET.signature) throw new Refused('malformed', 'something else than signatures in an OpenPGP signature')
        return readPgpSignature(packet.body)
      }),
  )
}

function signatureBlocks(text: string): readonly Buffer[] {
  return readArmour(text).map(({ label, bytes }) => {
    // Very old tags have a detached signature in the armour of a message.
    if (label !== 'PGP SIGNATURE' && label !== 'PGP MESSAGE') throw new Refused('malformed', `a ${label} where a signature belongs`)
    return bytes
  })
}

/** As `verifyPgpSignature`, for a signature that is already read. */
export function verifyReadSignature(
  signature: PgpSignature,
  message: Uint8Array,
  { options, trace }: { readonly options: PgpVerifyOptions; readonly trace: Trace },
): VerifiedPgpSignature {
  const candidates = trace.step('key', STEPS[1][1], (step) => {
    const found = signature.issuers.flatMap((issuer) => options.keyring.byIssuer.get(issuer) ?? [])
    const name = signature.issuers[0] ?? 'no key named'
    if (found.length === 0)
      throw new Refused('signer-unknown', `no key of the keyring made the signature`, {
        found: name,
        remedy: 'add the key if you trust it',
      })
    step.found(found[0]?.bound.key.fingerprint ?? name)
    return found
  })
  const { certificate, bound } = trace.step('signature', STEPS[2][1], () => signerAmong(candidates, signature, message))
  const isSha1 = trace.step('algorithm', STEPS[3][1], (step) => {
    const isWeak = signature.hash === 'sha1'
    if (isWeak && options.sha1 === 'refuse')
      throw new Refused('weak-algorithm', 'the signature is good, but over SHA-1', { remedy: 'ask for a signature over SHA-256' })
    if (isWeak) step.warn('weak-algorithm', 'the signature is good, but over SHA-1')
    return isWeak
  })
  trace.step('key-use', STEPS[4][1], () => {
    if (bound.canSign === false)
      throw new Refused('certificate-invalid', 'the key is not meant to sign data, or does not say that it belongs to its certificate')
  })
  trace.step('revocation', STEPS[5][1], () => {
    checkRevocation(bound, signature)
    if (!bound.isPrimary) checkRevocation(certificate.primary, signature)
  })
  const isKeyExpired = trace.step('time', STEPS[6][1], (step) =>
    checkTimes(signature, { bound, primary: certificate.primary, now: options.now, step }),
  )
  return { signature, certificate, signer: bound, isSha1, isKeyExpired }
}

function signerAmong(candidates: readonly PgpKeyringEntry[], signature: PgpSignature, message: Uint8Array): PgpKeyringEntry {
  if (signature.type !== BINARY && signature.type !== TEXT)
    throw new Refused('signature-invalid', `an OpenPGP signature of type 0x${signature.type.toString(16)} does not sign data`)
  const covered = signature.type === TEXT ? canonicalText(message) : message
  let last: unknown
  for (const entry of candidates) {
    try {
      checkPgpSignature(signature, entry.bound.key, [covered])
      return entry
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      last = error
    }
  }
  throw last
}

function checkRevocation({ key, revocations }: PgpBoundKey, signature: PgpSignature): void {
  const revocation = revocations.find(({ created, isSoft }) => !isSoft || created <= signature.created)
  if (revocation === undefined) return
  throw new Refused('revoked', `the key ${key.fingerprint} was revoked`, { found: `on ${shown(revocation.created)}` })
}

interface Times {
  readonly bound: PgpBoundKey
  readonly primary: PgpBoundKey
  readonly now: Date
  readonly step: Trace
}

function checkTimes(signature: PgpSignature, { bound, primary, now, step }: Times): boolean {
  const nowS = now.getTime() / 1000
  const { created } = signature
  if (created < bound.key.created) throw new Refused('time-invalid', 'the signature is older than its key', { found: shown(created) })
  if (created > nowS + CLOCK_SKEW_S) throw new Refused('time-invalid', 'the signature is from the future', { found: shown(created) })
  const lifetime = secondsFact(signature, SUBPACKET.expires)
  if (lifetime !== 0 && created + lifetime < nowS)
    throw new Refused('expired', 'the signature has expired', { found: shown(created + lifetime) })
  const ends = [bound.expires, primary.expires].filter((end) => end !== null)
  const end = Math.min(...ends)
  if (created >= end)
    throw new Refused('time-invalid', 'the signature was made after its key expired', {
      expected: `before ${shown(end)}`,
      found: shown(created),
    })
  if (end > nowS) return false
  step.warn('expired', `the key expired on ${shown(end)}, after it made the signature`)
  return true
}

function shown(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

/** Line ends as text signatures have them: CR LF (RFC 9580 §5.2.1.2). */
export function canonicalText(message: Uint8Array): Buffer {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  return Buffer.from(bytes.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')
}
