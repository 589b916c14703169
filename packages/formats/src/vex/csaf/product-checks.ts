import { parsePurl, PurlInvalid } from '@cupel/model'
import { isObject, objectsOf, textOf, textsOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'
import type { CsafCheck } from './check.ts'
import { csafProducts } from './products.ts'
import type { CsafProduct } from './products.ts'
import { csafReferences } from './references.ts'

/** Tests of the product tree and of what points into it. */
export const PRODUCT_CHECKS: readonly CsafCheck[] = [
  { id: '6.1.1', fatal: true, title: 'missing definition of product id', broken: (csaf) => undefinedIds(csaf, 'products') },
  {
    id: '6.1.2',
    fatal: true,
    title: 'multiple definition of product id',
    broken: (csaf) => repeats(csafProducts(csaf).map((one) => one.id)),
  },
  { id: '6.1.3', fatal: true, title: 'circular definition of product id', broken: (csaf) => circular(csafProducts(csaf)) },
  { id: '6.1.4', fatal: true, title: 'missing definition of product group id', broken: (csaf) => undefinedIds(csaf, 'groups') },
  {
    id: '6.1.5',
    fatal: true,
    title: 'multiple definition of product group id',
    broken: (csaf) => repeats(groupsOf(csaf).map((one) => textOf(one['group_id']))),
  },
  {
    id: '6.1.13',
    title: 'purl',
    broken: (csaf) => helpers(csaf).some((one) => !samePackages([textOf(one['purl']), ...textsOf(one['purls'])])),
  },
  { id: '6.1.31', title: 'version range in product version', broken: (csaf) => branchesOf(csaf).some(isRangeAsVersion) },
  {
    id: '6.1.34',
    title: 'branches recursion depth',
    only: '2.1',
    broken: (csaf) => csafProducts(csaf).some((one) => one.branches.length > 30),
  },
  { id: '6.1.43', title: 'multiple stars in model number', only: '2.1', broken: (csaf) => manyStars(csaf, 'model_numbers') },
  { id: '6.1.57', title: 'stacked branch categories', only: '2.1', broken: (csaf) => csafProducts(csaf).some(stacked) },
  {
    id: '6.1.58',
    title: 'product version and product version range in one path',
    only: '2.1',
    broken: (csaf) => csafProducts(csaf).some((one) => hasCategories(one, ['product_version', 'product_version_range'])),
  },
  { id: '6.1.61', title: 'multiple stars in SKU', only: '2.1', broken: (csaf) => manyStars(csaf, 'skus') },
]

function groupsOf(csaf: JsonObject): readonly JsonObject[] {
  return isObject(csaf['product_tree']) ? objectsOf(csaf['product_tree']['product_groups']) : []
}

function undefinedIds(csaf: JsonObject, kind: 'products' | 'groups'): boolean {
  const defined = new Set(
    kind === 'products' ? csafProducts(csaf).map((one) => one.id) : groupsOf(csaf).map((one) => textOf(one['group_id'])),
  )
  return [...csafReferences(csaf)[kind]].some((id) => !defined.has(id))
}

function repeats(values: readonly string[]): boolean {
  return new Set(values).size < values.length
}

/** A product in another must not need itself by way of others. Colours: 1 on the way, 2 done. */
function circular(products: readonly CsafProduct[]): boolean {
  const needs = new Map(products.map((one) => [one.id, one.chain]))
  const colours = new Map<string, 1 | 2>()
  for (const start of needs.keys()) {
    const stack = [{ id: start, leave: false }]
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next.leave) {
        colours.set(next.id, 2)
        continue
      }
      const colour = colours.get(next.id)
      if (colour === 1) return true
      if (colour === 2) continue
      colours.set(next.id, 1)
      stack.push({ id: next.id, leave: true })
      for (const id of needs.get(next.id) ?? []) {
        if (colours.get(id) === 1) return true
        stack.push({ id, leave: false })
      }
    }
  }
  return false
}

function helpers(csaf: JsonObject): readonly JsonObject[] {
  return csafProducts(csaf).flatMap((one) =>
    isObject(one.value['product_identification_helper']) ? [one.value['product_identification_helper']] : [],
  )
}

/** Every purl is one; several purls of a product differ in qualifiers only (2.1 §3.1.3.3.4 and test 6.1.42). */
function samePackages(purls: readonly string[]): boolean {
  const bases = new Set<string>()
  for (const purl of purls) {
    if (purl === '') continue
    try {
      const { type, namespace, name, version } = parsePurl(purl)
      bases.add(JSON.stringify([type, namespace, name, version]))
    } catch (error) {
      if (!(error instanceof PurlInvalid)) throw error
      return false
    }
  }
  return bases.size < 2
}

function branchesOf(csaf: JsonObject): readonly JsonObject[] {
  return csafProducts(csaf).flatMap((one) => one.branches)
}

/** Words and signs of §6.1.31 that make a range of a name. */
const RANGE = /[<>≤≥]|(?:^|[\s,;:()])(?:after|all|before|earlier|later|prior|versions?)(?:$|[\s,;:()])/i

function isRangeAsVersion(branch: JsonObject): boolean {
  return branch['category'] === 'product_version' && RANGE.test(textOf(branch['name']))
}

/** A star stands for any characters; an escaped one is itself. */
function manyStars(csaf: JsonObject, key: string): boolean {
  return helpers(csaf).some((one) => textsOf(one[key]).some((text) => text.replace(/\\[\s\S]/g, '').split('*').length > 2))
}

function stacked({ branches }: CsafProduct): boolean {
  const categories = branches.map((one) => textOf(one['category'])).filter((one) => one !== 'product_family')
  return repeats(categories)
}

function hasCategories({ branches }: CsafProduct, categories: readonly string[]): boolean {
  return categories.every((category) => branches.some((one) => one['category'] === category))
}
