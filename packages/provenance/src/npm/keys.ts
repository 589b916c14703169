import { decodeBase64 } from '../encoding/base64.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalObject, optionalString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { PublicKey } from '../keys/public-key.ts'
import { Refused } from '../verdict/refused.ts'

export type NpmKeyUse = 'signatures' | 'attestations'

/** One key of a package registry. Ends are compared with the time something was published, not with today. */
export interface NpmKey {
  readonly keyId: string
  readonly use: NpmKeyUse
  readonly key: PublicKey
  readonly validFrom?: Date
  readonly validUntil?: Date
}

/**
 * Reads registry keys from either form they are published in: the answer of a registry's keys endpoint (`keyid`, `key`, `expires`)
 * or the file in the Sigstore TUF repository (`keyId`, `keyUsage`, `publicKey`). Refuses keys that are not P-256.
 */
export function readNpmKeys(bytes: Uint8Array): readonly NpmKey[] {
  const list = asArray(asObject(parseStrictJson(bytes, 'The registry keys'), 'The registry keys')['keys'], 'The list of registry keys')
  if (list.length === 0) throw new Refused('trust-missing', 'The file of registry keys is empty')
  return list.flatMap((entry) => readKey(asObject(entry, 'A registry key')))
}

function readKey(entry: JsonObject): readonly NpmKey[] {
  return entry['publicKey'] === undefined ? readEndpointKey(entry) : readTargetKey(entry)
}

/** The endpoint has one list for both uses. */
function readEndpointKey(entry: JsonObject): readonly NpmKey[] {
  const keyId = asString(entry['keyid'], 'The name of a registry key')
  const scheme = asString(entry['scheme'], `The scheme of key ${keyId}`)
  if (scheme !== 'ecdsa-sha2-nistp256') throw new Refused('unsupported-algorithm', `Key ${keyId} has an unknown scheme`, { found: scheme })
  const key = p256(asString(entry['key'], `Key ${keyId}`), keyId)
  const validity = during(undefined, entry['expires'], keyId)
  return (['signatures', 'attestations'] as const).map((use) => ({ keyId, use, key, ...validity }))
}

function readTargetKey(entry: JsonObject): readonly NpmKey[] {
  const keyId = asString(entry['keyId'], 'The name of a registry key')
  const usage = asString(entry['keyUsage'], `The usage of key ${keyId}`)
  if (usage !== 'npm:signatures' && usage !== 'npm:attestations') return []
  const publicKey = asObject(entry['publicKey'], `Key ${keyId}`)
  const validFor = optionalObject(publicKey['validFor'], `The validity of key ${keyId}`)
  return [
    {
      keyId,
      use: usage === 'npm:signatures' ? 'signatures' : 'attestations',
      key: p256(asString(publicKey['rawBytes'], `Key ${keyId}`), keyId),
      ...during(validFor?.['start'], validFor?.['end'], keyId),
    },
  ]
}

function p256(text: string, keyId: string): PublicKey {
  const key = PublicKey.fromSpki(decodeBase64(text, `Key ${keyId}`), `Key ${keyId}`)
  if (key.type !== 'p256') throw new Refused('unsupported-algorithm', `Key ${keyId} is not P-256`, { found: key.type })
  return key
}

function during(start: JsonValue | undefined, end: JsonValue | undefined, keyId: string): Pick<NpmKey, 'validFrom' | 'validUntil'> {
  const validFrom = readTime(optionalString(start, `The start of key ${keyId}`), keyId)
  const validUntil = readTime(optionalString(end, `The end of key ${keyId}`), keyId)
  return { ...(validFrom === undefined ? {} : { validFrom }), ...(validUntil === undefined ? {} : { validUntil }) }
}

function readTime(text: string | undefined, keyId: string): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new Refused('malformed', `A time of key ${keyId} is not a time`, { found: text })
  return time
}
