import type { XmlElement } from '@cupel/formats'

/** All elements below one, in document order, without recursion. */
export function descendants(root: XmlElement): readonly XmlElement[] {
  const all: XmlElement[] = []
  const pending = [...root.children].reverse()
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    all.push(element)
    for (let at = element.children.length - 1; at >= 0; at--) pending.push(element.children[at] as XmlElement)
  }
  return all
}
