import { isObject, objectsOf, textOf, textsOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { VexIdentity, VexProduct } from '../statement.ts'
import { isWithoutVersion, purlType } from '../version-range.ts'
import { vexHash } from '../vex-hash.ts'

/** A full_product_name_t (CSAF 2.0 §3.1.3) and the place it stands in. */
export interface CsafProduct {
  readonly id: string
  readonly value: JsonObject
  /** Branches above it, outermost first; empty for other places. */
  readonly branches: readonly JsonObject[]
  /** For products that are one product in or on others: the inner one, then what it is in, outermost last. */
  readonly chain: readonly string[]
}

/** Every product definition of a product tree, in the order of the text. Uses its own stack: input decides the depth. */
export function csafProducts(document: JsonObject): readonly CsafProduct[] {
  const tree = isObject(document['product_tree']) ? document['product_tree'] : {}
  const found: CsafProduct[] = []
  const add = (value: unknown, branches: readonly JsonObject[], chain: readonly string[]): void => {
    if (isObject(value)) found.push({ id: textOf(value['product_id']), value, branches, chain })
  }
  const waiting: { readonly branch: JsonObject; readonly above: readonly JsonObject[] }[] = []
  const push = (branches: unknown, above: readonly JsonObject[]): void => {
    for (const branch of objectsOf(branches).toReversed()) waiting.push({ branch, above })
  }
  push(tree['branches'], [])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const branches = [...next.above, next.branch]
    add(next.branch['product'], branches, [])
    push(next.branch['branches'], branches)
  }
  for (const value of objectsOf(tree['full_product_names'])) add(value, [], [])
  for (const one of objectsOf(tree['relationships'])) {
    add(one['full_product_name'], [], [textOf(one['product_reference']), textOf(one['relates_to_product_reference'])])
  }
  for (const one of objectsOf(tree['product_paths'])) {
    const next = objectsOf(one['subpaths']).map((step) => textOf(step['next_product_reference']))
    add(one['full_product_name'], [], [textOf(one['beginning_product_reference']), ...next])
  }
  return found
}

/** Product group id → product ids. */
export function csafGroups(document: JsonObject): ReadonlyMap<string, readonly string[]> {
  const tree = isObject(document['product_tree']) ? document['product_tree'] : {}
  return new Map(objectsOf(tree['product_groups']).map((one) => [textOf(one['group_id']), textsOf(one['product_ids'])]))
}

/**
 * What a product id stands for: a product in another is the outermost product with the innermost one as subcomponent. Names that the
 * combination has of its own are the part's as it is in that product: they never make the statement one about the part everywhere.
 */
export function resolveProducts(products: readonly CsafProduct[]): (id: string) => VexProduct {
  const byId = new Map(products.map((one) => [one.id, one]))
  const known = new Map<string, VexProduct>()
  // A chain may name products that are chains themselves; the document is known to have no circle.
  const end = (id: string, side: 0 | -1): string => {
    let at = id
    for (let chain = byId.get(at)?.chain ?? []; chain.length > 0; chain = byId.get(at)?.chain ?? []) at = chain.at(side) ?? ''
    return at
  }
  return (id) => {
    const before = known.get(id)
    if (before) return before
    const product = byId.get(id)
    const own = csafIdentity(product)
    const isChain = product !== undefined && product.chain.length > 0
    const isNamed = own.ids.length + own.cpes.length + own.hashes.length > 0
    const made = isChain
      ? { ...csafIdentity(byId.get(end(id, -1))), subcomponents: [isNamed ? own : csafIdentity(byId.get(end(id, 0)))] }
      : { ...own, subcomponents: [] }
    known.set(id, made)
    return made
  }
}

/**
 * product_identification_helper: `purl` of 2.0, `purls` of 2.1, CPE and file hashes. Names without version mean the version or
 * the versions of the branch they stand in (CSAF 2.0 §3.1.2.3: `product_version`, `product_version_range`).
 */
function csafIdentity(product: CsafProduct | undefined): VexIdentity {
  if (product === undefined) return { ids: [], cpes: [], hashes: [], versions: [] }
  const helper = helperOf(product)
  const cpe = textOf(helper['cpe'])
  const hashes = objectsOf(helper['hashes'])
    .flatMap((one) => objectsOf(one['file_hashes']))
    .flatMap((one) => vexHash(textOf(one['algorithm']), textOf(one['value'])) ?? [])
  const branch = versionBranch(product)
  const purls = purlsOf(product)
  const name = textOf(branch?.['name'])
  const isNamed = branch?.['category'] === 'product_version' && purls.length > 0 && purls.every(isWithoutVersion)
  const isRange = branch?.['category'] === 'product_version_range' && (purls.some(isWithoutVersion) || (purls.length === 0 && cpe !== ''))
  return {
    ids: purls,
    cpes: cpe === '' ? [] : [cpe],
    hashes,
    versions: isNamed ? [name] : [],
    ...(isRange && { ranges: [{ text: name, type: purlType(purls) }] }),
  }
}

function helperOf({ value }: CsafProduct): JsonObject {
  const helper = value['product_identification_helper']
  return isObject(helper) ? helper : {}
}

function purlsOf(product: CsafProduct): readonly string[] {
  const helper = helperOf(product)
  return [textOf(helper['purl']), ...textsOf(helper['purls'])].filter((one) => one !== '')
}

/** The innermost branch that tells versions. */
function versionBranch({ branches }: CsafProduct): JsonObject | undefined {
  return branches.findLast(({ category }) => category === 'product_version' || category === 'product_version_range')
}
