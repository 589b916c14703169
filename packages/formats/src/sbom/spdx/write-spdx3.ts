import type { Bom, BomComponent, BomReference } from '@cupel/model'
import { CARRIED } from '../carried.ts'
import { uuidOf } from '../digest-id.ts'
import { hashName } from '../hash-names.ts'
import type { JsonRecord } from '../record.ts'
import { spdxTime } from './document-of-bom.ts'
import { LicenseRefs } from './license-refs.ts'
import { purposeName } from './purpose.ts'
import { spdxIds } from './spdx-ids.ts'

const INFO = '_:creationInfo'

/** Words of `ExternalRefType` that mean the same as a type of CycloneDX; others are told in the comment. */
const REFERENCE_TYPES: Readonly<Record<string, string>> = {
  vcs: 'vcs',
  'issue-tracker': 'issueTracker',
  'mailing-list': 'mailingList',
  chat: 'chat',
  documentation: 'documentation',
  license: 'license',
  'build-meta': 'buildMeta',
  'build-system': 'buildSystem',
  'release-notes': 'releaseNotes',
  advisories: 'securityAdvisory',
}

const SBOM_TYPES: ReadonlySet<string> = new Set(['analyzed', 'build', 'deployed', 'design', 'runtime', 'source'])

/** Writes SPDX 3.0.1 in JSON-LD: software and licensing profiles. Equal input gives equal bytes. */
export function writeSpdx3(bom: Bom): string {
  const isUri = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s#]+$/.test(bom.id)
  const base = isUri ? bom.id : `urn:uuid:${uuidOf(JSON.stringify(bom))}`
  const own = spdxIds(bom.components.map((component) => component.ref))
  const writer = new GraphWriter(bom, base, (ref) => {
    const id = own.get(ref)
    return id === undefined ? '' : `${base}#${id}`
  })
  const document = { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': writer.graph() }
  return `${JSON.stringify(document, null, 2)}\n`
}

class GraphWriter {
  readonly bom: Bom
  readonly base: string
  readonly idOf: (ref: string) => string
  readonly licenses = new LicenseRefs()
  readonly agents = new Map<string, JsonRecord>()
  readonly expressions = new Map<string, JsonRecord>()
  readonly relationships: JsonRecord[] = []

  constructor(bom: Bom, base: string, idOf: (ref: string) => string) {
    this.bom = bom
    this.base = base
    this.idOf = idOf
  }

  graph(): JsonRecord[] {
    const { bom } = this
    const people = bom.authors.map((name, index) =>
      this.#agent('Person', name, index === 0 && bom.suppliers.length === 0 ? bom.contact : ''),
    )
    const companies = bom.suppliers.map((name, index) => this.#agent('Organization', name, index === 0 ? bom.contact : ''))
    const tools = bom.tools.map((tool) => this.#agent('Tool', `${tool.name}${tool.version ? `-${tool.version}` : ''}`))
    const createdBy = [...companies, ...people]
    if (createdBy.length === 0) createdBy.push(this.#agent('SoftwareAgent', 'cupel'))
    const packages = bom.components.map((component) => this.#package(component))
    const info = {
      type: 'CreationInfo',
      '@id': INFO,
      specVersion: '3.0.1',
      created: spdxTime(bom.created),
      createdBy,
      ...(tools.length > 0 && { createdUsing: tools }),
    }
    this.#relate()
    const custom = [...this.licenses.names].map(([id, name]) => this.#customLicense(id, name))
    const elements = [...this.agents.values(), ...packages, ...this.expressions.values(), ...custom, ...this.relationships]
    const root = bom.subject ? [this.idOf(bom.subject)] : []
    const sbomTypes = bom.lifecycles.filter((name) => SBOM_TYPES.has(name))
    const sbom = this.#element('software_Sbom', 'sbom', {
      ...(bom.name && { name: bom.name }),
      ...(sbomTypes.length > 0 && { software_sbomType: sbomTypes }),
      ...(root.length > 0 && { rootElement: root }),
      element: packages.map((item) => item['spdxId']),
    })
    const document = {
      ...this.#element('SpdxDocument', 'document', {
        ...(bom.name && { name: bom.name }),
        profileConformance: ['core', 'software', 'simpleLicensing'],
        rootElement: [`${this.base}#sbom`],
        element: elements.map((item) => item['spdxId']),
      }),
      spdxId: this.base,
    }
    return [info, document, sbom, ...elements]
  }

  #element(type: string, id: string, fields: JsonRecord): JsonRecord {
    return { type, spdxId: `${this.base}#${id}`, creationInfo: INFO, ...fields }
  }

  #agent(type: string, name: string, contact = ''): string {
    const key = `${type}-${uuidOf(contact ? `${name} ${contact}` : name).slice(0, 13)}`
    const externalIdentifierType = contact.includes('://') ? 'urlScheme' : 'email'
    const identified = contact && { externalIdentifier: [{ type: 'ExternalIdentifier', externalIdentifierType, identifier: contact }] }
    if (!this.agents.has(key)) this.agents.set(key, this.#element(type, key, { name, ...identified }))
    return `${this.base}#${key}`
  }

  #customLicense(id: string, name: string): JsonRecord {
    return this.#element('simplelicensing_SimpleLicensingText', id, {
      ...(name && { name }),
      simplelicensing_licenseText: name || 'NOASSERTION',
    })
  }

  #package(component: BomComponent): JsonRecord {
    const purpose = purposeName(component.type, 3)
    const website = component.references.find((reference) => reference.type === 'website')
    const download = component.references.find((reference) => reference.type === 'distribution')
    const others = component.references.filter((reference) => reference !== website && reference !== download)
    const properties: [string, string][] = component.properties.map(([name, value]) => [name, value])
    if (component.group) properties.push([CARRIED.group, component.group])
    if (component.scope) properties.push([CARRIED.scope, component.scope])
    if (!purpose) properties.push([CARRIED.type, component.type])
    const expression = this.licenses.expression(component.licenses)
    const id = this.idOf(component.ref)
    if (expression) this.#relationship('hasDeclaredLicense', id, [this.#expression(expression)])
    return {
      type: 'software_Package',
      spdxId: id,
      creationInfo: INFO,
      name: component.group ? `${component.group}/${component.name}` : component.name,
      ...(component.description && { description: component.description }),
      ...(component.version && { software_packageVersion: component.version }),
      ...(purpose && { software_primaryPurpose: purpose }),
      ...(component.purl && { software_packageUrl: component.purl }),
      ...(download && { software_downloadLocation: download.url }),
      ...(website && { software_homePage: website.url }),
      ...(component.copyright && { software_copyrightText: component.copyright }),
      ...(component.supplier && { suppliedBy: this.#agent('Organization', component.supplier, component.contact) }),
      ...(component.author && { originatedBy: [this.#agent('Person', component.author)] }),
      ...(component.hashes.length > 0 && {
        verifiedUsing: component.hashes.map((hash) => ({
          type: 'Hash',
          algorithm: hashName(hash.algorithm, 'spdx3'),
          hashValue: hash.value,
        })),
      }),
      ...(component.cpes.length > 0 && { externalIdentifier: component.cpes.map(cpeIdentifier) }),
      ...(others.length > 0 && { externalRef: others.map(externalRef) }),
      ...(properties.length > 0 && { extension: [propertiesExtension(properties)] }),
    }
  }

  #expression(expression: string): string {
    const key = `license-${uuidOf(expression).slice(0, 13)}`
    if (!this.expressions.has(key)) {
      const ids = [...this.licenses.names.keys()].filter((id) => expression.includes(id))
      const fields = {
        simplelicensing_licenseExpression: expression,
        ...(ids.length > 0 && {
          simplelicensing_customIdToUri: ids.map((id) => ({ type: 'DictionaryEntry', key: id, value: `${this.base}#${id}` })),
        }),
      }
      this.expressions.set(key, this.#element('simplelicensing_LicenseExpression', key, fields))
    }
    return `${this.base}#${key}`
  }

  #relationship(type: string, from: string, to: readonly string[], completeness = ''): void {
    this.relationships.push(
      this.#element('Relationship', `relationship-${this.relationships.length + 1}`, {
        relationshipType: type,
        from,
        to,
        ...(completeness && { completeness }),
      }),
    )
  }

  #relate(): void {
    const { bom } = this
    if (bom.subject) this.#relationship('describes', this.base, [this.idOf(bom.subject)])
    const inside = new Map<string, string[]>()
    for (const { ref, parent } of bom.components) if (parent !== undefined && this.idOf(parent)) append(inside, parent, this.idOf(ref))
    const targets = new Map<string, string[]>(bom.stated.map((ref) => [ref, []]))
    for (const [from, to] of bom.edges) {
      const known = targets.get(from)
      if (known) known.push(this.idOf(to))
      else targets.set(from, [this.idOf(to)])
    }
    const stated = new Set(bom.stated)
    for (const { ref } of bom.components) {
      const contained = inside.get(ref)
      if (contained) this.#relationship('contains', this.idOf(ref), contained)
      const to = targets.get(ref)?.filter(Boolean)
      if (!to) continue
      const none = ['https://spdx.org/rdf/3.0.1/terms/Core/NoneElement']
      this.#relationship('dependsOn', this.idOf(ref), to.length > 0 ? to : none, stated.has(ref) ? 'complete' : '')
    }
  }
}

function cpeIdentifier(cpe: string): JsonRecord {
  const externalIdentifierType = cpe.toLowerCase().startsWith('cpe:2.3:') ? 'cpe23' : 'cpe22'
  return { type: 'ExternalIdentifier', externalIdentifierType, identifier: cpe }
}

function externalRef(reference: BomReference): JsonRecord {
  const externalRefType = REFERENCE_TYPES[reference.type] ?? 'other'
  return { type: 'ExternalRef', externalRefType, locator: [reference.url], comment: `cupel:${reference.type}` }
}

function propertiesExtension(properties: readonly (readonly [string, string])[]): JsonRecord {
  return {
    type: 'extension_CdxPropertiesExtension',
    extension_cdxProperty: properties.map(([name, value]) => ({
      type: 'extension_CdxPropertyEntry',
      extension_cdxPropName: name,
      extension_cdxPropValue: value,
    })),
  }
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
