import { isObject, textOf, textsOf } from '../json-shape.ts'
import type { JsonObject } from '../json-shape.ts'

/** Ids that a CSAF document refers to, wherever they stand. Extensions (`x_…`) are not looked into. */
export interface CsafReferences {
  readonly products: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
}

/** 2.0 has relationships, 2.1 product paths. */
const REFERENCES = new Set(['product_reference', 'relates_to_product_reference', 'beginning_product_reference', 'next_product_reference'])

export function csafReferences(csaf: JsonObject): CsafReferences {
  const products = new Set<string>()
  const groups = new Set<string>()
  const waiting: unknown[] = [csaf]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) waiting.push(one)
    if (!isObject(value)) continue
    for (const [key, below] of Object.entries(value)) {
      if (key.startsWith('x_')) continue
      if (key === 'product_ids' || key === 'products') for (const id of textsOf(below)) products.add(id)
      else if (key === 'group_ids') for (const id of textsOf(below)) groups.add(id)
      else if (REFERENCES.has(key)) products.add(textOf(below))
      else if (key === 'product_status' && isObject(below))
        for (const list of Object.values(below)) for (const id of textsOf(list)) products.add(id)
      if (typeof below === 'object' && below !== null) waiting.push(below)
    }
  }
  return { products, groups }
}
