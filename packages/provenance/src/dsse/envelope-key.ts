import { sha256KeyId, spkiFingerprint } from '../keys/key-id.ts'
import type { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import type { VerifySignatureOptions } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { EnvelopeKey } from './verify-envelope.ts'

export interface EnvelopeKeyOptions {
  /** Further names under which a `keyid` may point to the key. */
  readonly keyIds?: readonly string[]
  /** The key type's usual scheme when left out; of ECDSA signatures either encoding, as DSSE leaves it to the key. */
  readonly scheme?: SignatureScheme
  readonly mlDsa?: NonNullable<VerifySignatureOptions['mlDsa']>
}

/** A public key as a candidate for envelopes. One key is one signer in every form it is written in. */
export function envelopeKey(key: PublicKey, options: EnvelopeKeyOptions = {}): EnvelopeKey {
  const { keyIds = [], ...how } = options
  return {
    fingerprint: key.identity,
    keyIds: [...keyIds, spkiFingerprint(key), sha256KeyId(key)],
    verify: (message, signature) => {
      const scheme = how.scheme ?? schemeOf(key, signature)
      verifySignature(key, message, signature, { ...how, scheme, what: 'A signature of the envelope' })
    },
  }
}

const RAW_LENGTHS: Readonly<Record<string, number>> = { p256: 64, p384: 96 }

/** r and s side by side have a fixed length that a DER signature of the same key can have only with its own first bytes. */
function schemeOf(key: PublicKey, signature: Uint8Array): SignatureScheme {
  const scheme = key.defaultScheme
  const isRaw = signature.length === RAW_LENGTHS[key.type] && !(signature[0] === 0x30 && signature[1] === signature.length - 2)
  return isRaw && (scheme === 'ecdsa-sha256' || scheme === 'ecdsa-sha384') ? `${scheme}-p1363` : scheme
}
