import type { Problem } from '@cupel/model'
import { readJson } from '../../json.ts'
import { judgeDraft, placedFaults, plain, sbomProblem } from '../bom-read.ts'
import type { BomDraft, BomRead, BomReadOptions } from '../bom-read.ts'
import { FaultList } from '../grammar/fault.ts'
import { jsonPointerLines } from '../json-places.ts'
import { record, text } from '../record.ts'
import { bomOfDocument } from './bom-of-document.ts'
import { CYCLONEDX_MINORS, cycloneDxJsonCheck } from './grammar.ts'
import { checkUniqueRefs } from './unique-refs.ts'

/**
 * Reads CycloneDX 1.2 to 1.7 in JSON (ECMA-424). A document that breaks the rules of its own version is refused, see
 * `BomReadOptions`. A later version is read as far as it can be, with a problem.
 */
export function readCycloneDxJson(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftCycloneDxJson(source, readJson(source)), options)
}

/** The unjudged read of an already parsed document; `source` is only asked for lines. */
export function draftCycloneDxJson(source: string, value: unknown): BomDraft {
  const document = record(value)
  const version = text(document['specVersion'])
  const format = { name: 'CycloneDX', version: plain(version), encoding: 'json' } as const
  const minor = CYCLONEDX_MINORS[version]
  const list = new FaultList(100)
  // Before the model is made: what this takes is free then.
  if (minor !== undefined) {
    cycloneDxJsonCheck(minor)(value, null, list)
    checkUniqueRefs(value, list)
  }
  const { bom, problems } = bomOfDocument(document)
  if (minor === undefined && (document['bomFormat'] !== 'CycloneDX' || !isVersion(version))) {
    const fault = { path: '', message: 'the document states neither its format nor a version of it', rule: 'format' }
    return { bom, format, problems, faults: [fault], faultCount: 1 }
  }
  if (minor === undefined) return { bom, format, problems: [unknownVersion(version), ...problems], faults: [], faultCount: 0 }
  return { bom, format, problems, ...placedFaults(list, (pointers) => jsonPointerLines(source, pointers)) }
}

/** Whether a text has the form of a version of the specification. */
export function isVersion(version: string): boolean {
  return /^[0-9]{1,3}\.[0-9]{1,3}$/.test(version)
}

/** The problem of a version whose rules are not known here. */
export function unknownVersion(version: string): Problem {
  const shown = version ? `version ${plain(version)} of CycloneDX is not known` : 'the document does not state its version of CycloneDX'
  return {
    ...sbomProblem('unsupported-version', `${shown}; it was read as far as it looks like 1.7`, 'incomplete'),
    hint: 'known are 1.2 to 1.7',
  }
}
