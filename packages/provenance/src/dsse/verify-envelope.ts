import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Envelope, EnvelopeSignature } from './envelope.ts'
import { preAuthEncoding } from './pre-auth-encoding.ts'
import type { VerifiedPayload } from './verified-payload.ts'
import { markVerified } from './verified-payload.ts'

/** A key that an envelope may be signed with. */
export interface EnvelopeKey {
  /** Equal for the same key in every form of writing it, different for different keys: thresholds count these. */
  readonly fingerprint: string
  /** Names under which a `keyid` may point here. Only the order in which keys are tried follows from it. */
  readonly keyIds: readonly string[]
  /** Throws Refused (`signature-invalid`) unless `signature` is this key's over `message`. */
  verify(message: Uint8Array, signature: Uint8Array): void
}

export interface EnvelopePolicy<K extends EnvelopeKey> {
  readonly keys: readonly K[]
  /** How many different keys must have signed; 1 when left out. */
  readonly threshold?: number
  /** Accepted payload types; any when left out. */
  readonly payloadTypes?: readonly string[]
}

export interface VerifiedEnvelope<K extends EnvelopeKey> extends VerifiedPayload {
  /** The keys that signed, each once. */
  readonly signers: readonly K[]
}

/**
 * Verifies an envelope against known keys (DSSE v1.0, "Protocol"). Each signature is tried with every key whatever its `keyid`
 * says; different keys are counted, not signatures and not key ids. A signature that no known key made is passed over as long
 * as the threshold is met by others.
 */
export function verifyEnvelope<K extends EnvelopeKey>(envelope: Envelope, policy: EnvelopePolicy<K>, trace: Trace): VerifiedEnvelope<K> {
  const threshold = policy.threshold ?? 1
  trace.plan([
    ['payload-type', 'The payload is of an accepted type'],
    ['signature', 'Enough trusted keys have signed type and payload'],
  ])
  trace.step('payload-type', 'The payload is of an accepted type', (step) => {
    step.found(envelope.payloadType)
    requirePayloadType(envelope, policy.payloadTypes)
  })
  const signers = trace.step('signature', 'Enough trusted keys have signed type and payload', (step) => {
    if (policy.keys.length === 0) throw new Refused('trust-missing', 'No key was given to verify the envelope with')
    if (!Number.isInteger(threshold) || threshold < 1) throw new Refused('trust-missing', 'The threshold is not a positive number')
    step.expected(`${threshold} of ${policy.keys.length} keys`)
    const found = envelopeSigners(envelope, policy.keys)
    step.found(`${found.length} of ${envelope.signatures.length} signatures by different trusted keys`)
    if (found.length === 0) throw noneValid(envelope, policy.keys)
    if (found.length < threshold) {
      throw new Refused('threshold-not-met', 'Too few different keys have signed the envelope', {
        expected: `${threshold} different keys`,
        found: `${found.length}`,
      })
    }
    return found
  })
  return { ...markVerified(envelope.payloadType, envelope.payload), signers }
}

/** The given keys that signed the envelope, each once, in the order of `keys`. */
export function envelopeSigners<K extends EnvelopeKey>(envelope: Envelope, keys: readonly K[]): readonly K[] {
  const message = preAuthEncoding(envelope.payloadType, envelope.payload)
  const signers = new Map<string, K>()
  for (const signature of envelope.signatures) {
    const signer = keysFor(signature, keys).find((key) => signed(key, message, signature.signature))
    if (signer !== undefined) signers.set(signer.fingerprint, signer)
  }
  return [...signers.values()]
}

function requirePayloadType(envelope: Envelope, accepted: readonly string[] | undefined): void {
  if (accepted === undefined || accepted.includes(envelope.payloadType)) return
  throw new Refused('unsupported-version', 'The envelope carries another kind of payload', {
    expected: accepted.join(' or '),
    found: envelope.payloadType,
  })
}

function keysFor<K extends EnvelopeKey>(signature: EnvelopeSignature, keys: readonly K[]): readonly K[] {
  if (signature.keyid === '' || keys.length === 1) return keys
  const hinted = keys.filter((key) => key.keyIds.includes(signature.keyid))
  return hinted.length === 0 ? keys : [...hinted, ...keys.filter((key) => !hinted.includes(key))]
}

function signed(key: EnvelopeKey, message: Buffer, signature: Buffer): boolean {
  try {
    key.verify(message, signature)
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

/** A `keyid` of none of the given keys means another signer; without that hint the signature is just wrong. */
function noneValid(envelope: Envelope, keys: readonly EnvelopeKey[]): Refused {
  const named = envelope.signatures.map((signature) => signature.keyid).filter((keyid) => keyid !== '')
  const known = keys.flatMap((key) => key.keyIds)
  const strangers = named.length === envelope.signatures.length && named.every((keyid) => !known.includes(keyid))
  return new Refused(
    strangers ? 'signer-unknown' : 'signature-invalid',
    strangers ? 'The envelope is signed by none of the given keys' : 'No signature of the envelope verifies with a given key',
    { expected: known.join(', ') || `one of ${keys.length} keys`, found: named.join(', ') || 'no key named' },
  )
}
