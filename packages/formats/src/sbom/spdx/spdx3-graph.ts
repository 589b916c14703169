import { records, record, text } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/** The objects of an SPDX 3 JSON-LD document by identifier, those nested in others included. */
export interface Spdx3Graph {
  readonly objects: readonly JsonRecord[]
  /** The object itself, or the one its identifier names; an empty object when there is none. */
  resolve(value: unknown): JsonRecord
}

/** Identifier of an object: `spdxId`, or `@id` of those that are not elements. */
export function spdx3Id(object: JsonRecord): string {
  return text(object['spdxId']) || text(object['@id'])
}

/** Type of an object without the older `software:` notation and without the IRI in front. */
export function spdx3Type(object: JsonRecord): string {
  const type = text(object['type']) || text(object['@type'])
  return type.slice(type.lastIndexOf('/') + 1).replace(':', '_')
}

/** Indexes a document: the items of `@graph`, or the one object that the document is. */
export function spdx3Graph(document: JsonRecord): Spdx3Graph {
  const objects = Array.isArray(document['@graph']) ? records(document['@graph']) : [document]
  const byId = new Map<string, JsonRecord>()
  for (const object of objects) if (spdx3Id(object)) byId.set(spdx3Id(object), object)
  return { objects, resolve: (value) => (typeof value === 'string' ? (byId.get(value) ?? {}) : record(value)) }
}
