import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import type { VerifySignatureOptions } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { CborMap, CborValue } from './cbor.ts'
import { encodeCbor } from './cbor.ts'
import type { CoseMessage, CoseSignature } from './cose-message.ts'
import { COSE_HEADER, readCoseMessage } from './cose-message.ts'

export interface CoseOptions {
  readonly keys: readonly PublicKey[]
  /** Bytes that both sides know and that were signed along. */
  readonly externalAad?: Uint8Array
  /** The payload of a detached message. */
  readonly detachedPayload?: Uint8Array
  readonly untagged?: CoseMessage['kind']
  /** How many different keys must have signed; 1 when left out. */
  readonly threshold?: number
  /** Take the algorithm from the unprotected header where the protected one has none, as the first COSE writers did. */
  readonly unprotectedAlgorithm?: boolean
  readonly mlDsa?: NonNullable<VerifySignatureOptions['mlDsa']>
}

declare const verified: unique symbol

/** A payload and its protected headers, signed by trusted keys. */
export interface VerifiedCose {
  readonly payload: Buffer
  readonly protected: CborMap
  readonly signers: readonly PublicKey[]
  readonly message: CoseMessage
  readonly [verified]: true
}

const EDDSA = -8

/** COSE algorithms (IANA registry; RFC 9053, RFC 8230, RFC 9864). */
const ALGORITHMS: ReadonlyMap<CborValue, SignatureScheme> = new Map<CborValue, SignatureScheme>([
  [-7, 'ecdsa-sha256-p1363'],
  [-9, 'ecdsa-sha256-p1363'],
  [EDDSA, 'ed25519'],
  [-19, 'ed25519'],
  [-53, 'ed448'],
  [-35, 'ecdsa-sha384-p1363'],
  [-51, 'ecdsa-sha384-p1363'],
  [-36, 'ecdsa-sha512-p1363'],
  [-52, 'ecdsa-sha512-p1363'],
  [-37, 'rsa-pss-sha256'],
  [-38, 'rsa-pss-sha384'],
  [-39, 'rsa-pss-sha512'],
  [-48, 'ml-dsa-44'],
  [-49, 'ml-dsa-65'],
  [-50, 'ml-dsa-87'],
])

/**
 * Verifies a COSE_Sign1 or COSE_Sign message (RFC 9052, section 4.4). The algorithm counts only in the protected header unless asked
 * otherwise; each signature is tried with every key, and different keys are counted.
 */
export function verifyCose(bytes: Uint8Array, options: CoseOptions, trace: Trace): VerifiedCose {
  const message = trace.step('message', 'The message is well-formed COSE', () => readCoseMessage(bytes, options.untagged))
  return verifyCoseMessage(message, options, trace)
}

/** As `verifyCose`, for a message that was read already. */
export function verifyCoseMessage(message: CoseMessage, options: CoseOptions, trace: Trace): VerifiedCose {
  const payload = trace.step('payload', 'The payload is there', () => payloadOf(message, options.detachedPayload))
  const signers = trace.step('signature', 'Enough trusted keys signed headers and payload', (step) => {
    if (options.keys.length === 0) throw new Refused('trust-missing', 'No key was given to verify the message with')
    const found = findSigners(message, payload, options)
    step.found(`${found.length} different keys`)
    if (found.length < (options.threshold ?? 1)) {
      throw new Refused('threshold-not-met', 'Too few different keys signed the message', {
        expected: String(options.threshold),
        found: String(found.length),
      })
    }
    return found
  })
  return { payload, protected: message.protected, signers, message } as unknown as VerifiedCose
}

function payloadOf({ payload }: CoseMessage, detached: Uint8Array | undefined): Buffer {
  if (payload !== null && detached !== undefined && !payload.equals(detached))
    throw new Refused('content-mismatch', 'The message carries another payload than the one given')
  if (payload !== null) return payload
  if (detached === undefined) throw new Refused('evidence-missing', 'The payload of the message is detached and was not given')
  return Buffer.from(detached)
}

function findSigners(message: CoseMessage, payload: Buffer, options: CoseOptions): readonly PublicKey[] {
  const signers = new Map<string, PublicKey>()
  let refusal: Refused | undefined
  for (const signature of message.signatures) {
    try {
      const key = signerOf(signature, signedBytes(message, signature, payload, options.externalAad ?? new Uint8Array()), options)
      signers.set(key.identity, key)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal ??= error
    }
  }
  if (signers.size === 0 && refusal !== undefined) throw refusal
  return [...signers.values()]
}

function signerOf(signature: CoseSignature, signed: Buffer, options: CoseOptions): PublicKey {
  const { keys, mlDsa, unprotectedAlgorithm = false } = options
  const algorithm =
    signature.protected.get(COSE_HEADER.alg) ?? (unprotectedAlgorithm ? signature.unprotected.get(COSE_HEADER.alg) : undefined)
  if (algorithm === undefined) throw new Refused('malformed', 'The message does not protect its algorithm')
  const named = ALGORITHMS.get(algorithm)
  if (named === undefined)
    throw new Refused('unsupported-algorithm', 'The message uses an algorithm that is not accepted', { found: String(algorithm) })
  let refusal: Refused | undefined
  for (const key of keys) {
    // EdDSA names the family; the key says which curve.
    const scheme = algorithm === EDDSA && key.type === 'ed448' ? 'ed448' : named
    try {
      verifySignature(key, signed, signature.signature, {
        scheme,
        what: 'the signature of the message',
        ...(mlDsa === undefined ? {} : { mlDsa }),
      })
      return key
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (refusal === undefined || error.code === 'signature-invalid') refusal = error
    }
  }
  throw refusal ?? new Refused('trust-missing', 'No key was given to verify the message with')
}

/** Sig_structure of RFC 9052, section 4.4. An empty protected header is an empty byte string. */
function signedBytes(message: CoseMessage, signature: CoseSignature, payload: Buffer, aad: Uint8Array): Buffer {
  const body = emptyAsNothing(message.protectedBytes)
  if (message.kind === 'sign1') return encodeCbor(['Signature1', body, aad, payload])
  return encodeCbor(['Signature', body, emptyAsNothing(signature.protectedBytes), aad, payload])
}

/** Some writers wrap an empty map; both forms sign as nothing. */
function emptyAsNothing(bytes: Buffer): Buffer {
  return bytes.length === 1 && bytes[0] === 0xa0 ? Buffer.alloc(0) : bytes
}
