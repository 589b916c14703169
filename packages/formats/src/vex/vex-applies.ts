import { parsePurl, PurlInvalid } from '@cupel/model'
import { cpeMatches } from './cpe-matches.ts'
import { isPurl, purlMatches, purlMismatch } from './purl-matches.ts'
import type { VexHash, VexIdentity, VexProduct, VexStatement } from './statement.ts'
import { rangeHolds } from './version-range.ts'
import type { VexRange } from './version-range.ts'

/** What is asked of a statement: one vulnerability in one component of one scan target. */
export interface VexQuery {
  /** Id and aliases of the vulnerability. */
  readonly ids: readonly string[]
  /** The component. */
  readonly purl: string
  readonly cpes?: readonly string[]
  readonly hashes?: readonly VexHash[]
  /** Other names of the component: its BOM-Link in the scanned bill of materials. */
  readonly otherIds?: readonly string[]
  /** What the target is, or is part of: image, project, subject of an SBOM. Every occurrence of the component is inside each. */
  readonly productPurls?: readonly string[]
  readonly productCpes?: readonly string[]
  /** `sha256:…` of the target, for products that name a digest. */
  readonly productDigest?: string
}

/** Why a statement does or does not speak of what was asked, as one sentence. */
export interface VexExplanation {
  readonly applies: boolean
  readonly why: string
}

/** Whether the statement is about the vulnerability in the component. */
export function vexApplies(statement: VexStatement, query: VexQuery): boolean {
  if (!namesVulnerability(statement, query)) return false
  const sides = sidesOf(query)
  return statement.products.some((product) => howApplies(product, sides) !== '')
}

/**
 * Two ways to apply: the product is the component itself; or the product is the target and the component is one of the named
 * subcomponents, or none is named (OpenVEX specification, "Products and subcomponents"). Anything not proved equal does not apply.
 */
export function explainVex(statement: VexStatement, query: VexQuery): VexExplanation {
  if (!namesVulnerability(statement, query))
    return { applies: false, why: `it is about ${statement.vulnerabilities[0] ?? 'no vulnerability'}` }
  const sides = sidesOf(query)
  for (const product of statement.products) {
    const how = howApplies(product, sides)
    if (how !== '') return { applies: true, why: `its product ${nameOf(product)} ${how}` }
  }
  const last = statement.products.at(-1)
  return { applies: false, why: last === undefined ? 'it names no product' : whyNot(last, sides) }
}

/** Both things a product can be, by all their names. */
interface Sides {
  readonly component: Named
  readonly target: Named
  readonly digest: string
}

function sidesOf(query: VexQuery): Sides {
  const { productDigest: digest = '' } = query
  return {
    component: { ids: [query.purl, ...(query.otherIds ?? [])], cpes: query.cpes ?? [], hashes: query.hashes ?? [] },
    target: { ids: query.productPurls ?? [], cpes: query.productCpes ?? [], hashes: digestHash(digest) },
    digest,
  }
}

function namesVulnerability(statement: VexStatement, { ids }: VexQuery): boolean {
  const asked = new Set(ids.map((id) => id.toUpperCase()))
  return statement.vulnerabilities.some((id) => asked.has(id.toUpperCase()))
}

/** Empty when the product does not fit, otherwise what it is. */
function howApplies(product: VexProduct, { component, target, digest }: Sides): string {
  const whole = product.subcomponents.length === 0
  if (whole && identifies(product, component)) return 'is the component'
  if (!isTarget(product, target, digest)) return ''
  if (whole) return 'is what was scanned, with all its components'
  const part = product.subcomponents.find((one) => identifies(one, component))
  return part === undefined ? '' : `is what was scanned, and ${nameOf(part)} the component in it`
}

function whyNot(product: VexProduct, { component, target, digest }: Sides): string {
  const [purl = ''] = component.ids
  if (isTarget(product, target, digest)) {
    const different = product.subcomponents
      .map((one) => difference(one, purl))
      .find((one) => one !== '' && one !== 'name' && one !== 'type')
    return `its subcomponents are others${different === undefined ? '' : ` (the ${different} differs)`}`
  }
  const isVersion = product.subcomponents.length === 0 && fit(anyVersionOf(product), component) === true
  const different = isVersion ? 'version' : product.subcomponents.length === 0 ? difference(product, purl) : ''
  return `its product ${nameOf(product)} is ${different === '' ? '' : `not the component (${different}) and `}not what was scanned`
}

interface Named {
  readonly ids: readonly string[]
  readonly cpes: readonly string[]
  readonly hashes: readonly VexHash[]
}

function identifies(identity: VexIdentity, named: Named): boolean {
  return fit(identity, named) === true
}

/** Whether the names fit, and the version; null: only a range that cannot be evaluated for the version keeps it from fitting. */
function fit(identity: VexIdentity, named: Named): boolean | null {
  const byId = named.ids.filter((other) => identity.ids.some((id) => (isPurl(id) ? purlMatches(id, other) : id === other)))
  const byOther =
    identity.cpes.some((cpe) => named.cpes.some((other) => cpeMatches(cpe, other))) ||
    identity.hashes.some((hash) => named.hashes.some((other) => hash.algorithm === other.algorithm && hash.value === other.value))
  if (byId.length === 0 && !byOther) return false
  if (identity.versions.length === 0 && identity.ranges === undefined) return true
  // A target has several names of several versions: the one that fits by name must fit by version.
  const judged = (byOther || !byId.every(isPurl) ? named.ids : byId).map((id) => hasVersion(identity, versionOf(id)))
  return judged.includes(true) || (judged.includes(null) ? null : false)
}

function hasVersion({ versions, ranges = [] }: VexIdentity, version: string): boolean | null {
  if (version !== '' && versions.includes(version)) return true
  const held = ranges.map((range) => rangeHolds(range, version))
  return held.includes(true) || (held.includes(null) ? null : false)
}

/**
 * The range that cannot say whether it holds the version asked about, for want of which the statement does not apply; null: there
 * is none. Ranges that can never be evaluated are told by loadVexRanges.
 */
export function unjudgedRange(statement: VexStatement, query: VexQuery): VexRange | null {
  if (!namesVulnerability(statement, query)) return null
  const { component, target } = sidesOf(query)
  for (const identity of statement.products.flatMap((one) => [one, ...one.subcomponents])) {
    if (![component, target].some((named) => fit(identity, named) === null)) continue
    const unjudged = identity.ranges?.find(({ evaluable }) => evaluable !== undefined)
    if (unjudged !== undefined) return unjudged
  }
  return null
}

/** An image is also known by the digest in its purl's version, whatever name it was pulled by. */
function isTarget(product: VexProduct, target: Named, digest: string): boolean {
  if (identifies(product, target)) return true
  return digest !== '' && product.ids.some((id) => id.toLowerCase().startsWith('pkg:oci/') && versionOf(id) === digest)
}

function digestHash(digest: string): readonly VexHash[] {
  const colon = digest.indexOf(':')
  return colon < 0 ? [] : [{ algorithm: digest.slice(0, colon), value: digest.slice(colon + 1) }]
}

function anyVersionOf({ ids, cpes, hashes }: VexIdentity): VexIdentity {
  return { ids, cpes, hashes, versions: [] }
}

function difference(identity: VexIdentity, purl: string): string {
  const differences = identity.ids.filter(isPurl).map((id) => purlMismatch(id, purl))
  return differences.find((one) => one !== 'name' && one !== 'type') ?? differences[0] ?? ''
}

function nameOf(identity: VexIdentity): string {
  return identity.ids[0] ?? identity.cpes[0] ?? identity.hashes[0]?.value ?? 'without name'
}

function versionOf(id: string): string {
  if (!isPurl(id)) return ''
  try {
    return parsePurl(id).version
  } catch (error) {
    if (error instanceof PurlInvalid) return ''
    throw error
  }
}
