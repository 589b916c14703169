import type { BomComponent, BomReference } from '@cupel/model'
import { CARRIED } from '../carried.ts'
import { hashName } from '../hash-names.ts'
import { licenseKind } from '../license-text.ts'
import type { JsonRecord } from '../record.ts'
import { TEXT_RULES } from '../grammar/text-rule.ts'
import { forVersion } from '../grammar/version-mark.ts'

const LATER_TYPES: Readonly<Record<string, number>> = {
  platform: 5,
  'device-driver': 5,
  'machine-learning-model': 5,
  data: 5,
  'cryptographic-asset': 6,
}

/** Types of external references with the version that brought them (CycloneDX 1.7, `externalReference.type`). */
const REFERENCE_TYPES: readonly string[] = (
  'vcs issue-tracker website advisories bom mailing-list social chat documentation support distribution license build-meta ' +
  'build-system other release-notes@4 distribution-intake@5 security-contact@5 model-card@5 log@5 configuration@5 evidence@5 ' +
  'formulation@5 attestation@5 threat-model@5 adversary-model@5 risk-assessment@5 vulnerability-assertion@5 ' +
  'exploitability-statement@5 pentest-report@5 static-analysis-report@5 dynamic-analysis-report@5 runtime-analysis-report@5 ' +
  'component-analysis-report@5 maturity-report@5 certification-report@5 codified-infrastructure@5 quality-metrics@5 poam@5 ' +
  'source-distribution@6 electronic-signature@6 digital-signature@6 rfc-9116@6'
).split(' ')

/** A component in the shape of CycloneDX 1.minor JSON, without the components inside it. What that version lacks becomes a property. */
export function componentToObject(component: BomComponent, minor: number): Record<string, unknown> {
  const carried: [string, string][] = []
  const tooNew = (LATER_TYPES[component.type] ?? 0) > minor
  if (tooNew) carried.push([CARRIED.type, component.type])
  const hashes: JsonRecord[] = []
  for (const { algorithm, value } of component.hashes) {
    const alg = hashName(algorithm, 'cyclonedx')
    if (alg && TEXT_RULES['digest']?.test(value)) hashes.push({ alg, content: value })
    else carried.push([CARRIED.hash, `${algorithm}:${value}`])
  }
  const cpe = component.cpes.find((name) => TEXT_RULES['cpe']?.test(name))
  for (const other of component.cpes) if (other !== cpe) carried.push([CARRIED.cpe, other])
  const version = component.version.slice(0, 1024)
  if (version !== component.version) carried.push([CARRIED.version, component.version])
  const properties = [...carried, ...component.properties]
  return {
    type: tooNew ? 'library' : component.type,
    'bom-ref': component.ref,
    ...((component.supplier || component.contact) && { supplier: entityToObject(component.supplier, component.contact) }),
    ...(component.author && (minor >= 6 ? { authors: [{ name: component.author }] } : { author: component.author })),
    ...(component.group && { group: component.group }),
    name: component.name,
    ...(version && { version }),
    ...(component.description && { description: component.description }),
    ...(component.scope && { scope: component.scope }),
    ...(hashes.length > 0 && { hashes }),
    ...(component.licenses.length > 0 && { licenses: licensesToObjects(component.licenses, minor) }),
    ...(component.copyright && { copyright: component.copyright }),
    ...(cpe && { cpe }),
    ...(component.purl && { purl: component.purl }),
    ...(component.references.length > 0 && {
      externalReferences: component.references.map((reference) => referenceToObject(reference, minor)),
    }),
    ...(properties.length > 0 && { properties: properties.map(([name, value]) => ({ name, value })) }),
  }
}

/** An organization with its e-mail address or URL. */
export function entityToObject(name: string, contact = ''): JsonRecord {
  const isMail = /^[^\s/@]+@[^\s/@]+$/.test(contact)
  return { ...(name && { name }), ...(contact && !isMail && { url: [contact] }), ...(isMail && { contact: [{ email: contact }] }) }
}

/**
 * A list of licences. Up to 1.6 an expression has to stand alone, so beside others it is written as a named licence: its
 * text stays, and readers that parse it get the expression back.
 */
export function licensesToObjects(licenses: readonly string[], minor: number): JsonRecord[] {
  return licenses.map((license) => {
    const kind = licenseKind(license)
    if (kind === 'id') return { license: { id: license } }
    if (kind === 'expression' && (licenses.length === 1 || minor >= 7)) return { expression: license }
    return { license: { name: license } }
  })
}

function referenceToObject(reference: BomReference, minor: number): JsonRecord {
  const known = REFERENCE_TYPES.some((type) => forVersion(type, minor) === reference.type)
  return { type: known ? reference.type : 'other', url: reference.url }
}
