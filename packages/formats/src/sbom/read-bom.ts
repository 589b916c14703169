import { judgeDraft } from './bom-read.ts'
import type { BomFault, BomFormat, BomRead, BomReadOptions } from './bom-read.ts'
import { draftBom } from './detect.ts'
import { DocumentInvalid } from '../document-invalid.ts'

/**
 * Reads a bill of materials whatever its format: CycloneDX 1.0 to 1.7 (JSON, XML, Protocol Buffers as text and binary),
 * SPDX 2.0 to 2.3 (JSON, YAML, tag-value, RDF/XML), SPDX 3.0 (JSON-LD). Bytes are the binary form of Protocol Buffers; everything
 * else is text. Throws DocumentInvalid when the source is none of them, or breaks the
 * rules of its format and `invalid` is `refuse`. A version that is not known is read as far as it can be, with a problem.
 */
export function readBom(source: string | Uint8Array, options: BomReadOptions & { readonly hint?: BomFormat['encoding'] } = {}): BomRead {
  return judgeDraft(draftBom(source, options.hint), options)
}

/** Everything that is wrong with a bill of materials (at most 100 faults); empty when it is valid. Never throws. */
export function validateBom(source: string | Uint8Array): readonly BomFault[] {
  try {
    const draft = draftBom(source)
    const unknown = draft.problems.find((problem) => problem.code === 'unsupported-version')
    return unknown ? [{ path: '', message: unknown.detail, rule: 'version' }, ...draft.faults] : draft.faults
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return [{ ...(error.line > 0 ? { line: error.line } : {}), path: '', message: error.message, rule: error.fault }]
  }
}
