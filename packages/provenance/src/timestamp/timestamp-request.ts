import { createHash } from 'node:crypto'
import { DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import { decodeAlgorithmIdentifier, hashOfAlgorithm } from '../asn1/algorithm-identifier.ts'
import { decodeBoolean, decodeIntegerBytes, decodeOctetString, decodeSmallInteger } from '../asn1/der-values.ts'
import { derBoolean, derInteger, derNull, derOctetString, derOid, derSequence } from '../asn1/der-writer.ts'
import type { HashName } from '../keys/signature-scheme.ts'
import { Refused } from '../verdict/refused.ts'
import { readTimestampInfo, readTimestampToken } from './timestamp-token.ts'

export const SHA256_OID = '2.16.840.1.101.3.4.2.1'

/** A TimeStampReq (RFC 3161 §2.4.1) for a message, with a nonce that the answer must repeat, asking for the certificate. */
export function writeTimestampRequest(message: Uint8Array, nonce: Uint8Array): Buffer {
  const digest = createHash('sha256').update(message).digest()
  const imprint = derSequence(derSequence(derOid(SHA256_OID), derNull()), derOctetString(digest))
  return derSequence(derInteger(1), imprint, derInteger(nonce), derBoolean(true))
}

export interface TimestampRequest {
  readonly hash: HashName
  readonly digest: Buffer
  readonly nonce: Buffer | undefined
  readonly wantsCertificate: boolean
}

/** Reads a TimeStampReq, as an authority does. Refuses digests that are weak or of a wrong length. */
export function readTimestampRequest(der: Uint8Array): TimestampRequest {
  const what = 'the timestamp request'
  const cursor = new DerCursor(readDer(der, what), what)
  if (decodeSmallInteger(cursor.take(), what) !== 1) throw new Refused('unsupported-version', `${what} is not of version 1`)
  const imprint = new DerCursor(cursor.take(), what)
  const hash = hashOfAlgorithm(decodeAlgorithmIdentifier(imprint.take(), what), what)
  const digest = decodeOctetString(imprint.take(), what)
  imprint.finish()
  if (digest.length !== Number(hash.slice(3)) / 8) throw new Refused('malformed', `${what} has a digest of a wrong length`)
  cursor.optional(DER_TAG.oid)
  const nonce = cursor.optional(DER_TAG.integer)
  const wants = cursor.optional(DER_TAG.boolean)
  return {
    hash,
    digest,
    nonce: nonce && decodeIntegerBytes(nonce, what),
    wantsCertificate: wants !== undefined && decodeBoolean(wants, what),
  }
}

/** Throws unless the response answers this very request: granted, with the nonce. The signature is judged by `verifyTimestamp`. */
export function checkTimestampResponse(response: Uint8Array, nonce: Uint8Array): void {
  const what = 'the answer of the timestamp authority'
  const token = readTimestampToken(response, what)
  if (token.content === undefined) throw new Refused('evidence-missing', `${what} holds no time`)
  const info = readTimestampInfo(token.content, what)
  if (info.nonce?.equals(readDer(derInteger(nonce), what).content) !== true)
    throw new Refused('content-mismatch', `${what} is for another request: its nonce differs`)
}
