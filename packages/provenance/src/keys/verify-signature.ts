import { constants, verify } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import type { KeyType, PublicKey } from './public-key.ts'
import type { SignatureScheme } from './signature-scheme.ts'
import { hashOfScheme } from './signature-scheme.ts'

/** Verifies ML-DSA (FIPS 204, pure, empty context); `loadMlDsa` gives one. */
export type MlDsaVerify = (type: KeyType, publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array) => boolean

export interface VerifySignatureOptions {
  readonly scheme?: SignatureScheme
  /** Names the signature in the refusal: `the signature of the envelope`. */
  readonly what?: string
  /** Without it ML-DSA signatures are refused as unsupported: the implementation is large and rarely needed. */
  readonly mlDsa?: MlDsaVerify
}

/**
 * Comes back when `signature` by `key` covers exactly `data`; throws Refused otherwise. The scheme is the caller's, or the key
 * type's usual one; it is never taken from the evidence without the format's say. Refuses a scheme of another key type.
 */
export function verifySignature(key: PublicKey, data: Uint8Array, signature: Uint8Array, options: VerifySignatureOptions = {}): void {
  const scheme = options.scheme ?? key.defaultScheme
  const what = options.what ?? 'the signature'
  if (!fits(key.type, scheme)) {
    throw new Refused('unsupported-algorithm', `${what} is ${scheme}, but the key is ${key.type}`)
  }
  if (!holds(key, data, signature, scheme, what, options.mlDsa)) {
    throw new Refused('signature-invalid', `${what} does not verify with the ${key.type} key it should be by`)
  }
}

function holds(
  key: PublicKey,
  data: Uint8Array,
  signature: Uint8Array,
  scheme: SignatureScheme,
  what: string,
  mlDsa: MlDsaVerify | undefined,
): boolean {
  if (scheme.startsWith('ml-dsa')) {
    if (mlDsa === undefined) throw new Refused('unsupported-algorithm', `${what} is ${scheme}, which is not switched on`)
    return mlDsa(key.type, key.raw, data, signature)
  }
  const hash = hashOfScheme(scheme) ?? null
  const { keyObject } = key
  try {
    if (scheme.startsWith('rsa-pss')) {
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      return verify(hash, data, { key: keyObject, ...padding }, signature)
    }
    if (scheme.endsWith('p1363')) return verify(hash, data, { key: keyObject, dsaEncoding: 'ieee-p1363' }, signature)
    return verify(hash, data, keyObject, signature)
  } catch {
    // The runtime throws on some malformed signatures where it answers false on others.
    return false
  }
}

function fits(type: KeyType, scheme: SignatureScheme): boolean {
  if (type === 'rsa') return scheme.startsWith('rsa-')
  if (type === 'ed25519' || type === 'ed448' || type.startsWith('ml-dsa')) return scheme === type
  return scheme.startsWith('ecdsa-')
}
