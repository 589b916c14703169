import type { BomComponent, BomReference, Hash } from '@cupel/model'
import { isComponentType, withCarried } from '../carried.ts'
import { hashOf } from '../hash-names.ts'
import type { LossCount } from '../loss-count.ts'
import { list, record, records, text, texts } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/** Keys of a component that the model has no place for. */
const LOST: readonly string[] = [
  'swid',
  'pedigree',
  'releaseNotes',
  'modelCard',
  'data',
  'cryptoProperties',
  'signature',
  'omniborId',
  'swhid',
  'tags',
  'patentAssertions',
  'versionRange',
]

/** A component object of CycloneDX JSON in the model's words; `ref` is decided by the caller. */
export function componentOfObject(object: JsonRecord, ref: string, lost: LossCount): BomComponent {
  for (const key of LOST) if (Object.hasOwn(object, key)) lost.add(`component ${key}`)
  const supplier = text(record(object['supplier'])['name'])
  const manufacturer = text(record(object['manufacturer'])['name'])
  const publisher = text(object['publisher'])
  const authors = records(object['authors']).map((author) => text(author['name']) || text(author['email']))
  const type = text(object['type'])
  const scope = text(object['scope'])
  const purl = text(object['purl'])
  const component: BomComponent = {
    ref,
    type: isComponentType(type) ? type : 'library',
    name: text(object['name']),
    group: text(object['group']),
    version: text(object['version']),
    // Of a large document there are very many: no text is there twice.
    purl: purl === ref ? ref : purl,
    cpes: compact(texts(object['cpe'])),
    licenses: compact(licensesOf(object['licenses'])),
    hashes: compact(hashesOf(object['hashes'], lost)),
    supplier: supplier || manufacturer || publisher,
    author: text(object['author']) || authors.filter(Boolean).join(', '),
    copyright: text(object['copyright']),
    description: text(object['description']),
    scope: scope === 'required' || scope === 'optional' || scope === 'excluded' ? scope : '',
    references: compact(referencesOf(object['externalReferences'], lost)),
    properties: compact(occurrences(object)),
    ...contactOf([object['manufacturer'], object['supplier']]),
  }
  return withCarried(component, propertiesOf(object['properties']))
}

const NONE: readonly never[] = Object.freeze([])

/** Without the room that a list keeps to grow, which is many times what most have in it. */
function compact<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? NONE : items.slice()
}

/** Licences of a `licenses` list: identifiers, names and expressions as texts. */
export function licensesOf(value: unknown): string[] {
  return list(value)
    .map((entry) => {
      const choice = record(entry)
      const license = record(choice['license'])
      return text(license['id']) || text(license['name']) || text(choice['expression'])
    })
    .filter(Boolean)
}

/** Name and value pairs of a `properties` list. */
function propertiesOf(value: unknown): [string, string][] {
  return records(value).map((property) => [text(property['name']), text(property['value'])])
}

/** The first e-mail address or URL that the entities state. */
export function contactOf(entities: readonly unknown[]): { contact?: string } {
  for (const entity of entities.flatMap((value) => records(value))) {
    const found = [
      text(entity['email']),
      ...records(entity['contact']).map((contact) => text(contact['email'])),
      ...texts(entity['url']),
    ].find(Boolean)
    if (found) return { contact: found }
  }
  return {}
}

function hashesOf(value: unknown, lost: LossCount): Hash[] {
  const hashes: Hash[] = []
  for (const entry of records(value)) {
    const hash = hashOf(text(entry['alg']), text(entry['content']))
    if (hash) hashes.push(hash)
    else lost.add('hash of an unknown algorithm')
  }
  return hashes
}

function referencesOf(value: unknown, lost: LossCount): BomReference[] {
  return records(value).map((entry) => {
    if (entry['comment'] || entry['hashes']) lost.add('comment or hashes of an external reference')
    return { type: text(entry['type']) || 'other', url: text(entry['url']) }
  })
}

function occurrences(object: JsonRecord): [string, string][] {
  const places = records(record(object['evidence'])['occurrences'])
  return places.map((place) => {
    const line = place['line']
    return ['cupel:evidence', `${text(place['location'])}${typeof line === 'number' ? `:${line}` : ''}`]
  })
}
