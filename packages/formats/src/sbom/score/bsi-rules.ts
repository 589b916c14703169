import type { BomComponent } from '@cupel/model'
import { TEXT_RULES } from '../grammar/text-rule.ts'
import { licenseKind } from '../license-text.ts'
import { componentRule, documentRule } from './rule.ts'
import type { ScoreInput, ScoreRule } from './rule.ts'

const standard = 'BSI TR-03183-2 v2.1'
const CONTACT = /^(?:[^\s/@]+@[^\s/@]+|https?:\/\/\S+)$/

/**
 * BSI TR-03183-2 version 2.1.0 (2025-08-20). Required fields weigh 2 points, additional ones 1. The original licences are
 * not told apart from the distribution licences in our model and are not judged.
 */
export const BSI_RULES: readonly ScoreRule[] = [
  documentRule(
    { id: 'bsi-format', standard, section: '4', points: 2, title: 'Format and version' },
    isAllowedFormat,
    'CycloneDX 1.6 or SPDX 3.0.1 or later as its format',
  ),
  documentRule(
    { id: 'bsi-sbom-creator', standard, section: '5.2.1', points: 2, title: 'Creator of the SBOM' },
    ({ bom }) => CONTACT.test(bom.contact ?? ''),
    'an e-mail address or URL of its creator',
  ),
  documentRule(
    { id: 'bsi-timestamp', standard, section: '5.2.1', points: 2, title: 'Timestamp' },
    ({ bom }) => TEXT_RULES['datetime']?.test(bom.created) === true,
    'the time of its making',
  ),
  required(
    'bsi-component-creator',
    'Component creator',
    (component) => CONTACT.test(component.contact ?? ''),
    'an e-mail address or URL of the creator',
  ),
  required('bsi-component-name', 'Component name', (component) => component.name !== '', 'a name'),
  required('bsi-component-version', 'Component version', (component) => component.version !== '', 'a version'),
  required('bsi-filename', 'Filename of the component', (component) => property(component, 'filename') !== '', 'a file name'),
  componentRule(
    { id: 'bsi-dependencies', standard, section: '5.2.2', points: 2, title: 'Dependencies on other components' },
    (component, bom) => statedSet(bom.stated).has(component.ref),
    'their dependencies stated, even where there are none',
  ),
  required(
    'bsi-licences',
    'Distribution licences',
    (component) => component.licenses.length > 0 && component.licenses.every((license) => licenseKind(license) !== 'name'),
    'licences as SPDX identifiers or expressions',
  ),
  required(
    'bsi-hash',
    'Hash value of the deployable component',
    (component) => component.hashes.some((hash) => hash.algorithm === 'sha512'),
    'a SHA-512 digest',
  ),
  required('bsi-executable', 'Executable property', (component) => property(component, 'executable') !== '', 'the executable property'),
  required('bsi-archive', 'Archive property', (component) => property(component, 'archive') !== '', 'the archive property'),
  required('bsi-structured', 'Structured property', (component) => property(component, 'structured') !== '', 'the structured property'),
  documentRule(
    { id: 'bsi-sbom-uri', standard, section: '5.2.3', points: 1, title: 'SBOM-URI' },
    ({ bom }) => bom.id.includes(':'),
    'a URI of its own',
  ),
  additional(
    'bsi-source-uri',
    'Source code URI',
    (component) => hasReference(component, ['vcs', 'source-distribution']),
    'a source code address',
  ),
  additional(
    'bsi-deployable-uri',
    'URI of the deployable form',
    (component) => hasReference(component, ['distribution', 'distribution-intake']),
    'a download address',
  ),
  additional(
    'bsi-identifiers',
    'Other unique identifiers',
    (component) => component.purl !== '' || component.cpes.length > 0,
    'a package URL or CPE',
  ),
]

function required(id: string, title: string, test: (component: BomComponent) => boolean, wanted: string): ScoreRule {
  return componentRule({ id, standard, section: '5.2.2', points: 2, title }, test, wanted)
}

function additional(id: string, title: string, test: (component: BomComponent) => boolean, wanted: string): ScoreRule {
  return componentRule({ id, standard, section: '5.2.4', points: 1, title }, test, wanted)
}

function isAllowedFormat({ format }: ScoreInput): boolean {
  if (!format || format.encoding === 'textproto' || format.encoding === 'protobuf') return false
  const [major = 0, minor = 0, patch = 0] = format.version.split('.').map(Number)
  if (format.name === 'CycloneDX') return major > 1 || (major === 1 && minor >= 6)
  return major > 3 || (major === 3 && (minor > 0 || patch >= 1))
}

/** Properties of the BSI's CycloneDX taxonomy (§8.2, table 9). */
function property(component: BomComponent, name: string): string {
  return component.properties.find(([key]) => key === `bsi:component:${name}`)?.[1] ?? ''
}

function hasReference(component: BomComponent, types: readonly string[]): boolean {
  return component.references.some((reference) => types.includes(reference.type) && reference.url !== '')
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>()

function statedSet(refs: readonly string[]): ReadonlySet<string> {
  let set = sets.get(refs)
  if (!set) sets.set(refs, (set = new Set(refs)))
  return set
}
