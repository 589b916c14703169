import { DocumentInvalid } from '../../document-invalid.ts'
import { readXml } from '../../xml.ts'
import type { XmlElement } from '../../xml.ts'
import { judgeDraft, sbomProblem } from '../bom-read.ts'
import type { BomDraft, BomRead, BomReadOptions } from '../bom-read.ts'
import { RDF } from './rdf-graph.ts'
import { rdfToDocument } from './rdf-to-document.ts'
import { draftSpdx2 } from './read-spdx2-json.ts'

/** Elements nest as deep as the graph that they describe. */
export const RDF_LIMITS = { maxDepth: 10_000 } as const

/** Reads SPDX 2.x in RDF/XML. A document that breaks the rules of the format is refused, see `BomReadOptions`. */
export function readSpdxRdf(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftSpdxRdf(readXml(source, RDF_LIMITS)), options)
}

/** Whether a text of XML is RDF, by its beginning: RDF may nest deeper than other documents. */
export function looksLikeRdf(source: string): boolean {
  return source.slice(0, 4_000).includes(RDF)
}

/** The unjudged read. */
export function draftSpdxRdf(root: XmlElement): BomDraft {
  const read = rdfToDocument(root)
  if (read === null) throw new DocumentInvalid('this RDF describes no SPDX document', { line: root.line, column: 1 })
  const draft = draftSpdx2(
    read.document,
    'rdf-xml',
    (pointers) => new Map(pointers.map((pointer) => [pointer, lineOf(pointer, read.lines, root)])),
  )
  if (read.snippets === 0) return draft
  const note = sbomProblem('unsupported-content', `${read.snippets} snippets of files have no place in the result`)
  return { ...draft, problems: [...draft.problems, note] }
}

function lineOf(pointer: string, lines: Readonly<Record<string, readonly number[]>>, root: XmlElement): number {
  const [, list = '', at = ''] = pointer.split('/')
  return lines[list]?.[Number(at)] ?? root.line
}
