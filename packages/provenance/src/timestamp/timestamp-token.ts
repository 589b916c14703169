import type { AlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import { decodeAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import { contextTag, DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import {
  decodeBoolean,
  decodeGeneralizedTime,
  decodeIntegerBytes,
  decodeOctetString,
  decodeOid,
  decodeSmallInteger,
} from '../asn1/der-values.ts'
import type { SignedData } from '../cms/signed-data.ts'
import { readSignedData } from '../cms/signed-data.ts'
import { Refused } from '../verdict/refused.ts'

/** OID of the content a timestamp signs (RFC 3161 §2.4.2). */
export const TST_INFO = '1.2.840.113549.1.9.16.1.4'

/** RFC 3161 §2.4.2: what a timestamp authority says. */
export interface TimestampInfo {
  readonly policy: string
  readonly imprintAlgorithm: AlgorithmIdentifier
  readonly imprint: Buffer
  readonly serial: Buffer
  readonly time: Date
  readonly nonce: Buffer | undefined
}

/**
 * The signed data of a timestamp: a TimeStampResp that was granted, or the bare token (RFC 3161 §2.4.2). Refuses a response with
 * another status, with the authority's reason.
 */
export function readTimestampToken(der: Uint8Array, what: string): SignedData {
  const node = readDer(der, what)
  const cursor = new DerCursor(node, what)
  // A bare token starts with its content type, a response with its status.
  if (cursor.nextTag === DER_TAG.oid) return readSignedData(der, what)
  const status = new DerCursor(cursor.take(), what)
  const code = decodeSmallInteger(status.take(), what)
  if (code > 1) throw new Refused('evidence-missing', `${what} was not granted by the timestamp authority`, { found: `status ${code}` })
  const token = cursor.optional(DER_TAG.sequence)
  cursor.finish()
  if (token === undefined) throw new Refused('evidence-missing', `${what} holds no token`)
  return readSignedData(token.bytes, what)
}

/** Reads TSTInfo. Refuses versions other than 1. */
export function readTimestampInfo(der: Uint8Array, what: string): TimestampInfo {
  const cursor = new DerCursor(readDer(der, what), what)
  const version = decodeSmallInteger(cursor.take(), what)
  if (version !== 1) throw new Refused('unsupported-version', `${what} has version ${version}`)
  const policy = decodeOid(cursor.take(), what)
  const messageImprint = new DerCursor(cursor.take(), what)
  const imprintAlgorithm = decodeAlgorithmIdentifier(messageImprint.take(), what)
  const imprint = decodeOctetString(messageImprint.take(), what)
  messageImprint.finish()
  const serial = decodeIntegerBytes(cursor.take(), what)
  const time = decodeGeneralizedTime(cursor.take(), what)
  cursor.optional(DER_TAG.sequence)
  const ordering = cursor.optional(DER_TAG.boolean)
  if (ordering !== undefined) decodeBoolean(ordering, what)
  const nonce = cursor.optional(DER_TAG.integer)
  cursor.optional(contextTag(0, 'constructed'))
  cursor.optional(contextTag(1, 'constructed'))
  cursor.finish()
  return { policy, imprintAlgorithm, imprint, serial, time, nonce: nonce && decodeIntegerBytes(nonce, what) }
}
