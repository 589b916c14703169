import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { PublicKey } from '../keys/public-key.ts'
import type { SignatureScheme } from '../keys/signature-scheme.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Metadata } from './metadata.ts'

/** A key that may sign for a role. */
export interface RoleKey {
  readonly key: PublicKey
  readonly scheme: SignatureScheme
}

/** Who must sign a role, and how many of them (§4.3). Keys of kinds not known are left out: they cannot count. */
export interface RoleKeys {
  readonly keys: ReadonlyMap<string, RoleKey>
  readonly threshold: number
}

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  ed25519: 'ed25519',
  'ecdsa-sha2-nistp256': 'ecdsa-sha256',
  'ecdsa-sha2-nistp384': 'ecdsa-sha384',
  'ecdsa-sha2-nistp521': 'ecdsa-sha512',
  'rsassa-pss-sha256': 'rsa-pss-sha256',
  'rsassa-pss-sha384': 'rsa-pss-sha384',
  'rsassa-pss-sha512': 'rsa-pss-sha512',
  'rsa-pkcs1v15-sha256': 'rsa-pkcs1-sha256',
  'rsa-pkcs1v15-sha384': 'rsa-pkcs1-sha384',
  'rsa-pkcs1v15-sha512': 'rsa-pkcs1-sha512',
  'ml-dsa-44/1': 'ml-dsa-44',
  'ml-dsa-65/1': 'ml-dsa-65',
  'ml-dsa-87/1': 'ml-dsa-87',
}

const MAX_KEYS = 1024

/** Reads the role of a root or a delegation out of it and the keys beside it. Refuses a threshold below 1. */
export function readRoleKeys(role: JsonObject, keys: JsonObject, what: string): RoleKeys {
  const threshold = asCount(role['threshold'], `the threshold of ${what}`)
  if (threshold < 1) throw new Refused('malformed', `the threshold of ${what} is 0`)
  const ids = asArray(role['keyids'], `the keys of ${what}`)
  if (ids.length > MAX_KEYS) throw new Refused('limit-exceeded', `${what} has more than ${MAX_KEYS} keys`)
  const usable = new Map<string, RoleKey>()
  for (const value of ids) {
    const id = asString(value, `a key id of ${what}`)
    const key = keys[id] === undefined ? undefined : readKey(asObject(keys[id], `key ${id.slice(0, 80)}`))
    if (key !== undefined) usable.set(id, key)
  }
  return { keys: usable, threshold }
}

/** A key in any of the forms that repositories have used; undefined when its kind is not known. */
function readKey(value: JsonObject): RoleKey | undefined {
  const name = asString(value['scheme'], 'the scheme of a key')
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined
  if (scheme === undefined) return undefined
  const text = asString(asObject(value['keyval'], 'the value of a key')['public'], 'the value of a key')
  try {
    return { key: readPublicKey(text, scheme), scheme }
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

function readPublicKey(text: string, scheme: SignatureScheme): PublicKey {
  if (text.startsWith('-----BEGIN')) return PublicKey.fromPem(text, 'a key of the metadata')
  const bytes = decodeHex(text, 'a key of the metadata')
  if (scheme === 'ed25519') return PublicKey.fromRawEd25519(bytes, 'a key of the metadata')
  if (scheme === 'ecdsa-sha256') return PublicKey.fromEcPoint('p256', bytes, 'a key of the metadata')
  if (scheme === 'ecdsa-sha384') return PublicKey.fromEcPoint('p384', bytes, 'a key of the metadata')
  throw new Refused('unsupported-algorithm', 'a key of the metadata is in a form that is not known')
}

/**
 * Throws unless enough of the role's keys signed the metadata (§5.3.4 and its siblings). Different keys count, not key ids and not
 * signatures; a signature that does not verify counts for nothing.
 */
export function verifyThreshold(metadata: Metadata, role: RoleKeys, what: string, mlDsa?: MlDsaVerify): void {
  const signers = new Set<string>()
  for (const { keyId, signature } of metadata.signatures) {
    const key = role.keys.get(keyId)
    if (key === undefined || signature === undefined) continue
    const { identity } = key.key
    if (!signers.has(identity) && holds(metadata, key, signature, mlDsa)) signers.add(identity)
    if (signers.size >= role.threshold) return
  }
  throw new Refused('threshold-not-met', `${what} is not signed by enough of its keys`, {
    expected: `${role.threshold} of ${role.keys.size} keys`,
    found: String(signers.size),
  })
}

function holds(metadata: Metadata, { key, scheme }: RoleKey, signature: Buffer, mlDsa: MlDsaVerify | undefined): boolean {
  try {
    verifySignature(key, metadata.signedBytes, signature, { scheme, ...(mlDsa === undefined ? {} : { mlDsa }) })
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}
