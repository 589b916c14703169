import type { XmlElement } from '../../xml.ts'
import type { FaultList, Trail } from '../grammar/fault.ts'

/**
 * Every `bom-ref` is unique in its document (CycloneDX, all versions). Checks a JSON document, its `formulation` left out:
 * there the specification's own examples name a thing wherever it is used.
 */
export function checkUniqueRefs(document: unknown, faults: FaultList): void {
  const seen = new Set<string>()
  const open: Open[] = isContainer(document) ? [{ value: document, trail: null, next: 0 }] : []
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const { value, trail } = top
    const key = Array.isArray(value) ? top.next : (top.keys ??= keysOf(value, trail, seen, faults))[top.next]
    if (key === undefined || (Array.isArray(value) && top.next === value.length)) {
      open.pop()
      continue
    }
    top.next++
    const item = (value as Record<string | number, unknown>)[key]
    if (isContainer(item)) open.push({ value: item, trail: { parent: trail, key }, next: 0 })
  }
}

interface Open {
  readonly value: object
  readonly trail: Trail | null
  keys?: readonly string[]
  /** Place of the item or key that is next. */
  next: number
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Keys of an object under which there may be more; its own ref is looked at here. */
function keysOf(value: object, trail: Trail | null, seen: Set<string>, faults: FaultList): readonly string[] {
  const keys: string[] = []
  for (const [key, item] of Object.entries(value)) {
    if (key === 'bom-ref' && typeof item === 'string') addRef(item, { parent: trail, key }, seen, faults)
    else if (isContainer(item) && (trail !== null || key !== 'formulation')) keys.push(key)
  }
  return keys
}

/** The same for an XML document; trail keys are `name:line`. */
export function checkUniqueXmlRefs(root: XmlElement, faults: FaultList): void {
  const seen = new Set<string>()
  const waiting = [root]
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    const ref = element.attributes.get('bom-ref')
    if (ref !== undefined) addRef(ref.trim(), { parent: null, key: `${element.name}:${element.line}` }, seen, faults)
    for (let at = element.children.length - 1; at >= 0; at--) waiting.push(element.children[at] as XmlElement)
  }
}

function addRef(ref: string, trail: Trail, seen: Set<string>, faults: FaultList): void {
  if (seen.has(ref)) faults.add(trail, 'unique-ref', 'another element has the same bom-ref')
  seen.add(ref)
}
