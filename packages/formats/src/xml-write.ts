/** An element to be written: name, attributes in their order, and text or children. */
export interface XmlOut {
  readonly name: string
  readonly attributes?: readonly (readonly [name: string, value: string])[]
  readonly text?: string
  readonly children?: readonly XmlOut[]
}

/** Writes an XML 1.0 document, indented by two spaces. Characters that XML cannot hold become U+FFFD. */
export function writeXml(root: XmlOut): string {
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
  // Its own stack: the depth of a document is not bounded by the engine's.
  const waiting: (string | { element: XmlOut; indent: string })[] = [{ element: root, indent: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') {
      parts.push(next)
      continue
    }
    const { element, indent } = next
    const attributes = (element.attributes ?? []).map(([name, value]) => ` ${name}="${escapeXml(value, true)}"`).join('')
    const { children = [], text = '' } = element
    if (children.length > 0) {
      parts.push(`${indent}<${element.name}${attributes}>\n`)
      waiting.push(`${indent}</${element.name}>\n`)
      for (let at = children.length - 1; at >= 0; at--) waiting.push({ element: children[at] as XmlOut, indent: `${indent}  ` })
    } else if (text === '') parts.push(`${indent}<${element.name}${attributes}/>\n`)
    else parts.push(`${indent}<${element.name}${attributes}>${escapeXml(text, false)}</${element.name}>\n`)
  }
  return parts.join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

const SPECIAL = /[^\x20-\x25\x27-\x3b\x3d\x3f-\x7e]|"/

function escapeXml(text: string, isAttribute: boolean): string {
  if (!SPECIAL.test(text)) return text
  const legal = text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
  return legal.replace(isAttribute ? /[&<>"\n\r\t]/g : /[&<>\r]/g, (char: string) => ENTITIES[char] ?? char)
}
