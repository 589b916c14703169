import { writeXml } from '../../xml-write.ts'
import type { XmlOut } from '../../xml-write.ts'
import { record, records, text, texts } from '../record.ts'
import type { JsonRecord } from '../record.ts'

/** Writes a document of `documentOfBom` as XML. The order of elements is that of the XML Schema. */
export function documentToXml(document: JsonRecord): string {
  const metadata = record(document['metadata'])
  return writeXml({
    name: 'bom',
    attributes: [
      ['xmlns', `http://cyclonedx.org/schema/bom/${text(document['specVersion'])}`],
      ['serialNumber', text(document['serialNumber'])],
      ['version', String(document['version'])],
    ],
    children: [
      ...(document['metadata'] === undefined ? [] : [{ name: 'metadata', children: metadataToXml(metadata) }]),
      { name: 'components', children: records(document['components']).map((item) => componentToXml(item)) },
      { name: 'dependencies', children: records(document['dependencies']).map(dependencyToXml) },
      ...group('vulnerabilities', records(document['vulnerabilities']).map(vulnerabilityToXml)),
    ],
  })
}

function metadataToXml(metadata: JsonRecord): XmlOut[] {
  const tools = metadata['tools']
  return [
    ...leaves(metadata, ['timestamp']),
    ...group(
      'lifecycles',
      records(metadata['lifecycles']).map((item) => ({ name: 'lifecycle', children: leaves(item, ['phase', 'name']) })),
    ),
    ...(Array.isArray(tools)
      ? group(
          'tools',
          records(tools).map((tool) => ({ name: 'tool', children: leaves(tool, ['name', 'version']) })),
        )
      : group(
          'tools',
          group(
            'components',
            records(record(tools)['components']).map((tool) => componentToXml(tool)),
          ),
        )),
    ...group(
      'authors',
      records(metadata['authors']).map((author) => ({ name: 'author', children: leaves(author, ['name']) })),
    ),
    ...(metadata['component'] === undefined ? [] : [componentToXml(record(metadata['component']))]),
    ...entity(metadata, 'manufacturer'),
    ...entity(metadata, 'manufacture'),
    ...entity(metadata, 'supplier'),
    ...licensesToXml(metadata),
  ]
}

function componentToXml(component: JsonRecord): XmlOut {
  const ref = text(component['bom-ref'])
  return {
    name: 'component',
    attributes: [['type', text(component['type'])], ...(ref ? [['bom-ref', ref] as const] : [])],
    children: [
      ...entity(component, 'supplier'),
      ...group(
        'authors',
        records(component['authors']).map((author) => ({ name: 'author', children: leaves(author, ['name']) })),
      ),
      ...leaves(component, ['author', 'group']),
      { name: 'name', text: text(component['name']) },
      ...leaves(component, ['version', 'description', 'scope']),
      ...group(
        'hashes',
        records(component['hashes']).map((hash) => ({
          name: 'hash',
          attributes: [['alg', text(hash['alg'])] as const],
          text: text(hash['content']),
        })),
      ),
      ...licensesToXml(component),
      ...leaves(component, ['copyright', 'cpe', 'purl']),
      ...group(
        'externalReferences',
        records(component['externalReferences']).map((item) => ({
          name: 'reference',
          attributes: [['type', text(item['type'])] as const],
          children: [{ name: 'url', text: text(item['url']) }],
        })),
      ),
      ...propertiesToXml(component),
      ...group(
        'components',
        records(component['components']).map((item) => componentToXml(item)),
      ),
    ],
  }
}

function licensesToXml(owner: JsonRecord): XmlOut[] {
  const items = records(owner['licenses']).map((choice): XmlOut => {
    if (choice['expression'] !== undefined) return { name: 'expression', text: text(choice['expression']) }
    return { name: 'license', children: leaves(record(choice['license']), ['id', 'name']) }
  })
  return group('licenses', items)
}

function vulnerabilityToXml(vulnerability: JsonRecord): XmlOut {
  const analysis = record(vulnerability['analysis'])
  const reference = (item: JsonRecord): XmlOut => ({
    name: 'reference',
    children: [...leaves(item, ['id']), source(item) ?? { name: 'source' }],
  })
  const children = [
    ...leaves(vulnerability, ['id']),
    source(vulnerability),
    ...group('references', records(vulnerability['references']).map(reference)),
    ...group(
      'ratings',
      records(vulnerability['ratings']).map((rating) => ({ name: 'rating', children: ratingToXml(rating) })),
    ),
    ...group(
      'cwes',
      numbers(vulnerability['cwes']).map((cwe) => ({ name: 'cwe', text: cwe })),
    ),
    ...leaves(vulnerability, ['description', 'detail', 'recommendation']),
    ...group(
      'advisories',
      records(vulnerability['advisories']).map((advisory) => ({ name: 'advisory', children: leaves(advisory, ['url']) })),
    ),
    ...leaves(vulnerability, ['published', 'updated']),
    ...group('analysis', [
      ...leaves(analysis, ['state', 'justification']),
      ...group(
        'responses',
        texts(analysis['response']).map((response) => ({ name: 'response', text: response })),
      ),
      ...leaves(analysis, ['detail']),
    ]),
    ...group('affects', records(vulnerability['affects']).map(targetToXml)),
    ...propertiesToXml(vulnerability),
  ]
  return { name: 'vulnerability', children: children.filter((child) => child !== null) }
}

function ratingToXml(rating: JsonRecord): XmlOut[] {
  const score = typeof rating['score'] === 'number' ? [{ name: 'score', text: String(rating['score']) }] : []
  return [...(rating['source'] ? [source(rating)] : []), ...score, ...leaves(rating, ['severity', 'method', 'vector'])].filter(
    (child) => child !== null,
  )
}

function targetToXml(target: JsonRecord): XmlOut {
  const versions = records(target['versions']).map((item) => ({ name: 'version', children: leaves(item, ['version', 'range', 'status']) }))
  return { name: 'target', children: [...leaves(target, ['ref']), ...group('versions', versions)] }
}

function source(owner: JsonRecord): XmlOut | null {
  return owner['source'] === undefined ? null : { name: 'source', children: leaves(record(owner['source']), ['name', 'url']) }
}

function dependencyToXml(dependency: JsonRecord): XmlOut {
  const ref = (value: string): XmlOut => ({ name: 'dependency', attributes: [['ref', value]] })
  return { ...ref(text(dependency['ref'])), children: texts(dependency['dependsOn']).map(ref) }
}

function propertiesToXml(owner: JsonRecord): XmlOut[] {
  return group(
    'properties',
    records(owner['properties']).map((property) => ({
      name: 'property',
      attributes: [['name', text(property['name'])] as const],
      text: text(property['value']),
    })),
  )
}

function entity(owner: JsonRecord, key: string): XmlOut[] {
  if (owner[key] === undefined) return []
  const object = record(owner[key])
  const urls = texts(object['url']).map((url) => ({ name: 'url', text: url }))
  const contacts = records(object['contact']).map((contact) => ({ name: 'contact', children: leaves(contact, ['email']) }))
  return [{ name: key, children: [...leaves(object, ['name']), ...urls, ...contacts] }]
}

function group(name: string, children: readonly XmlOut[]): XmlOut[] {
  return children.length === 0 ? [] : [{ name, children }]
}

function leaves(owner: JsonRecord, keys: readonly string[]): XmlOut[] {
  return keys.filter((key) => text(owner[key]) !== '').map((key) => ({ name: key, text: text(owner[key]) }))
}

function numbers(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number').map(String) : []
}
