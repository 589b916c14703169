import { sha256KeyId, spkiFingerprint } from '../keys/key-id.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import type { VerifySignatureOptions } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { EnvelopeKey } from './verify-envelope.ts'

export interface EnvelopeKeyOptions {
  /** Further names under which a `keyid` may point to the key. */
  readonly keyIds?: readonly string[]
  readonly scheme?: SignatureScheme
  readonly mlDsa?: NonNullable<VerifySignatureOptions['mlDsa']>
}

/** A public key as a candidate for envelopes. It is known by its SubjectPublicKeyInfo, so that one key is one signer in every form. */
export function envelopeKey(key: PublicKey, options: EnvelopeKeyOptions = {}): EnvelopeKey {
  const { keyIds = [], ...how } = options
  const fingerprint = spkiFingerprint(key)
  return {
    fingerprint,
    keyIds: [...keyIds, fingerprint, sha256KeyId(key)],
    verify: (message, signature) => verifySignature(key, message, signature, { ...how, what: 'A signature of the envelope' }),
  }
}
