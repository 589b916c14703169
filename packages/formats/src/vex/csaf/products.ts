import { isObject, objectsOf, textOf, textsOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { VexIdentity, VexProduct } from '../statement.ts'
import { vexHash } from '../vex-hash.ts'

/** A full_product_name_t (CSAF 2.0 §3.1.3) and the place it stands in. */
export interface CsafProduct {
  readonly id: string
  readonly value: JsonObject
  /** Branches above it, outermost first; empty for other places. */
  readonly branches: readonly JsonObject[]
  /** The relationship that makes it, for products that are one product in another. */
  readonly relationship: JsonObject | null
}

/** Every product definition of a product tree, in the order of the text. Uses its own stack: input decides the depth. */
export function csafProducts(document: JsonObject): readonly CsafProduct[] {
  const tree = isObject(document['product_tree']) ? document['product_tree'] : {}
  const found: CsafProduct[] = []
  const add = (value: unknown, branches: readonly JsonObject[], relationship: JsonObject | null): void => {
    if (isObject(value)) found.push({ id: textOf(value['product_id']), value, branches, relationship })
  }
  const waiting: { readonly branch: JsonObject; readonly above: readonly JsonObject[] }[] = []
  const push = (branches: unknown, above: readonly JsonObject[]): void => {
    for (const branch of objectsOf(branches).toReversed()) waiting.push({ branch, above })
  }
  push(tree['branches'], [])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const branches = [...next.above, next.branch]
    add(next.branch['product'], branches, null)
    push(next.branch['branches'], branches)
  }
  for (const value of objectsOf(tree['full_product_names'])) add(value, [], null)
  for (const relationship of objectsOf(tree['relationships'])) add(relationship['full_product_name'], [], relationship)
  return found
}

/** Product group id → product ids. */
export function csafGroups(document: JsonObject): ReadonlyMap<string, readonly string[]> {
  const tree = isObject(document['product_tree']) ? document['product_tree'] : {}
  return new Map(objectsOf(tree['product_groups']).map((one) => [textOf(one['group_id']), textsOf(one['product_ids'])]))
}

/** What a product id stands for: a product of a relationship is its outermost product with the inner one as subcomponent. */
export function resolveProducts(products: readonly CsafProduct[]): (id: string) => VexProduct {
  const byId = new Map(products.map((one) => [one.id, one]))
  const known = new Map<string, VexProduct>()

  const outermost = (id: string): string => {
    const seen = new Set<string>()
    for (let at = id; ; ) {
      const relationship = byId.get(at)?.relationship
      if (!relationship || seen.has(at)) return at
      seen.add(at)
      at = textOf(relationship['relates_to_product_reference'])
    }
  }
  const innermost = (id: string): string => {
    const seen = new Set<string>()
    for (let at = id; ; ) {
      const relationship = byId.get(at)?.relationship
      if (!relationship || seen.has(at)) return at
      seen.add(at)
      at = textOf(relationship['product_reference'])
    }
  }
  return (id) => {
    const before = known.get(id)
    if (before) return before
    const product = byId.get(id)
    const own = csafIdentity(product?.value)
    const made =
      product?.relationship && own.ids.length + own.cpes.length + own.hashes.length === 0
        ? {
            ...csafIdentity(byId.get(outermost(id))?.value),
            subcomponents: [csafIdentity(byId.get(innermost(textOf(product.relationship['product_reference'])))?.value)],
          }
        : { ...own, subcomponents: [] }
    known.set(id, made)
    return made
  }
}

/** product_identification_helper: `purl` of 2.0, `purls` of 2.1, CPE and file hashes. */
function csafIdentity(value: JsonObject | undefined): VexIdentity {
  const helper = isObject(value?.['product_identification_helper']) ? value['product_identification_helper'] : {}
  const purls = [textOf(helper['purl']), ...textsOf(helper['purls'])].filter((one) => one !== '')
  const cpe = textOf(helper['cpe'])
  const hashes = objectsOf(helper['hashes'])
    .flatMap((one) => objectsOf(one['file_hashes']))
    .flatMap((one) => vexHash(textOf(one['algorithm']), textOf(one['value'])) ?? [])
  return { ids: purls, cpes: cpe === '' ? [] : [cpe], hashes, versions: [] }
}
