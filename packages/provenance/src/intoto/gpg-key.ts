import { createHash } from 'node:crypto'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asString, isObject, textAt, valueAt } from '../encoding/json-value.ts'
import { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { LayoutKey } from './layout-key.ts'
import type { MetadataSignature } from './signed-metadata.ts'

/** Hash algorithms of OpenPGP (RFC 9580, section 9.5) that are accepted; SHA-1 and MD5 are not. */
const HASHES: Readonly<Record<number, 'sha256' | 'sha384' | 'sha512'>> = { 8: 'sha256', 9: 'sha384', 10: 'sha512' }

interface GpgPart {
  readonly keyid: string
  readonly key: PublicKey
  readonly expires: number | undefined
}

/**
 * An OpenPGP key as layouts carry it: numbers instead of packets, subkeys inside. A subkey counts for its master key. Refuses DSA,
 * and keys that have passed their validity.
 */
export function gpgLayoutKey(keyid: string, key: JsonObject): LayoutKey {
  const subkeys = Object.entries(isObject(key['subkeys']) ? key['subkeys'] : {})
  const parts = [readPart(keyid, key), ...subkeys.map(([id, subkey]) => readPart(id, subkey))]
  return {
    keyIds: parts.map((part) => part.keyid),
    fingerprint: parts[0]!.key.identity,
    verify: (message, signature, now) => verifyGpg(parts, message, signature, now),
  }
}

function readPart(keyid: string, key: JsonValue): GpgPart {
  const created = valueAt(key, 'creation_time')
  const validity = valueAt(key, 'validity_period')
  const expires = typeof created === 'number' && typeof validity === 'number' && validity > 0 ? created + validity : undefined
  return { keyid, key: readNumbers(keyid, key), expires }
}

function readNumbers(keyid: string, key: JsonValue): PublicKey {
  const number = (name: string) =>
    decodeHex(asString(textAt(key, 'keyval', 'public', name), `Part ${name} of key ${keyid}`), `Key ${keyid}`)
  const type = textAt(key, 'type')
  if (type === 'rsa') {
    const jwk = { kty: 'RSA', n: number('n').toString('base64url'), e: number('e').toString('base64url') }
    return PublicKey.fromJwk(jwk, `Key ${keyid}`)
  }
  if (type === 'eddsa') return PublicKey.fromRawEd25519(number('q'), `Key ${keyid}`)
  throw new Refused('unsupported-algorithm', `Key ${keyid} is an OpenPGP key of an unknown kind`, { found: type ?? 'none' })
}

function verifyGpg(parts: readonly GpgPart[], message: Buffer, { keyid, signature, otherHeaders }: MetadataSignature, now: Date): void {
  const part = parts.find((candidate) => candidate.keyid === keyid)
  if (part === undefined) throw new Refused('signer-unknown', 'The signature is by another OpenPGP key', { found: keyid })
  if (otherHeaders === undefined) throw new Refused('malformed', 'The OpenPGP signature comes without its headers')
  if (part.expires !== undefined && now.getTime() / 1000 > part.expires) {
    throw new Refused('time-invalid', 'The OpenPGP key has passed its validity', { found: `ended at ${part.expires} seconds` })
  }
  const [version, , , hashId = 0] = otherHeaders
  const hash = HASHES[hashId]
  if (version !== 4) throw new Refused('unsupported-version', 'The OpenPGP signature is not of version 4', { found: String(version) })
  if (hash === undefined)
    throw new Refused('weak-algorithm', 'The OpenPGP signature uses a hash that is not accepted', { found: String(hashId) })
  const scheme: SignatureScheme = part.key.type === 'rsa' ? `rsa-pkcs1-${hash}` : 'ed25519'
  verifySignature(part.key, signedBytes(message, otherHeaders, scheme, hash), padded(signature, part.key), {
    scheme,
    what: 'the OpenPGP signature',
  })
}

/** Version 4 signatures (RFC 9580, section 5.2.4) cover content, headers, and a trailer; EdDSA signs the digest of these. */
function signedBytes(message: Buffer, headers: Buffer, scheme: SignatureScheme, hash: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(headers.length)
  const bytes = Buffer.concat([message, headers, Buffer.from([0x04, 0xff]), length])
  return scheme === 'ed25519' ? createHash(hash).update(bytes).digest() : bytes
}

/** OpenPGP leaves out leading zeros of numbers; an RSA signature is as long as its key. */
function padded(signature: Buffer, key: PublicKey): Buffer {
  const length = Math.ceil((key.keyObject.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
  return signature.length < length ? Buffer.concat([Buffer.alloc(length - signature.length), signature]) : signature
}
