import { readJson } from '../../json.ts'
import { judgeDraft, placedFaults, plain, sbomProblem } from '../bom-read.ts'
import type { BomDraft, BomRead, BomReadOptions } from '../bom-read.ts'
import { FaultList } from '../grammar/fault.ts'
import type { Trail } from '../grammar/fault.ts'
import { jsonGrammar } from '../grammar/json-grammar.ts'
import type { Check, JsonGrammar } from '../grammar/json-grammar.ts'
import { jsonPointerLines } from '../json-places.ts'
import { record, text } from '../record.ts'
import { bomOfSpdx3 } from './bom-of-spdx3.ts'
import { SPDX3_JSON } from './spdx3.grammar.ts'
import { spdx3Id } from './spdx3-graph.ts'

const CONTEXT = /^https:\/\/spdx\.org\/rdf\/3\.0\.[01]\/spdx-context\.jsonld$/

let grammar: JsonGrammar | undefined

/**
 * Reads SPDX 3.0.0 and 3.0.1 in JSON-LD, in the serialization that the specification's own JSON Schema describes. A
 * document that breaks the rules is refused, see `BomReadOptions`. A later 3.x is read with a problem.
 */
export function readSpdx3(source: string, options: BomReadOptions = {}): BomRead {
  return judgeDraft(draftSpdx3(source, readJson(source)), options)
}

/** The unjudged read of an already parsed document; `source` is only asked for lines. */
export function draftSpdx3(source: string, value: unknown): BomDraft {
  const document = record(value)
  const { bom, problems, specVersion } = bomOfSpdx3(document)
  const format = { name: 'SPDX', version: plain(specVersion), encoding: 'json-ld' } as const
  if (!CONTEXT.test(text(document['@context']))) {
    const unknown = sbomProblem(
      'unsupported-version',
      'the JSON-LD context is not the one of SPDX 3.0; the document was read as far as it looks like it',
      'incomplete',
    )
    return { bom, format, problems: [unknown, ...problems], faults: [], faultCount: 0 }
  }
  const list = new FaultList(100)
  checkDocument(document, list)
  return { bom, format, problems, ...placedFaults(list, (pointers) => jsonPointerLines(source, pointers)) }
}

function checkDocument(document: Readonly<Record<string, unknown>>, faults: FaultList): void {
  const graph = document['@graph']
  if (graph === undefined) {
    checkObject(Object.fromEntries(Object.entries(document).filter(([key]) => key !== '@context')), null, faults)
    return
  }
  for (const key of Object.keys(document)) {
    if (key !== '@context' && key !== '@graph') faults.add({ parent: null, key }, 'unknown-key', 'this key is not part of the format')
  }
  if (!Array.isArray(graph)) return faults.add({ parent: null, key: '@graph' }, 'type', 'an array is expected here')
  const seen = new Set<string>()
  graph.forEach((object: unknown, key) => {
    const trail = { parent: { parent: null, key: '@graph' }, key }
    checkObject(object, trail, faults)
    const id = spdx3Id(record(object))
    if (id !== '' && seen.has(id)) faults.add(trail, 'unique-ref', 'another element has the same identifier')
    seen.add(id)
  })
}

/** Checks an object against the class its `type` names. An extension of someone else's (its class is an IRI) is let through. */
function checkObject(value: unknown, trail: Trail | null, faults: FaultList | null): boolean {
  const object = record(value)
  const type = object['type']
  const fault = (message: string): false => {
    faults?.add(trail, 'class', message)
    return false
  }
  if (value !== object) return fault('an object is expected here')
  if (typeof type !== 'string') return fault('the key "type" is missing')
  if (trail?.parent?.key === 'extension' && !type.startsWith('_:') && /.:./.test(type)) return true
  if (!CLASSES.has(type)) return fault('the class that "type" names is not known')
  grammar ??= jsonGrammar(SPDX3_JSON, 3, { node })
  return grammar.check(type)(object, trail, faults)
}

/** A reference to another object, or that object in place. */
const node: Check = (value, trail, faults) => {
  if (typeof value !== 'string') return checkObject(value, trail, faults)
  if (/^_:./.test(value) || /.:./.test(value) || WORDS.has(value)) return true
  faults?.add(trail, 'reference', 'an IRI or a blank node is expected here')
  return false
}

const CLASSES: ReadonlySet<string> = new Set(
  [...SPDX3_JSON.matchAll(/^(\w+) \{/gm)].map(([, name]) => name ?? '').filter((name) => !name.endsWith('_props')),
)

/** Individuals that the context lets stand without their IRI. */
const WORDS: ReadonlySet<string> = new Set([
  'NoAssertionElement',
  'NoneElement',
  'expandedlicensing_NoAssertionLicense',
  'expandedlicensing_NoneLicense',
  'SpdxOrganization',
])
