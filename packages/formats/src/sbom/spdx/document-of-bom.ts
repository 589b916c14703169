import type { Bom, BomComponent, BomReference } from '@cupel/model'
import { CARRIED } from '../carried.ts'
import { uuidOf } from '../digest-id.ts'
import { hashName } from '../hash-names.ts'
import type { JsonRecord } from '../record.ts'
import { TEXT_RULES } from '../grammar/text-rule.ts'
import { LicenseRefs } from './license-refs.ts'
import { purposeName } from './purpose.ts'
import { spdxIds } from './spdx-ids.ts'
import { propertyComment } from './spdx-text.ts'

const EPOCH = '1970-01-01T00:00:00Z'

/** A Bom in the shape of SPDX 2.3 JSON. Pure: the namespace is the Bom's own, or made from the content. */
export function spdx2Document(bom: Bom): JsonRecord {
  const ids = spdxIds(bom.components.map((component) => component.ref))
  const idOf = (ref: string): string => ids.get(ref) ?? ''
  const licenses = new LicenseRefs()
  const created = spdxTime(bom.created)
  const packages = bom.components.map((component) => packageOf(component, { id: idOf(component.ref), created, licenses }))
  const body: JsonRecord = {
    name: bom.name || 'bill-of-materials',
    creationInfo: { created, creators: creatorsOf(bom) },
    ...(bom.subject && { documentDescribes: [idOf(bom.subject)] }),
    packages,
    ...(licenses.names.size > 0 && {
      hasExtractedLicensingInfos: [...licenses.names].map(([licenseId, name]) => extracted(licenseId, name)),
    }),
    relationships: relationshipsOf(bom, idOf),
  }
  const isUri = /^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s#]+$/.test(bom.id)
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    documentNamespace: isUri ? bom.id : `urn:uuid:${uuidOf(JSON.stringify([bom.id, body]))}`,
    ...body,
  }
}

/** A time in the only form SPDX allows, UTC without fractions; the epoch when none is stated, since it is mandatory. */
export function spdxTime(time: string): string {
  if (!TEXT_RULES['datetime']?.test(time)) return EPOCH
  const date = new Date(time.replace(' ', 'T'))
  return Number.isNaN(date.getTime()) ? EPOCH : date.toISOString().replace(/\.[0-9]+Z$/, 'Z')
}

function creatorsOf(bom: Bom): string[] {
  const creators = [
    ...bom.tools.map((tool) => `Tool: ${tool.name}${tool.version ? `-${tool.version}` : ''}`),
    ...bom.suppliers.map((name, index) => agent('Organization', name, index === 0 ? bom.contact : '')),
    ...bom.authors.map((name, index) => agent('Person', name, index === 0 && bom.suppliers.length === 0 ? bom.contact : '')),
  ].map((creator) => creator.replace(/\s+/g, ' '))
  return creators.length > 0 ? creators : ['Tool: cupel']
}

/** A name that ends in brackets gets empty ones behind it: the last brackets are the e-mail address (§7.5). */
function agent(kind: 'Organization' | 'Person', name: string, contact = ''): string {
  const address = /^[^()\s]+$/.test(contact) ? ` (${contact})` : name.endsWith(')') ? ' ()' : ''
  return `${kind}: ${name.replace(/\s+/g, ' ')}${address}`
}

function extracted(licenseId: string, name: string): JsonRecord {
  return { licenseId, extractedText: name || 'NOASSERTION', ...(name && { name }) }
}

function packageOf(component: BomComponent, context: { id: string; created: string; licenses: LicenseRefs }): JsonRecord {
  const purpose = purposeName(component.type, 2).replaceAll('-', '_')
  const website = component.references.find((reference) => reference.type === 'website')
  const download = component.references.find((reference) => reference.type === 'distribution' && isDownload(reference.url))
  const others = component.references.filter((reference) => reference !== website && reference !== download)
  const checksums = component.hashes.map((hash) => ({ algorithm: hashName(hash.algorithm, 'spdx2'), checksumValue: hash.value }))
  const carried: [string, string][] = []
  if (component.group) carried.push([CARRIED.group, component.group])
  if (component.scope) carried.push([CARRIED.scope, component.scope])
  if (!purpose) carried.push([CARRIED.type, component.type])
  const cpes = component.cpes.filter((cpe) => /^cpe:(?:2\.3:|\/)\S*$/i.test(cpe))
  for (const cpe of component.cpes) if (!cpes.includes(cpe)) carried.push([CARRIED.cpe, cpe])
  const externalRefs = [
    ...(component.purl ? [externalRef('PACKAGE-MANAGER', 'purl', component.purl)] : []),
    ...cpes.map((cpe) => externalRef('SECURITY', cpe.toLowerCase().startsWith('cpe:2.3:') ? 'cpe23Type' : 'cpe22Type', cpe)),
    ...others.map(referenceToObject),
  ]
  const annotations = [...carried, ...component.properties].map(([name, value]) => ({
    annotationDate: context.created,
    annotationType: 'OTHER',
    annotator: 'Tool: cupel',
    comment: propertyComment(name, value),
  }))
  return {
    SPDXID: context.id,
    name: component.group ? `${component.group}/${component.name}` : component.name,
    ...(component.version && { versionInfo: component.version }),
    ...(component.supplier && { supplier: agent('Organization', component.supplier, component.contact) }),
    ...(component.author && { originator: agent('Person', component.author) }),
    downloadLocation: download?.url ?? 'NOASSERTION',
    filesAnalyzed: false,
    ...(website && { homepage: website.url }),
    ...(checksums.length > 0 && { checksums }),
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: context.licenses.expression(component.licenses) || 'NOASSERTION',
    copyrightText: component.copyright || 'NOASSERTION',
    ...(component.description && { description: component.description }),
    ...(purpose && { primaryPackagePurpose: purpose }),
    ...(externalRefs.length > 0 && { externalRefs }),
    ...(annotations.length > 0 && { annotations }),
  }
}

function isDownload(url: string): boolean {
  return /^(?:[a-zA-Z][a-zA-Z0-9+.-]*):\/?\/?\S+$/.test(url)
}

function referenceToObject(reference: BomReference): JsonRecord {
  if (reference.type === 'advisories') return externalRef('SECURITY', 'advisory', reference.url)
  return externalRef('OTHER', reference.type.replace(/\s+/g, '-') || 'other', reference.url)
}

function externalRef(referenceCategory: string, referenceType: string, locator: string): JsonRecord {
  return { referenceCategory, referenceType, referenceLocator: locator.replace(/\s/g, (space) => encodeURIComponent(space)) }
}

function relationshipsOf(bom: Bom, idOf: (ref: string) => string): JsonRecord[] {
  const relationships: JsonRecord[] = []
  const relate = (from: string, relationshipType: string, to: string): void => {
    relationships.push({ spdxElementId: from, relationshipType, relatedSpdxElement: to })
  }
  if (bom.subject) relate('SPDXRef-DOCUMENT', 'DESCRIBES', idOf(bom.subject))
  for (const component of bom.components) {
    const outer = component.parent === undefined ? '' : idOf(component.parent)
    if (outer) relate(outer, 'CONTAINS', idOf(component.ref))
  }
  const targets = new Map<string, string[]>(bom.stated.map((ref) => [ref, []]))
  for (const [from, to] of bom.edges) {
    const known = targets.get(from)
    if (known) known.push(to)
    else targets.set(from, [to])
  }
  for (const { ref } of bom.components) {
    const to = targets.get(ref)
    if (to?.length === 0) relate(idOf(ref), 'DEPENDS_ON', 'NONE')
    for (const target of to ?? []) if (idOf(target)) relate(idOf(ref), 'DEPENDS_ON', idOf(target))
  }
  return relationships
}
