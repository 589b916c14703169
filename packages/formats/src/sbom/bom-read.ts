import type { Bom, Problem, ProblemCode } from '@cupel/model'
import { DocumentInvalid } from '../document-invalid.ts'
import type { FaultList } from './grammar/fault.ts'

export interface BomFormat {
  readonly name: 'CycloneDX' | 'SPDX'
  /** As the document states it: `1.6`, `2.3`, `3.0.1`. */
  readonly version: string
  readonly encoding: 'json' | 'xml' | 'textproto' | 'protobuf' | 'tag-value' | 'rdf-xml' | 'yaml' | 'json-ld'
}

export interface BomRead {
  readonly bom: Bom
  readonly format: BomFormat
  /** What is invalid (`incomplete`), and what the model has no place for (`note`). */
  readonly problems: readonly Problem[]
}

/** One thing that is wrong with a document. */
export interface BomFault {
  /** 1-based; absent where the place is unknown. */
  readonly line?: number
  /** JSON Pointer, element path or tag. */
  readonly path: string
  readonly message: string
  /** Short name of the rule: `required`, `enum`, `unknown-key`, `unique` … */
  readonly rule: string
}

export interface BomReadOptions {
  /**
   * What to do with a document that breaks its own format: `refuse` throws DocumentInvalid with the first reason,
   * `report` reads what can be read and gives the reasons as problems. Default `refuse`.
   */
  readonly invalid?: 'refuse' | 'report'
}

/** A read before its faults are judged; `faultCount` may be greater than the faults kept. */
export interface BomDraft extends BomRead {
  readonly faults: readonly BomFault[]
  readonly faultCount: number
}

/** Applies `invalid` of the options to a draft. */
export function judgeDraft(draft: BomDraft, options: BomReadOptions = {}): BomRead {
  const { bom, format } = draft
  const [first] = draft.faults
  if (!first) return { bom, format, problems: draft.problems }
  const name = `${format.name} ${format.version}`
  if (options.invalid !== 'report') {
    const more = draft.faultCount > 1 ? ` (and ${draft.faultCount - 1} more)` : ''
    const reason = `not a valid ${name} document: ${first.message}${first.path ? ` at ${plain(first.path)}` : ''}${more}`
    throw new DocumentInvalid(reason, { line: first.line ?? 0, column: 0 })
  }
  const shown = draft.faults.slice(0, 20)
  const problems: Problem[] = shown.map((fault) => ({
    code: 'malformed',
    effect: 'incomplete',
    path: '',
    ...(fault.line === undefined ? {} : { line: fault.line }),
    detail: `${name}: ${fault.message}${fault.path ? ` at ${plain(fault.path)}` : ''}`,
    by: 'sbom',
  }))
  if (draft.faultCount > shown.length) {
    problems.push(sbomProblem('malformed', `${name}: ${draft.faultCount - shown.length} more faults of this kind`, 'incomplete'))
  }
  return { bom, format, problems: [...problems, ...draft.problems] }
}

/** The faults of a check with their lines. Paths hold keys of the input and are made safe to print. */
export function placedFaults(
  list: FaultList,
  linesOf: (pointers: readonly string[]) => ReadonlyMap<string, number>,
): Pick<BomDraft, 'faults' | 'faultCount'> {
  const lines = list.total > 0 ? linesOf(list.faults.map((fault) => fault.path)) : new Map<string, number>()
  const faults = list.faults.map(({ path, message, rule }): BomFault => {
    const line = lines.get(path)
    return { ...(line === undefined ? {} : { line }), path: plain(path), message, rule }
  })
  return { faults, faultCount: list.total }
}

/** A problem of a document as a whole; the caller knows its path. */
export function sbomProblem(code: ProblemCode, detail: string, effect: Problem['effect'] = 'note'): Problem {
  return { code, effect, path: '', detail, by: 'sbom' }
}

/** Text of the input made safe for one line of a message. */
export function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
}
