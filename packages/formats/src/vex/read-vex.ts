import { readJson } from '../json.ts'
import { isObject } from './json-shape.ts'
import { readCsaf } from './read-csaf.ts'
import { looksLikeXml, readCycloneDxVex } from './read-cyclonedx-vex.ts'
import { looksLikeOpenVex, readOpenVex } from './read-open-vex.ts'
import { rewrapVex, unwrapVex } from './unwrap-vex.ts'
import { refuseVex } from './vex-document.ts'
import type { VexDocument } from './vex-document.ts'

/**
 * Reads a VEX document of any of the three formats, told apart by what is in it, not by its name; also as an in-toto statement or in
 * a signed envelope, whose signature is not verified, which is told. Throws DocumentInvalid with
 * the reason when it is none of them or breaks its own rules.
 */
export function readVex(text: string, path: string): VexDocument {
  return read(text, path, true)
}

function read(text: string, path: string, mayBeWrapped: boolean): VexDocument {
  if (looksLikeXml(text)) return readCycloneDxVex(text, path)
  const value = readJson(text, { maxDepth: 300 })
  if (!isObject(value)) return refuseVex('not VEX: the document is no JSON object')
  if (looksLikeOpenVex(value)) return readOpenVex(text, path)
  if (value['bomFormat'] === 'CycloneDX') return readCycloneDxVex(text, path)
  const { document } = value
  if (isObject(document) && 'csaf_version' in document) return readCsaf(text, path)
  const wrapped = mayBeWrapped ? unwrapVex(value) : null
  if (wrapped !== null) return rewrapVex(read(wrapped.text, path, false), wrapped, path)
  return refuseVex('not VEX: neither "@context" of OpenVEX, nor "document.csaf_version" of CSAF, nor "bomFormat" of CycloneDX')
}
