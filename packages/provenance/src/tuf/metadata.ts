import { canonicalJson } from '../encoding/canonical-json.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asCount, asObject, asString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'

export type MetadataType = 'root' | 'timestamp' | 'snapshot' | 'targets'

export interface MetadataSignature {
  readonly keyId: string
  /** Undefined where the place is reserved, but nobody signed yet. */
  readonly signature: Buffer | undefined
}

/** A TUF metadata file as it was read (TUF specification §4.2.1); not signed by anybody until its role's threshold was checked. */
export interface Metadata {
  readonly type: MetadataType
  readonly version: number
  readonly expires: Date
  readonly signed: JsonObject
  /** Canonical JSON of `signed` as received, unknown fields included. */
  readonly signedBytes: Buffer
  readonly signatures: readonly MetadataSignature[]
  readonly bytes: Buffer
}

const MAX_SIGNATURES = 256

/** Reads one metadata file. Refuses another type than expected, specifications other than 1.x, and impossible dates. */
export function parseMetadata(bytes: Uint8Array, type: MetadataType, what: string): Metadata {
  const file = asObject(parseStrictJson(bytes, what), what)
  const signed = asObject(file['signed'], `"signed" of ${what}`)
  const found = asString(signed['_type'], `the type of ${what}`)
  if (found !== type) throw new Refused('malformed', `${what} is metadata of another type`, { expected: type, found: found.slice(0, 50) })
  const specification = asString(signed['spec_version'], `the specification version of ${what}`)
  if (!/^1(?:\.\d{1,6}){0,2}$/.test(specification)) {
    throw new Refused('unsupported-version', `${what} follows a specification that is not known`, {
      expected: '1.x',
      found: specification.slice(0, 50),
    })
  }
  const version = asCount(signed['version'], `the version of ${what}`)
  if (version === 0) throw new Refused('malformed', `${what} has version 0`)
  const signatures = asArray(file['signatures'], `the signatures of ${what}`)
  if (signatures.length > MAX_SIGNATURES) throw new Refused('limit-exceeded', `${what} has more than ${MAX_SIGNATURES} signatures`)
  return {
    type,
    version,
    expires: readExpiry(signed, what),
    signed,
    signedBytes: canonicalJson(signed),
    signatures: signatures.map((entry) => readSignature(asObject(entry, `a signature of ${what}`), what)),
    bytes: Buffer.from(bytes),
  }
}

function readSignature(entry: JsonObject, what: string): MetadataSignature {
  const keyId = asString(entry['keyid'], `a key id of ${what}`)
  const hex = asString(entry['sig'], `a signature of ${what}`)
  return { keyId, signature: hex === '' ? undefined : decodeHex(hex, `a signature of ${what}`) }
}

function readExpiry(signed: JsonObject, what: string): Date {
  const text = asString(signed['expires'], `the expiry of ${what}`)
  const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined
  if (date === undefined || Number.isNaN(date.getTime())) throw new Refused('malformed', `the expiry of ${what} is not a time`)
  return date
}

/** Throws when the metadata is past its expiry (§5.3.10 and its siblings): an attacker may be keeping back what is newer. */
export function requireFresh(metadata: Metadata, now: Date, what: string): void {
  if (now < metadata.expires) return
  throw new Refused('expired', `${what} has expired`, {
    expected: `an expiry after ${now.toISOString()}`,
    found: metadata.expires.toISOString(),
    remedy: 'check the clock; else the repository is not kept up, or somebody holds back its updates',
  })
}
