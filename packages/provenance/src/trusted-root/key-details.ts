import { PublicKey } from '../keys/public-key.ts'
import type { KeyType } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import { Refused } from '../verdict/refused.ts'

/** PublicKeyDetails of sigstore_common.proto, by name and number. */
export const KEY_DETAILS = {
  PKCS1_RSA_PKCS1V5: 1,
  PKCS1_RSA_PSS: 2,
  PKIX_RSA_PKCS1V5: 3,
  PKIX_RSA_PSS: 4,
  PKIX_ECDSA_P256_SHA_256: 5,
  PKIX_ECDSA_P256_HMAC_SHA_256: 6,
  PKIX_ED25519: 7,
  PKIX_ED25519_PH: 8,
  PKIX_RSA_PKCS1V15_2048_SHA256: 9,
  PKIX_RSA_PKCS1V15_3072_SHA256: 10,
  PKIX_RSA_PKCS1V15_4096_SHA256: 11,
  PKIX_ECDSA_P384_SHA_384: 12,
  PKIX_ECDSA_P521_SHA_512: 13,
  LMS_SHA256: 14,
  LMOTS_SHA256: 15,
  PKIX_RSA_PSS_2048_SHA256: 16,
  PKIX_RSA_PSS_3072_SHA256: 17,
  PKIX_RSA_PSS_4096_SHA256: 18,
  PKIX_ECDSA_P384_SHA_256: 19,
  PKIX_ECDSA_P521_SHA_256: 20,
  ML_DSA_65: 21,
  ML_DSA_87: 22,
  ML_DSA_44: 23,
} as const

export type KeyDetails = keyof typeof KEY_DETAILS

export interface KeyDetailsMeaning {
  readonly type: KeyType
  readonly scheme: SignatureScheme
}

const MEANINGS: Partial<Record<KeyDetails, KeyDetailsMeaning>> = {
  PKCS1_RSA_PKCS1V5: { type: 'rsa', scheme: 'rsa-pkcs1-sha256' },
  PKCS1_RSA_PSS: { type: 'rsa', scheme: 'rsa-pss-sha256' },
  PKIX_RSA_PKCS1V5: { type: 'rsa', scheme: 'rsa-pkcs1-sha256' },
  PKIX_RSA_PSS: { type: 'rsa', scheme: 'rsa-pss-sha256' },
  PKIX_ECDSA_P256_SHA_256: { type: 'p256', scheme: 'ecdsa-sha256' },
  PKIX_ED25519: { type: 'ed25519', scheme: 'ed25519' },
  PKIX_RSA_PKCS1V15_2048_SHA256: { type: 'rsa', scheme: 'rsa-pkcs1-sha256' },
  PKIX_RSA_PKCS1V15_3072_SHA256: { type: 'rsa', scheme: 'rsa-pkcs1-sha256' },
  PKIX_RSA_PKCS1V15_4096_SHA256: { type: 'rsa', scheme: 'rsa-pkcs1-sha256' },
  PKIX_ECDSA_P384_SHA_384: { type: 'p384', scheme: 'ecdsa-sha384' },
  PKIX_ECDSA_P521_SHA_512: { type: 'p521', scheme: 'ecdsa-sha512' },
  PKIX_RSA_PSS_2048_SHA256: { type: 'rsa', scheme: 'rsa-pss-sha256' },
  PKIX_RSA_PSS_3072_SHA256: { type: 'rsa', scheme: 'rsa-pss-sha256' },
  PKIX_RSA_PSS_4096_SHA256: { type: 'rsa', scheme: 'rsa-pss-sha256' },
  PKIX_ECDSA_P384_SHA_256: { type: 'p384', scheme: 'ecdsa-sha256' },
  PKIX_ECDSA_P521_SHA_256: { type: 'p521', scheme: 'ecdsa-sha256' },
  ML_DSA_44: { type: 'ml-dsa-44', scheme: 'ml-dsa-44' },
  ML_DSA_65: { type: 'ml-dsa-65', scheme: 'ml-dsa-65' },
  ML_DSA_87: { type: 'ml-dsa-87', scheme: 'ml-dsa-87' },
}

/** Key type and scheme that key details stand for. Refuses those nobody here can verify: LMS, pre-hashed Ed25519, HMAC. */
export function meaningOfKeyDetails(details: KeyDetails | undefined, what: string): KeyDetailsMeaning {
  const meaning = details && MEANINGS[details]
  if (meaning === undefined) throw new Refused('unsupported-algorithm', `${what} is a key of kind ${details ?? 'unspecified'}`)
  return meaning
}

/** The key in the encoding its details name. Refuses a key of another type than they say. */
export function readDetailedKey(details: KeyDetails | undefined, bytes: Uint8Array, what: string): PublicKey {
  const meaning = meaningOfKeyDetails(details, what)
  const key = details?.startsWith('PKCS1_') === true ? PublicKey.fromPkcs1(bytes, what) : PublicKey.fromSpki(bytes, what)
  if (key.type !== meaning.type)
    throw new Refused('content-mismatch', `${what} is not the key its details name`, { expected: meaning.type, found: key.type })
  return key
}
