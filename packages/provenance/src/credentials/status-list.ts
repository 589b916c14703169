import { gunzipSync } from 'node:zlib'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asString, isObject, textAt, valueAt, showJson } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import { decodeMultibase } from './multibase.ts'
import type { VerifiedCredential } from './verify-credential.ts'

const MAX_BYTES = 64 * 1024 * 1024
/** So that a list does not give away whose credential is looked up (Bitstring Status List 1.0, section 6.1). */
const MIN_BITS = 131_072

/**
 * Looks up a credential in a verified status list credential (W3C Bitstring Status List 1.0, section 3.2): every place that it names in
 * it. Refuses when a bit is set, and when list and credential do not belong together: another address, issuer or purpose, or a list that
 * is too short.
 */
export function checkStatus({ credential, issuer }: VerifiedCredential, list: VerifiedCredential): void {
  const address = textAt(list.credential, 'id')
  const entries = statusEntries(credential).filter((candidate) => candidate['statusListCredential'] === address)
  if (address === undefined || entries.length === 0)
    throw new Refused('content-mismatch', 'The credential names another status list', { found: address ?? 'none' })
  if (issuer !== list.issuer)
    throw new Refused('signer-mismatch', 'The status list is by another issuer', { expected: issuer, found: list.issuer })
  const subject = valueAt(list.credential, 'credentialSubject')
  for (const entry of entries) checkEntry(entry, subject)
}

/** What a credential says of where its status is; none when it says nothing. */
export function statusEntries(credential: JsonObject): readonly JsonObject[] {
  const value = credential['credentialStatus']
  if (value === undefined) return []
  const entries = Array.isArray(value) ? (value as readonly JsonValue[]) : [value]
  if (entries.length === 0 || !entries.every(isObject)) throw new Refused('malformed', 'The status of the credential is no list of entries')
  return entries
}

function checkEntry(entry: JsonObject, subject: JsonValue | undefined): void {
  if (entry['type'] !== 'BitstringStatusListEntry' || textAt(subject, 'type') !== 'BitstringStatusList') {
    throw new Refused('unsupported-version', 'The status is of an unknown kind', { found: showJson(entry['type']) })
  }
  const purpose = asString(entry['statusPurpose'], 'The purpose of the status')
  const purposes = valueAt(subject, 'statusPurpose')
  if (purposes !== purpose && !(Array.isArray(purposes) && (purposes as readonly JsonValue[]).includes(purpose)))
    throw new Refused('content-mismatch', 'The status list is for another purpose', { expected: purpose })
  const size = entry['statusSize'] ?? 1
  if (size !== 1) throw new Refused('unsupported-version', 'The status is larger than one bit', { found: showJson(size) })
  if (bitAt(asString(valueAt(subject, 'encodedList'), 'The status list'), entry['statusListIndex'])) {
    throw new Refused('revoked', `The credential has the status ${purpose}`, { found: `bit ${showJson(entry['statusListIndex'])}` })
  }
}

function bitAt(encoded: string, index: JsonValue | undefined): boolean {
  const position = typeof index === 'string' && /^\d{1,9}$/.test(index) ? Number(index) : index
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0)
    throw new Refused('malformed', 'The place in the status list is not a number')
  const bits = unpack(decodeMultibase(encoded, 'The status list'))
  if (bits.length * 8 < MIN_BITS)
    throw new Refused('malformed', 'The status list is too short', { expected: `${MIN_BITS} bits`, found: `${bits.length * 8}` })
  const byte = bits[Math.floor(position / 8)]
  if (byte === undefined) throw new Refused('malformed', 'The status list does not reach to the credential', { found: String(position) })
  return (byte & (0x80 >> (position % 8))) !== 0
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    throw new Refused('malformed', 'The status list does not unpack', { cause })
  }
}
