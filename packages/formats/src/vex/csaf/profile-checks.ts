import { isObject, objectsOf, textOf, textsOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { CsafCheck } from './check.ts'
import { csafGroups } from './products.ts'
import { productsOf, vulnerabilitiesOf } from './vulnerability-checks.ts'

const ADVISORY = ['csaf_security_advisory', 'csaf_vex', 'csaf_deprecated_security_advisory']
const SECURITY = ['csaf_security_advisory', 'csaf_deprecated_security_advisory']
const INFORMATIONAL = ['csaf_informational_advisory', 'csaf_security_incident_response']
const CLOSED = ['csaf_withdrawn', 'csaf_superseded']
const PROFILES = ['csaf_base', ...ADVISORY, ...INFORMATIONAL, ...CLOSED]

/** Tests of what the document's category (its profile, §4) asks for. */
export const PROFILE_CHECKS: readonly CsafCheck[] = [
  { id: '6.1.26', title: 'prohibited document category name', broken: (csaf) => isProhibited(categoryOf(csaf)) },
  { id: '6.1.27.1', title: 'document notes', broken: (csaf) => isOf(csaf, INFORMATIONAL) && !hasNote(csaf) },
  { id: '6.1.27.2', title: 'document references', broken: (csaf) => isOf(csaf, INFORMATIONAL) && !hasReference(csaf, 'external') },
  {
    id: '6.1.27.3',
    title: 'vulnerabilities',
    broken: (csaf) => isOf(csaf, ['csaf_informational_advisory', ...CLOSED]) && 'vulnerabilities' in csaf,
  },
  { id: '6.1.27.4', title: 'product tree', broken: (csaf) => isOf(csaf, ADVISORY) && !('product_tree' in csaf) },
  {
    id: '6.1.27.5',
    title: 'vulnerability notes',
    broken: (csaf) => isOf(csaf, ADVISORY) && anyVulnerability(csaf, (one) => !('notes' in one)),
  },
  {
    id: '6.1.27.6',
    title: 'product status',
    broken: (csaf) => isOf(csaf, SECURITY) && anyVulnerability(csaf, (one) => !('product_status' in one)),
  },
  {
    id: '6.1.27.7',
    title: 'VEX product status',
    broken: (csaf) => isOf(csaf, ['csaf_vex']) && anyVulnerability(csaf, (one) => !hasVexStatus(one)),
  },
  {
    id: '6.1.27.8',
    title: 'vulnerability id',
    broken: (csaf) => isOf(csaf, ['csaf_vex']) && anyVulnerability(csaf, (one) => !('cve' in one) && !('ids' in one)),
  },
  {
    id: '6.1.27.9',
    title: 'impact statement',
    broken: (csaf) => isOf(csaf, ['csaf_vex']) && anyVulnerability(csaf, (one) => lacksImpact(one, csaf)),
  },
  {
    id: '6.1.27.10',
    title: 'action statement',
    broken: (csaf) => isOf(csaf, ['csaf_vex']) && anyVulnerability(csaf, (one) => lacksAction(one, csaf)),
  },
  { id: '6.1.27.11', title: 'vulnerabilities', broken: (csaf) => isOf(csaf, ADVISORY) && !('vulnerabilities' in csaf) },
  {
    id: '6.1.27.12',
    title: 'affected products',
    only: '2.1',
    broken: (csaf) =>
      isOf(csaf, ['csaf_security_advisory']) && anyVulnerability(csaf, (one) => textsOf(statusOf(one)['known_affected']).length === 0),
  },
  { id: '6.1.27.14', title: 'document notes', only: '2.1', broken: (csaf) => isOf(csaf, CLOSED) && !hasNote(csaf) },
  { id: '6.1.27.15', title: 'product tree', only: '2.1', broken: (csaf) => isOf(csaf, CLOSED) && 'product_tree' in csaf },
]

function categoryOf({ document }: JsonObject): string {
  return isObject(document) ? textOf(document['category']) : ''
}

function isOf(csaf: JsonObject, profiles: readonly string[]): boolean {
  return profiles.includes(categoryOf(csaf))
}

/** A name that only looks like one of the standard's profiles, and every other name with their prefix. */
function isProhibited(category: string): boolean {
  if (PROFILES.includes(category)) return false
  if (/^csaf_/i.test(category)) return true
  const bare = plain(category)
  return PROFILES.some((one) => one !== 'csaf_base' && (bare === plain(one) || bare === plain(one.slice('csaf_'.length))))
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function hasNote({ document }: JsonObject): boolean {
  return (
    isObject(document) &&
    objectsOf(document['notes']).some((one) => ['description', 'details', 'general', 'summary'].includes(textOf(one['category'])))
  )
}

function hasReference({ document }: JsonObject, category: string): boolean {
  // §3.2.1.10: a reference without category is an external one.
  return isObject(document) && objectsOf(document['references']).some((one) => (textOf(one['category']) || 'external') === category)
}

function anyVulnerability(csaf: JsonObject, broken: (vulnerability: JsonObject) => boolean): boolean {
  return vulnerabilitiesOf(csaf).some(broken)
}

function statusOf(vulnerability: JsonObject): JsonObject {
  return isObject(vulnerability['product_status']) ? vulnerability['product_status'] : {}
}

function hasVexStatus(vulnerability: JsonObject): boolean {
  return ['fixed', 'known_affected', 'known_not_affected', 'under_investigation'].some((key) => key in statusOf(vulnerability))
}

function lacksImpact(vulnerability: JsonObject, csaf: JsonObject): boolean {
  const groups = csafGroups(csaf)
  const said = new Set([
    ...objectsOf(vulnerability['flags']).flatMap((one) => productsOf(one, groups)),
    ...objectsOf(vulnerability['threats'])
      .filter((one) => one['category'] === 'impact')
      .flatMap((one) => productsOf(one, groups)),
  ])
  return textsOf(statusOf(vulnerability)['known_not_affected']).some((product) => !said.has(product))
}

function lacksAction(vulnerability: JsonObject, csaf: JsonObject): boolean {
  const groups = csafGroups(csaf)
  const said = new Set(objectsOf(vulnerability['remediations']).flatMap((one) => productsOf(one, groups)))
  return textsOf(statusOf(vulnerability)['known_affected']).some((product) => !said.has(product))
}
