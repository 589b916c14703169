import { readEnvelope } from '../dsse/envelope.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import { canonicalJson } from '../encoding/canonical-json.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import { IN_TOTO_PAYLOAD_TYPE } from './statement.ts'

export interface MetadataSignature {
  readonly keyid: string
  readonly signature: Buffer
  /** PEM of the signer's certificate, where the layout accepts certificates. */
  readonly certificate?: string
  /** What GnuPG hashed after the content. */
  readonly otherHeaders?: Buffer
}

/** A layout or link file in either form, before any signature is checked. */
export interface SignedMetadata {
  readonly payload: JsonObject
  readonly signatures: readonly MetadataSignature[]
  /** The bytes the signatures cover. */
  readonly message: Buffer
}

const MAX_SIGNATURES = 100

/**
 * Reads a Metablock (`signed` and `signatures`, signed as canonical JSON of `signed` as received) or a DSSE envelope (in-toto
 * specification 1.0, section 4.2, and ITE-5).
 */
export function readSignedMetadata(bytes: Uint8Array, what: string): SignedMetadata {
  const document = asObject(parseStrictJson(bytes, what), what)
  return document['payloadType'] === undefined ? readMetablock(document, what) : readDsse(document, what)
}

function readMetablock(document: JsonObject, what: string): SignedMetadata {
  const payload = asObject(document['signed'], `The signed part of ${what}`)
  const entries = document['signatures'] === null ? [] : asArray(document['signatures'], `The signatures of ${what}`)
  if (entries.length > MAX_SIGNATURES) throw new Refused('limit-exceeded', `${what} has too many signatures`)
  const signatures = entries.map((value): MetadataSignature => {
    const entry = asObject(value, 'A signature')
    const certificate = optionalString(entry['cert'], 'The certificate of a signature')
    const headers = optionalString(entry['other_headers'], 'The other headers of a signature')
    return {
      keyid: asString(entry['keyid'], 'The key id of a signature'),
      signature: decodeHex(asString(entry['sig'] ?? entry['signature'], 'A signature'), 'A signature'),
      ...(certificate === undefined || certificate === '' ? {} : { certificate }),
      ...(headers === undefined ? {} : { otherHeaders: decodeHex(headers, 'The other headers of a signature') }),
    }
  })
  return { payload, signatures, message: canonicalJson(payload) }
}

function readDsse(document: JsonObject, what: string): SignedMetadata {
  const { payload, payloadType, signatures } = readEnvelope(document)
  if (payloadType !== IN_TOTO_PAYLOAD_TYPE) {
    throw new Refused('unsupported-version', `${what} is an envelope around something else`, {
      expected: IN_TOTO_PAYLOAD_TYPE,
      found: payloadType,
    })
  }
  return {
    payload: asObject(parseStrictJson(payload, what), what),
    signatures,
    message: preAuthEncoding(payloadType, payload),
  }
}
