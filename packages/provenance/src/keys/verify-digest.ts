import { constants, publicDecrypt } from 'node:crypto'
import { derNull, derOctetString, derOid, derSequence } from '../asn1/der-writer.ts'
import { Refused } from '../verdict/refused.ts'
import type { KeyType, PublicKey } from './public-key.ts'
import type { HashName } from './signature-scheme.ts'

/** Verifies a DER ECDSA signature over a digest that is already computed; `loadEcdsaDigestVerify` gives one. */
export type EcdsaDigestVerify = (type: KeyType, point: Uint8Array, digest: Uint8Array, signature: Uint8Array) => boolean

/** Loads ECDSA over digests: the runtime only signs and verifies messages. Apart, for its start-up time. */
export async function loadEcdsaDigestVerify(): Promise<EcdsaDigestVerify> {
  const { p256, p384, p521 } = await import('@noble/curves/nist.js')
  const curves = { p256, p384, p521 }
  return (type, point, digest, signature) => {
    const curve = Object.hasOwn(curves, type) ? curves[type as keyof typeof curves] : undefined
    try {
      return curve?.verify(signature, digest, point, { prehash: false, format: 'der', lowS: false }) ?? false
    } catch {
      // Malformed signatures throw; they are a signature that does not hold.
      return false
    }
  }
}

/** The digest of an artifact in place of the artifact. */
export interface GivenDigest {
  readonly algorithm: HashName
  readonly digest: Uint8Array
}

/**
 * As `verifySignature`, for whoever has only the digest of the data. ECDSA and RSA PKCS#1 v1.5 allow that; Ed25519, ML-DSA and
 * (here) RSA-PSS are refused, because they need the data.
 */
export function verifyDigestSignature(
  key: PublicKey,
  given: GivenDigest,
  signature: Uint8Array,
  options: { readonly ecdsa: EcdsaDigestVerify; readonly what: string },
): void {
  const { what } = options
  let good: boolean
  if (key.type === 'p256' || key.type === 'p384' || key.type === 'p521') good = options.ecdsa(key.type, key.raw, given.digest, signature)
  else if (key.type === 'rsa') good = rsaHolds(key, given, signature)
  else {
    throw new Refused('unsupported-algorithm', `${what} is by an ${key.type} key and needs the artifact itself, not its digest`, {
      remedy: 'give the file in place of its digest',
    })
  }
  if (!good) throw new Refused('signature-invalid', `${what} does not verify with the ${key.type} key it should be by`)
}

const DIGEST_OIDS: Readonly<Record<HashName, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}

/** RFC 8017 §8.2.2: the encoded message is rebuilt and compared, never parsed. */
function rsaHolds(key: PublicKey, given: GivenDigest, signature: Uint8Array): boolean {
  const info = derSequence(derSequence(derOid(DIGEST_OIDS[given.algorithm]), derNull()), derOctetString(given.digest))
  try {
    const message = publicDecrypt({ key: key.keyObject, padding: constants.RSA_NO_PADDING }, signature)
    const filler = Buffer.alloc(message.length - info.length - 3, 0xff)
    return message.equals(Buffer.concat([Buffer.from([0, 1]), filler, Buffer.from([0]), info]))
  } catch {
    // Wrong lengths throw; they are a signature that does not hold.
    return false
  }
}
