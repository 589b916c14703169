import { parsePurl, PurlInvalid } from '@cupel/model'
import { cpeMatches } from './cpe-matches.ts'
import { isPurl, purlMatches, purlMismatch } from './purl-matches.ts'
import type { VexHash, VexIdentity, VexProduct, VexStatement } from './statement.ts'

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
  return explainVex(statement, query).applies
}

/**
 * Two ways to apply: the product is the component itself; or the product is the target and the component is one of the named
 * subcomponents, or none is named (OpenVEX specification, "Products and subcomponents"). Anything not proved equal does not apply.
 */
export function explainVex(statement: VexStatement, query: VexQuery): VexExplanation {
  const asked = new Set(query.ids.map((id) => id.toUpperCase()))
  if (!statement.vulnerabilities.some((id) => asked.has(id.toUpperCase()))) {
    return { applies: false, why: `it is about ${statement.vulnerabilities[0] ?? 'no vulnerability'}` }
  }
  let nearest: VexExplanation = { applies: false, why: 'it names no product' }
  for (const product of statement.products) {
    const explanation = explainProduct(product, query)
    if (explanation.applies) return explanation
    nearest = explanation
  }
  return nearest
}

function explainProduct(product: VexProduct, query: VexQuery): VexExplanation {
  const name = nameOf(product)
  const component = { ids: [query.purl, ...(query.otherIds ?? [])], cpes: query.cpes ?? [], hashes: query.hashes ?? [] }
  if (product.subcomponents.length === 0 && identifies(product, component)) {
    return { applies: true, why: `its product ${name} is the component` }
  }
  const target = { ids: query.productPurls ?? [], cpes: query.productCpes ?? [], hashes: digestHash(query.productDigest) }
  if (!isTarget(product, target, query.productDigest ?? '')) {
    const different = product.subcomponents.length === 0 ? difference(product, query.purl) : ''
    return {
      applies: false,
      why: `its product ${name} is ${different === '' ? '' : `not the component (${different}) and `}not what was scanned`,
    }
  }
  if (product.subcomponents.length === 0) return { applies: true, why: `its product ${name} is what was scanned, with all its components` }
  const part = product.subcomponents.find((one) => identifies(one, component))
  if (part) return { applies: true, why: `its product ${name} is what was scanned, and ${nameOf(part)} the component in it` }
  const different = product.subcomponents
    .map((one) => difference(one, query.purl))
    .find((one) => one !== '' && one !== 'name' && one !== 'type')
  return { applies: false, why: `its subcomponents are others${different === undefined ? '' : ` (the ${different} differs)`}` }
}

interface Named {
  readonly ids: readonly string[]
  readonly cpes: readonly string[]
  readonly hashes: readonly VexHash[]
}

function identifies(identity: VexIdentity, named: Named): boolean {
  if (identity.versions.length > 0 && !named.ids.some((id) => identity.versions.includes(versionOf(id)))) return false
  return (
    identity.ids.some((id) => named.ids.some((other) => (isPurl(id) ? purlMatches(id, other) : id === other))) ||
    identity.cpes.some((cpe) => named.cpes.some((other) => cpeMatches(cpe, other))) ||
    identity.hashes.some((hash) => named.hashes.some((other) => hash.algorithm === other.algorithm && hash.value === other.value))
  )
}

/** An image is also known by the digest in its purl's version, whatever name it was pulled by. */
function isTarget(product: VexProduct, target: Named, digest: string): boolean {
  if (identifies(product, target)) return true
  return digest !== '' && product.ids.some((id) => id.toLowerCase().startsWith('pkg:oci/') && versionOf(id) === digest)
}

function digestHash(digest: string | undefined): readonly VexHash[] {
  const colon = digest?.indexOf(':') ?? -1
  return digest === undefined || colon < 0 ? [] : [{ algorithm: digest.slice(0, colon), value: digest.slice(colon + 1) }]
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
