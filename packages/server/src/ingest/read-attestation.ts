import { parseEnvelope, parseStrictJson, readBundle, readStatement, Refused } from '@cupel/provenance'
import type { JsonValue, Statement } from '@cupel/provenance'

/** One statement of an uploaded document, with nothing verified yet. */
export interface ReadAttestation {
  /** The very bytes of the bundle or envelope. */
  readonly text: Uint8Array
  /** 0: nobody signed it. */
  readonly signatures: number
  readonly subjects: Statement['subjects']
  readonly predicateType: string
}

const MAX_LINES = 1000
const IN_TOTO = 'application/vnd.in-toto+json'

/**
 * The attestations in a document: a Sigstore bundle, a DSSE envelope, a bare in-toto statement, or lines of these. Throws Refused for
 * what is none, and when a line is none: half of the evidence is not what was sent.
 */
export function readAttestations(bytes: Uint8Array): readonly ReadAttestation[] {
  const text = Buffer.from(bytes).toString('utf8').trim()
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isLines = lines.length > 1 && lines.every((line) => line.startsWith('{') && line.endsWith('}'))
  if (isLines && lines.length > MAX_LINES)
    throw new Refused('limit-exceeded', `there are more than ${MAX_LINES} attestations in the document`)
  return (isLines ? lines : [text]).map((line) => readOne(Buffer.from(line)))
}

function readOne(text: Buffer): ReadAttestation {
  const value = parseStrictJson(text, 'The attestation')
  if (!isObject(value)) throw new Refused('malformed', 'the attestation is no JSON object')
  if ('_type' in value) return { text, signatures: 0, ...partsOf(readStatement(value)) }
  if ('mediaType' in value || 'verificationMaterial' in value) {
    const { content } = readBundle(value)
    if (content.kind !== 'dsse') return { text, signatures: 1, subjects: [], predicateType: '' }
    return { text, signatures: content.envelope.signatures.length, ...payloadParts(content.envelope) }
  }
  const envelope = parseEnvelope(text)
  return { text, signatures: envelope.signatures.length, ...payloadParts(envelope) }
}

function payloadParts({ payloadType, payload }: { readonly payloadType: string; readonly payload: Buffer }) {
  if (payloadType !== IN_TOTO) return { subjects: [], predicateType: payloadType }
  return partsOf(readStatement(parseStrictJson(payload, 'The statement')))
}

function partsOf({ subjects, predicateType }: Statement): Pick<ReadAttestation, 'subjects' | 'predicateType'> {
  return { subjects, predicateType }
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
