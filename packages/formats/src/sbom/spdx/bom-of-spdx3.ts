import type { Bom, BomComponent, BomReference, Hash, Problem } from '@cupel/model'
import { namesSource, SOURCE_INFO } from '../advisory-subject.ts'
import { sbomProblem } from '../bom-read.ts'
import { hashOf } from '../hash-names.ts'
import { LossCount } from '../loss-count.ts'
import { notWhole, unlistedElements } from '../not-whole.ts'
import { list, record, records, text, texts } from '../record.ts'
import type { JsonRecord } from '../record.ts'
import { RefNames } from '../ref-names.ts'
import { withCarried } from '../carried.ts'
import { licensesOf } from './licenses-of.ts'
import { purposeType } from './purpose.ts'
import { sortRelations } from './relations.ts'
import type { Relation } from './relations.ts'
import { spdx3Graph, spdx3Id, spdx3Type } from './spdx3-graph.ts'
import type { Spdx3Graph } from './spdx3-graph.ts'
import { stated, toolOf } from './spdx-text.ts'

const COMPONENT_TYPES: ReadonlySet<string> = new Set(['software_Package', 'software_File', 'ai_AIPackage', 'dataset_DatasetPackage'])
const HELPER_TYPES: ReadonlySet<string> = new Set([
  'CreationInfo',
  'SpdxDocument',
  'software_Sbom',
  'Bom',
  'Person',
  'Organization',
  'Agent',
  'SoftwareAgent',
  'Tool',
  'Relationship',
  'LifecycleScopedRelationship',
  'simplelicensing_LicenseExpression',
  'simplelicensing_SimpleLicensingText',
  'expandedlicensing_CustomLicense',
  'expandedlicensing_ListedLicense',
  'Hash',
  'ExternalIdentifier',
  'ExternalRef',
])

/** Relationship types of SPDX 3 in the words of SPDX 2. Types that are not here are counted by their name. */
const RELATIONS: Readonly<Record<string, string>> = {
  dependsOn: 'DEPENDS_ON',
  hasDynamicLink: 'DYNAMIC_LINK',
  hasStaticLink: 'STATIC_LINK',
  hasOptionalDependency: 'DEPENDS_ON',
  hasProvidedDependency: 'DEPENDS_ON',
  hasPrerequisite: 'HAS_PREREQUISITE',
  contains: 'CONTAINS',
  describes: 'DESCRIBES',
}

/** The Bom of an SPDX 3.0 document. Never throws: what is wrong is left out. */
export function bomOfSpdx3(document: JsonRecord): { bom: Bom; problems: readonly Problem[]; specVersion: string } {
  const graph = spdx3Graph(document)
  const lost = new LossCount()
  const licenses = licensesByElement(graph)
  const names = new RefNames()
  const found: BomComponent[] = []
  for (const object of graph.objects) {
    const type = spdx3Type(object)
    if (COMPONENT_TYPES.has(type)) {
      const own = licenses.get(spdx3Id(object))
      found.push({ ...componentOf(object, graph, lost), ref: names.take(spdx3Id(object)), licenses: own?.declared ?? own?.concluded ?? [] })
    } else if (!HELPER_TYPES.has(type)) lost.add(`element ${type || 'without type'}`)
  }

  const ofType = (type: string): JsonRecord => graph.objects.find((object) => spdx3Type(object) === type) ?? {}
  const spdxDocument = ofType('SpdxDocument')
  const sbom = ofType('software_Sbom')
  const documentId = spdx3Id(spdxDocument)
  const roots = [sbom, spdxDocument, ofType('Bom')].flatMap((collection) => texts(collection['rootElement']))
  const {
    components,
    edges,
    stated: statedRefs,
    described,
    dangling,
    unlisted,
  } = sortRelations(found, relationsOf(graph, documentId, lost), { documentId, others: new Set(graph.objects.map(spdx3Id)), lost })
  const subject = described[0] ?? roots.find((root) => names.taken.has(root)) ?? ''

  const problems = lost.problems()
  if (dangling > 0)
    problems.push(sbomProblem('unsupported-content', `${dangling} relationships name something that is not in the document`))
  if (components.length === 0) problems.push(sbomProblem('entries-lost', 'the document lists no packages', 'incomplete'))
  const info = graph.resolve(spdxDocument['creationInfo'] ?? spdx3Id(ofType('CreationInfo')))
  const infoOrAny = Object.keys(info).length > 0 ? info : ofType('CreationInfo')
  const agents = list(infoOrAny['createdBy']).map((agent) => graph.resolve(agent))
  const namesOf = (type: string): string[] =>
    agents
      .filter((agent) => spdx3Type(agent) === type)
      .map((agent) => text(agent['name']))
      .filter(Boolean)
  const dataLicense = spdxDocument['dataLicense']
  const bom: Bom = {
    id: documentId,
    name: text(spdxDocument['name']) || text(sbom['name']),
    created: text(infoOrAny['created']),
    authors: namesOf('Person'),
    suppliers: namesOf('Organization'),
    tools: list(infoOrAny['createdUsing'])
      .map((tool) => toolOf(text(graph.resolve(tool)['name'])))
      .filter((tool) => tool.name !== ''),
    dataLicense: expressionOf(graph.resolve(dataLicense), graph) || text(dataLicense).replace('https://spdx.org/licenses/', ''),
    lifecycles: texts(sbom['software_sbomType']),
    subject,
    components: notWhole(components, [...unlistedElements(unlisted), ...incompleteRelations(graph)]),
    edges,
    stated: statedRefs,
    ...contactOf(agents, graph),
  }
  return { bom, problems, specVersion: text(infoOrAny['specVersion']) }
}

function componentOf(object: JsonRecord, graph: Spdx3Graph, lost: LossCount): BomComponent {
  const isFile = spdx3Type(object) === 'software_File'
  const references: BomReference[] = []
  const homepage = stated(object['software_homePage'])
  if (homepage) references.push({ type: 'website', url: homepage })
  const download = stated(object['software_downloadLocation'])
  if (download) references.push({ type: 'distribution', url: download })
  for (const item of list(object['externalRef']).map((value) => graph.resolve(value))) {
    const type = text(item['comment']).startsWith('cupel:') ? text(item['comment']).slice(6) : text(item['externalRefType'])
    for (const url of texts(item['locator'])) references.push({ type, url })
  }
  const cpes: string[] = []
  const purls = [text(object['software_packageUrl'])].filter(Boolean)
  for (const item of list(object['externalIdentifier']).map((value) => graph.resolve(value))) {
    const type = text(item['externalIdentifierType'])
    const value = text(item['identifier'])
    if (type === 'cpe22' || type === 'cpe23') cpes.push(value)
    else if (type === 'packageUrl' || type === 'purl') purls.push(value)
    else lost.add(`external identifier ${type}`)
  }
  const hashes: Hash[] = []
  for (const item of list(object['verifiedUsing']).map((value) => graph.resolve(value))) {
    const hash = hashOf(text(item['algorithm']), text(item['hashValue']))
    if (hash) hashes.push(hash)
    else lost.add('hash of an unknown algorithm or kind')
  }
  const source = text(object['software_sourceInfo'])
  const isKept = namesSource(source)
  for (const key of [
    'software_attributionText',
    'software_contentIdentifier',
    'software_sourceInfo',
    'comment',
    'builtTime',
    'validUntilTime',
  ]) {
    if (object[key] !== undefined && !(key === 'software_sourceInfo' && isKept)) lost.add(`element ${key}`)
  }
  const component: BomComponent = {
    ref: spdx3Id(object),
    type: isFile ? 'file' : purposeType(text(object['software_primaryPurpose'])),
    name: text(object['name']),
    group: '',
    version: text(object['software_packageVersion']),
    purl: purls[0] ?? '',
    cpes,
    licenses: [],
    hashes,
    supplier: text(graph.resolve(object['suppliedBy'])['name']),
    author: list(object['originatedBy'])
      .map((agent) => text(graph.resolve(agent)['name']))
      .filter(Boolean)
      .join(', '),
    copyright: stated(object['software_copyrightText']),
    description: text(object['description']) || text(object['summary']),
    scope: '',
    references,
    properties: [...purls.slice(1).map((purl) => ['spdx:purl', purl] as const), ...(isKept ? [[SOURCE_INFO, source] as const] : [])],
    ...contactOf(
      [...list(object['originatedBy']), object['suppliedBy']].map((agent) => graph.resolve(agent)),
      graph,
    ),
  }
  return withCarried(component, propertiesOf(object, graph))
}

function propertiesOf(object: JsonRecord, graph: Spdx3Graph): [string, string][] {
  return list(object['extension'])
    .map((value) => graph.resolve(value))
    .flatMap((extension) => records(extension['extension_cdxProperty']))
    .map((entry) => [text(entry['extension_cdxPropName']), text(entry['extension_cdxPropValue'])])
}

function contactOf(agents: readonly JsonRecord[], graph: Spdx3Graph): { contact?: string } {
  const identifiers = agents.flatMap((agent) => list(agent['externalIdentifier'])).map((value) => graph.resolve(value))
  const contact = identifiers.map((item) => text(item['identifier'])).find((value) => value.includes('@') || value.includes('://'))
  return contact ? { contact } : {}
}

interface Licenses {
  declared?: string[]
  concluded?: string[]
}

function licensesByElement(graph: Spdx3Graph): Map<string, Licenses> {
  const byElement = new Map<string, Licenses>()
  for (const object of graph.objects) {
    const type = text(object['relationshipType'])
    if (type !== 'hasDeclaredLicense' && type !== 'hasConcludedLicense') continue
    const found = list(object['to']).flatMap((target) => {
      const license = graph.resolve(target)
      return licensesOf(expressionOf(license, graph), '', customNames(license, graph))
    })
    if (found.length === 0) continue
    const id = typeof object['from'] === 'string' ? object['from'] : spdx3Id(record(object['from']))
    const entry = byElement.get(id) ?? {}
    byElement.set(id, { ...entry, [type === 'hasDeclaredLicense' ? 'declared' : 'concluded']: found })
  }
  return byElement
}

function expressionOf(license: JsonRecord, graph: Spdx3Graph): string {
  const expression = stated(text(license['simplelicensing_licenseExpression']))
  if (expression) return expression
  const type = spdx3Type(license)
  if (type === 'expandedlicensing_ListedLicense') return spdx3Id(license).replace(/^.*\//, '')
  if (type === 'expandedlicensing_CustomLicense' || type === 'simplelicensing_SimpleLicensingText') return text(license['name'])
  if (!type.endsWith('LicenseSet')) return ''
  const joint = type.includes('Conjunctive') ? ' AND ' : ' OR '
  return list(license['expandedlicensing_member'])
    .map((member) => expressionOf(graph.resolve(member), graph))
    .filter(Boolean)
    .join(joint)
}

/** Names of the LicenseRef identifiers that an expression explains by its customIdToUri entries. */
function customNames(license: JsonRecord, graph: Spdx3Graph): Map<string, string> {
  const names = new Map<string, string>()
  for (const entry of records(license['simplelicensing_customIdToUri'])) {
    const name = text(graph.resolve(entry['value'])['name'])
    if (name) names.set(text(entry['key']), name)
  }
  return names
}

/** What relationships say is missing from their other ends (`completeness`, model Core). */
function incompleteRelations(graph: Spdx3Graph): readonly string[] {
  const isIncomplete = (object: JsonRecord): boolean =>
    RELATIONS[text(object['relationshipType'])] !== undefined && /(?:^|\/)incomplete$/.test(text(object['completeness']))
  return graph.objects.some(isIncomplete) ? ['some of its relationships are incomplete'] : []
}

function* relationsOf(graph: Spdx3Graph, documentId: string, lost: LossCount): Generator<Relation> {
  const idOf = (value: unknown): string => (typeof value === 'string' ? value : spdx3Id(record(value)))
  for (const object of graph.objects) {
    const type = text(object['relationshipType'])
    if (type === '' || type === 'hasDeclaredLicense' || type === 'hasConcludedLicense') continue
    const known = RELATIONS[type]
    if (!known) {
      lost.add(`relationship ${type}`)
      continue
    }
    const from = idOf(object['from'])
    for (const to of list(object['to']).map(idOf)) {
      // Also NoAssertionElement: what nobody says is no element.
      const none = /(?:^|\/)(?:None|NoAssertion)Element$/.test(to)
      // Whatever describes it, the document or the SBOM inside it: the described element is what matters.
      yield { from: type === 'describes' ? documentId : from, to: none ? 'NONE' : to, type: known }
    }
  }
}
