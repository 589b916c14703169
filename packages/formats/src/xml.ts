import { SaxesParser } from 'saxes'
import type { SaxesAttributeNS } from 'saxes'
import { DocumentInvalid } from './document-invalid.ts'

export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string
  /** Namespace; empty when the element has none. */
  readonly uri: string
  /** Local names of attributes without a namespace, in document order. */
  readonly attributes: ReadonlyMap<string, string>
  /** Attributes of a foreign namespace, as `{uri}name`, without declarations. */
  readonly foreign: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** Text directly inside the element, CDATA included, entities replaced; not trimmed. */
  readonly text: string
  /** 1-based line of the start tag. */
  readonly line: number
}

export interface XmlLimits {
  /** Elements inside each other; default 500. */
  readonly maxDepth?: number
  /** Elements in all; default 20 million. */
  readonly maxElements?: number
  /** UTF-16 code units; default 400 million. */
  readonly maxLength?: number
  /** A document type declaration is refused by default; `ignore` skips it, its entities stay unknown. */
  readonly doctype?: 'refuse' | 'ignore'
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[]
  text: string
}

/** Most elements have no attributes; they share this one. */
const NONE = new Map<string, string>()
const XMLNS = 'http://www.w3.org/2000/xmlns/'

/**
 * Parses a namespaced XML 1.0 document into a tree. No entity of the document is ever expanded and nothing is fetched.
 * Refuses with DocumentInvalid, naming the place: XML that is not well-formed, a document type declaration, and
 * anything over a limit.
 */
export function readXml(text: string, limits: XmlLimits = {}): XmlElement {
  const { maxDepth = 500, maxElements = 20_000_000, maxLength = 400_000_000, doctype = 'refuse' } = limits
  const parser = new SaxesParser({ xmlns: true })
  const refuse = (reason: string, fault: DocumentInvalid['fault']): never => {
    throw new DocumentInvalid(reason, { line: parser.line, column: parser.columnIndex + 1 }, fault)
  }
  if (text.length > maxLength) refuse(`the document is longer than ${maxLength} characters`, 'limit-exceeded')

  const open: OpenElement[] = []
  let root: OpenElement | undefined
  let elements = 0
  let line = 1

  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, '').replace(/[^\x20-\x7e]/g, '?')
    refuse(`not well-formed XML: ${reason.slice(0, 120)}`, 'malformed')
  })
  parser.on('doctype', () => {
    if (doctype === 'refuse') refuse('the document has a document type declaration', 'unsupported-content')
  })
  parser.on('opentagstart', () => {
    line = parser.line
  })
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) refuse(`the document is nested deeper than ${maxDepth} levels`, 'limit-exceeded')
    if (++elements > maxElements) refuse(`the document has more than ${maxElements} elements`, 'limit-exceeded')
    let attributes = NONE
    let foreign = NONE
    for (const name in tag.attributes) {
      const { uri, local, value } = tag.attributes[name] as SaxesAttributeNS
      if (uri === '') attributes = (attributes === NONE ? new Map<string, string>() : attributes).set(local, value)
      else if (uri !== XMLNS) foreign = (foreign === NONE ? new Map<string, string>() : foreign).set(`{${uri}}${local}`, value)
    }
    const element: OpenElement = { name: tag.local, uri: tag.uri, attributes, foreign, children: [], text: '', line }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (part: string): void => {
    const element = open.at(-1)
    if (element) element.text += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)

  parser.write(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).close()
  if (!root) return refuse('the document has no element', 'malformed')
  return root
}
