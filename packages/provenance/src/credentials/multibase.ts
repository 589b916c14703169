import { decodeBase64Url } from '../encoding/base64.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'
import { decodeBase58, encodeBase58 } from './base58.ts'

/** Multibase with prefix `z` (base58) or `u` (base64url without padding), the two that W3C's formats use. */
export function decodeMultibase(text: string, what: string): Buffer {
  if (text.startsWith('z')) return decodeBase58(text.slice(1), what)
  if (text.startsWith('u')) return decodeBase64Url(text.slice(1), what)
  throw new Refused('malformed', `${what} is in an unknown base`, { found: text.slice(0, 1) })
}

const ED25519 = Buffer.from([0xed, 0x01])
const P256 = Buffer.from([0x80, 0x24])
const P384 = Buffer.from([0x81, 0x24])

/** A Multikey (W3C Controlled Identifiers 1.0, section 2.2.2): Ed25519, P-256 or P-384. */
export function readMultikey(text: string, what: string): PublicKey {
  const bytes = decodeMultibase(text, what)
  const [code, key] = [bytes.subarray(0, 2), bytes.subarray(2)]
  if (code.equals(ED25519)) return PublicKey.fromRawEd25519(key, what)
  if (code.equals(P256)) return PublicKey.fromEcPoint('p256', key, what)
  if (code.equals(P384)) return PublicKey.fromEcPoint('p384', key, what)
  throw new Refused('unsupported-algorithm', `${what} is a key of an unknown kind`, { found: code.toString('hex') })
}

/** An Ed25519 key as Multikey. */
export function writeEd25519Multikey(raw: Uint8Array): string {
  return `z${encodeBase58(Buffer.concat([ED25519, raw]))}`
}
