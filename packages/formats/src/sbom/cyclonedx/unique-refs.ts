import type { XmlElement } from '../../xml.ts'
import type { FaultList, Trail } from '../grammar/fault.ts'

/**
 * Every `bom-ref` is unique in its document (CycloneDX, all versions). Checks a JSON document, its `formulation` left out:
 * there the specification's own examples name a thing wherever it is used.
 */
export function checkUniqueRefs(document: unknown, faults: FaultList): void {
  const seen = new Set<string>()
  const waiting: { value: unknown; trail: Trail | null }[] = [{ value: document, trail: null }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, trail } = next
    if (typeof value !== 'object' || value === null) continue
    const inner: { value: unknown; trail: Trail }[] = []
    if (Array.isArray(value)) value.forEach((item, key) => inner.push({ value: item, trail: { parent: trail, key } }))
    else {
      for (const [key, item] of Object.entries(value)) {
        if (key === 'bom-ref' && typeof item === 'string') addRef(item, { parent: trail, key }, seen, faults)
        else if (trail !== null || key !== 'formulation') inner.push({ value: item, trail: { parent: trail, key } })
      }
    }
    // Taken from the end: the second of two equal refs is the one to name.
    for (let at = inner.length - 1; at >= 0; at--) waiting.push(inner[at] as (typeof inner)[number])
  }
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
