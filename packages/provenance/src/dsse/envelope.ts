import { decodeBase64 } from '../encoding/base64.ts'
import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalString } from '../encoding/json-value.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'

export interface EnvelopeSignature {
  /** A hint which key to try first; it decides nothing. Empty where the envelope has none. */
  readonly keyid: string
  readonly signature: Buffer
  /** PEM certificate beside the signature, as slsa-github-generator and in-toto write it; not part of the DSSE specification. */
  readonly certificate?: string
}

/** An envelope as read: nothing in it is trusted yet. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: Buffer
  readonly signatures: readonly EnvelopeSignature[]
}

const MAX_SIGNATURES = 64

/** Reads the bytes of one DSSE envelope. Refuses what is not exactly one envelope with at least one signature. */
export function parseEnvelope(bytes: Uint8Array | string): Envelope {
  return readEnvelope(parseStrictJson(bytes, 'The envelope'))
}

/**
 * Reads an envelope out of a larger document (DSSE v1.0, "Envelope"). Both base64 alphabets are read; unknown fields are ignored as
 * the specification demands.
 */
export function readEnvelope(value: JsonValue): Envelope {
  const envelope = asObject(value, 'The envelope')
  const signatures = asArray(envelope['signatures'], 'The envelope\'s list "signatures"')
  if (signatures.length === 0) throw new Refused('evidence-missing', 'The envelope carries no signature')
  if (signatures.length > MAX_SIGNATURES) {
    throw new Refused('limit-exceeded', 'The envelope carries too many signatures', { expected: `at most ${MAX_SIGNATURES}` })
  }
  return {
    payloadType: asString(envelope['payloadType'], 'The envelope\'s "payloadType"'),
    payload: decodeBase64(asString(envelope['payload'], 'The envelope\'s "payload"'), 'The envelope\'s "payload"'),
    signatures: signatures.map((entry, index) => readSignature(asObject(entry, `Signature ${index + 1}`), index + 1)),
  }
}

function readSignature(entry: JsonObject, number: number): EnvelopeSignature {
  const what = `"sig" of signature ${number}`
  const signature = decodeBase64(asString(entry['sig'], what), what)
  if (signature.length === 0) throw new Refused('malformed', `Signature ${number} is empty`)
  const certificate = optionalString(entry['cert'], `"cert" of signature ${number}`)
  const keyid = optionalString(entry['keyid'], `"keyid" of signature ${number}`) ?? ''
  return certificate === undefined || certificate === '' ? { keyid, signature } : { keyid, signature, certificate }
}
