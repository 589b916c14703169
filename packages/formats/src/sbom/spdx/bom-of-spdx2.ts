import type { Bom, BomComponent, BomReference, Hash, Problem } from '@cupel/model'
import { namesSource, SOURCE_INFO } from '../advisory-subject.ts'
import { sbomProblem } from '../bom-read.ts'
import { hashOf } from '../hash-names.ts'
import { LossCount } from '../loss-count.ts'
import { notWhole, unlistedElements } from '../not-whole.ts'
import { eachRecord, list, record, records, text, texts } from '../record.ts'
import type { JsonRecord } from '../record.ts'
import { RefNames } from '../ref-names.ts'
import { withCarried } from '../carried.ts'
import { licensesOf } from './licenses-of.ts'
import { purposeType } from './purpose.ts'
import { sortRelations } from './relations.ts'
import type { Relation } from './relations.ts'
import { agentContact, agentName, propertyOfComment, stated, toolOf } from './spdx-text.ts'

/** Fields of a package or file that the model has no place for. */
const LOST: readonly string[] = [
  'attributionTexts',
  'licenseComments',
  'licenseInfoFromFiles',
  'licenseInfoInFiles',
  'packageVerificationCode',
  'sourceInfo',
  'comment',
  'noticeText',
  'fileContributors',
  'validUntilDate',
  'releaseDate',
  'builtDate',
]

/** Name of the property in the BSI's taxonomy for CycloneDX; SPDX 2 has a field of its own. */
const FILE_NAME = 'bsi:component:filename'

/** The Bom of an SPDX 2 document in the shape of its JSON encoding. Never throws: what is wrong is left out. */
export function bomOfSpdx2(document: JsonRecord): { bom: Bom; problems: readonly Problem[] } {
  const lost = new LossCount()
  lost.add('snippets', list(document['snippets']).length)
  lost.add('external document references', list(document['externalDocumentRefs']).length)
  lost.add('annotations of the document', list(document['annotations']).length)
  const names = new Map<string, string>()
  for (const info of records(document['hasExtractedLicensingInfos'])) {
    const name = stated(info['name'])
    if (name) names.set(text(info['licenseId']), name)
    else lost.add('text of a licence')
  }

  const refs = new RefNames()
  const found: BomComponent[] = []
  const add = (component: BomComponent): void => void found.push({ ...component, ref: refs.take(component.ref) })
  const files: Relation[] = []
  for (const item of eachRecord(document['packages'])) {
    add(packageOf(item, names, lost))
    for (const to of texts(item['hasFiles'])) files.push({ from: text(item['SPDXID']), to, type: 'CONTAINS' })
  }
  for (const item of eachRecord(document['files'])) add(fileOf(item, names, lost))
  const documentId = text(document['SPDXID'])
  const {
    components,
    edges,
    stated: statedRefs,
    described,
    dangling,
    unlisted,
  } = sortRelations(found, relationsOf(document, documentId, files), { documentId, others: otherElements(document, files), lost })
  if (described.length > 1) lost.add('second described element', described.length - 1)

  const problems = lost.problems()
  if (dangling > 0)
    problems.push(sbomProblem('unsupported-content', `${dangling} relationships name something that is not in the document`))
  if (components.length === 0) problems.push(sbomProblem('entries-lost', 'the document lists no packages', 'incomplete'))
  const info = record(document['creationInfo'])
  const creators = texts(info['creators'])
  const of = (kind: string): string[] => creators.filter((creator) => creator.startsWith(`${kind}:`)).map(agentName)
  const bom: Bom = {
    id: text(document['documentNamespace']),
    name: text(document['name']),
    created: text(info['created']),
    authors: of('Person'),
    suppliers: of('Organization'),
    tools: of('Tool').map(toolOf),
    dataLicense: text(document['dataLicense']),
    lifecycles: [],
    subject: described[0] ?? '',
    components: notWhole(components, unlistedElements(unlisted)),
    edges,
    stated: statedRefs,
    ...contactOf(creators),
  }
  return { bom, problems }
}

/** Snippets are parts of files, and a list of a package's files says nothing of what else there is. */
function otherElements(document: JsonRecord, files: readonly Relation[]): ReadonlySet<string> {
  return new Set([...records(document['snippets']).map((snippet) => text(snippet['SPDXID'])), ...files.map(({ to }) => to)])
}

function* relationsOf(document: JsonRecord, documentId: string, files: readonly Relation[]): Generator<Relation> {
  for (const to of texts(document['documentDescribes'])) yield { from: documentId, to, type: 'DESCRIBES' }
  yield* files
  for (const item of eachRecord(document['relationships'])) {
    yield { from: text(item['spdxElementId']), to: text(item['relatedSpdxElement']), type: text(item['relationshipType']).toUpperCase() }
  }
}

function packageOf(item: JsonRecord, names: ReadonlyMap<string, string>, lost: LossCount): BomComponent {
  const source = stated(item['sourceInfo'])
  const isKept = namesSource(source)
  for (const key of LOST) {
    if (key === 'sourceInfo' && isKept) continue
    if (stated(item[key]) || (typeof item[key] === 'object' && list(item[key]).length > 0)) lost.add(`package ${key}`)
  }
  const references: BomReference[] = []
  const homepage = stated(item['homepage'])
  if (homepage) references.push({ type: 'website', url: homepage })
  const download = stated(item['downloadLocation'])
  if (download) references.push({ type: 'distribution', url: download })
  const cpes: string[] = []
  const purls: string[] = []
  for (const ref of records(item['externalRefs'])) {
    // Version 2.2 named the types of its list by their IRI.
    const type = text(ref['referenceType']).replace(/^https?:\/\/spdx\.org\/rdf\/references\//, '')
    const locator = text(ref['referenceLocator'])
    if (type === 'purl') purls.push(locator)
    else if (type === 'cpe22Type' || type === 'cpe23Type') cpes.push(locator)
    else references.push({ type: type === 'advisory' ? 'advisories' : type, url: locator })
  }
  const declared = stated(item['licenseDeclared'])
  const concluded = stated(item['licenseConcluded'])
  const properties = annotated(item, lost)
  if (declared && concluded && declared !== concluded) properties.push(['spdx:licenseConcluded', concluded])
  const fileName = text(item['packageFileName'])
  if (fileName && !properties.some(([name]) => name === FILE_NAME)) properties.push([FILE_NAME, fileName])
  for (const purl of purls.slice(1)) properties.push(['spdx:purl', purl])
  if (isKept) properties.push([SOURCE_INFO, source])
  const component: BomComponent = {
    ref: text(item['SPDXID']),
    type: purposeType(text(item['primaryPackagePurpose'])),
    name: text(item['name']),
    group: '',
    version: stated(item['versionInfo']),
    purl: purls[0] ?? '',
    cpes,
    licenses: licensesOf(declared, concluded, names),
    hashes: hashesOf(item['checksums'], lost),
    supplier: agentName(stated(item['supplier'])),
    author: agentName(stated(item['originator'])),
    copyright: stated(item['copyrightText']),
    description: stated(item['description']) || stated(item['summary']),
    scope: '',
    references,
    properties: [],
    ...contactOf([stated(item['originator']), stated(item['supplier'])]),
  }
  return withCarried(component, properties)
}

function contactOf(agents: readonly string[]): { contact?: string } {
  const contact = agents.map(agentContact).find(Boolean)
  return contact ? { contact } : {}
}

function fileOf(item: JsonRecord, names: ReadonlyMap<string, string>, lost: LossCount): BomComponent {
  for (const key of LOST) if (stated(item[key])) lost.add(`file ${key}`)
  const inFile = texts(item['licenseInfoInFiles']).filter((license) => stated(license))
  const component: BomComponent = {
    ref: text(item['SPDXID']),
    type: 'file',
    name: text(item['fileName']),
    group: '',
    version: '',
    purl: '',
    cpes: [],
    licenses: licensesOf(item['licenseConcluded'], inFile.length === 1 ? inFile[0] : '', names),
    hashes: hashesOf(item['checksums'], lost),
    supplier: '',
    author: '',
    copyright: stated(item['copyrightText']),
    description: '',
    scope: '',
    references: [],
    properties: [],
  }
  return withCarried(component, annotated(item, lost))
}

function hashesOf(value: unknown, lost: LossCount): Hash[] {
  const hashes: Hash[] = []
  for (const checksum of records(value)) {
    const hash = hashOf(text(checksum['algorithm']), text(checksum['checksumValue']))
    if (hash) hashes.push(hash)
    else lost.add('checksum of an unknown algorithm')
  }
  return hashes
}

function annotated(item: JsonRecord, lost: LossCount): [string, string][] {
  const properties: [string, string][] = []
  for (const annotation of records(item['annotations'])) {
    const property = propertyOfComment(text(annotation['comment']))
    if (property) properties.push(property)
    else lost.add('annotation of a component')
  }
  return properties
}
