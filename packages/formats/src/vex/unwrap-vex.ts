import type { Problem } from '@cupel/model'
import { readJson } from '../json.ts'
import { isObject, objectsOf, textOf } from './json-shape.ts'
import type { JsonObject } from './json-shape.ts'
import type { VexProduct, VexStatement } from './statement.ts'
import { refuseVex } from './vex-document.ts'
import type { VexDocument } from './vex-document.ts'
import { isPurl } from './purl-matches.ts'
import { vexHash } from './vex-hash.ts'

/** What stands in a wrapping: the text of a VEX document, and the things that the wrapping is about. */
export interface WrappedVex {
  readonly text: string
  readonly subjects: readonly VexProduct[]
  /** A signature is around it, which nobody verified. */
  readonly signed: boolean
}

/** Base64 with or without URL-safe letters and padding. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/**
 * Takes VEX out of a DSSE envelope (secure-systems-lab/dsse, "protocol"), a Sigstore bundle with one, or an in-toto Statement v0.1 or
 * v1, with or without an envelope. null: the document is none of these. Throws DocumentInvalid when it is one and holds no VEX. The
 * signature is not verified.
 */
export function unwrapVex(value: JsonObject): WrappedVex | null {
  const envelope = isObject(value['dsseEnvelope']) ? value['dsseEnvelope'] : value
  if ('payloadType' in envelope) return ofEnvelope(envelope)
  return isStatement(value) ? { ...ofStatement(value), signed: false } : null
}

function ofEnvelope(envelope: JsonObject): WrappedVex {
  const payload = textOf(envelope['payload'])
  if (payload === '' || !BASE64.test(payload)) return refuseVex('not VEX: a signed envelope without a payload in Base64')
  const bytes = Buffer.from(payload, 'base64')
  const text = bytes.toString('utf8')
  const type = textOf(envelope['payloadType']).toLowerCase()
  const value = type.startsWith('application/') && !type.includes('xml') ? readJson(text, { maxDepth: 300 }) : null
  if (!isObject(value)) return { text, subjects: [], signed: true }
  if (isStatement(value)) return { ...ofStatement(value), signed: true }
  if ('payloadType' in value) refuseVex('not VEX: an envelope inside an envelope', 0, 'unsupported-content')
  return { text, subjects: [], signed: true }
}

function isStatement(value: JsonObject): boolean {
  return /^https:\/\/in-toto\.io\/Statement\/v\d/.test(textOf(value['_type']))
}

function ofStatement(statement: JsonObject): Omit<WrappedVex, 'signed'> {
  const type = textOf(statement['predicateType'])
  const { predicate } = statement
  if (!isObject(predicate)) return refuseVex('not VEX: an in-toto statement without a predicate')
  if (isStatement(predicate)) return refuseVex('not VEX: a statement inside a statement', 0, 'unsupported-content')
  // Older makers leave the context to the predicate type.
  const named =
    type.startsWith('https://openvex.dev/ns') && predicate['@context'] === undefined ? { '@context': type, ...predicate } : predicate
  return { text: JSON.stringify(named), subjects: objectsOf(statement['subject']).map(subjectOf).filter(hasName) }
}

function subjectOf(subject: JsonObject): VexProduct {
  const name = textOf(subject['name'])
  const uri = textOf(subject['uri'])
  const digests = isObject(subject['digest']) ? Object.entries(subject['digest']) : []
  return {
    ids: [name, uri].filter(isPurl),
    cpes: [],
    hashes: digests.flatMap(([algorithm, digest]) => vexHash(algorithm, textOf(digest)) ?? []),
    versions: [],
    subcomponents: [],
  }
}

function hasName({ ids, hashes }: VexProduct): boolean {
  return ids.length + hashes.length > 0
}

/**
 * The document as the wrapping gives it: a statement that names no product is about the subjects (OpenVEX, "Attesting"), lines inside
 * are not those of the file, and that the signature was not verified is said.
 */
export function rewrapVex({ statements, problems, format }: VexDocument, { subjects, signed }: WrappedVex, path: string): VexDocument {
  const note: Problem = {
    code: 'unsupported-content',
    effect: 'note',
    path,
    detail: 'the signature around this VEX document was not verified; its statements count like those of an unsigned one',
    hint: 'verify where it comes from before you rely on it',
    by: format,
  }
  return {
    format,
    statements: statements.map((one): VexStatement => ({ ...one, line: 0, products: one.products.length === 0 ? subjects : one.products })),
    problems: [...(signed ? [note] : []), ...problems.map(withoutLine)],
  }
}

function withoutLine({ code, effect, path, detail, hint, by }: Problem): Problem {
  return { code, effect, path, detail, ...(hint !== undefined && { hint }), ...(by !== undefined && { by }) }
}
