import type { BomComponent } from '@cupel/model'
import { INVENTORY_PROPERTIES } from './bom-of-inventory.ts'

/** The components, the first with what the document lacks by its own words: kept as our own documents keep it, so that it outlives a conversion. */
export function notWhole(components: readonly BomComponent[], unread: readonly string[]): readonly BomComponent[] {
  const [first, ...others] = components
  if (first === undefined || unread.length === 0) return components
  return [
    { ...first, properties: [...first.properties, ...unread.map((detail) => [INVENTORY_PROPERTIES.unread, detail] as const)] },
    ...others,
  ]
}

/** What is said where dependencies or contents are named that the document does not list: no advisory is matched to them. */
export function unlistedElements(refs: ReadonlySet<string>): readonly string[] {
  const [first] = [...refs].sort()
  if (first === undefined) return []
  const others = refs.size === 1 ? '' : ` and ${refs.size - 1} more`
  return [`it names what it does not list, which is not matched: ${first.slice(0, MAX_SHOWN)}${others}`]
}

const MAX_SHOWN = 200
