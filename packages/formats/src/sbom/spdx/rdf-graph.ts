import type { XmlElement } from '../../xml.ts'

/** A text or the id of a node. */
export type RdfValue = { readonly text: string } | { readonly node: string }

export interface RdfNode {
  /** IRI, or `_:` and a name for a node without one. */
  readonly id: string
  /** Local names of its classes. */
  readonly types: Set<string>
  /** Values by local name of the property. */
  readonly properties: Map<string, RdfValue[]>
  /** 1-based line of its first mention as an element. */
  line: number
}

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

type Pending = { readonly element: XmlElement; readonly subject: RdfNode | null }

/**
 * The nodes of an RDF/XML document (W3C "RDF 1.1 XML Syntax", §2) in the order of their first mention: nested and typed node
 * elements, property attributes, `rdf:about`, `rdf:ID`, `rdf:nodeID`, `rdf:resource` and `parseType="Resource"`. Namespaces of
 * properties are dropped: the vocabularies of SPDX do not share names. Uses its own stack, since input decides the depth.
 */
export function rdfGraph(root: XmlElement): ReadonlyMap<string, RdfNode> {
  const nodes = new Map<string, RdfNode>()
  let blanks = 0

  function node(id: string, line: number): RdfNode {
    let known = nodes.get(id)
    if (known === undefined) nodes.set(id, (known = { id, types: new Set(), properties: new Map(), line }))
    return known
  }
  function nodeOf(element: XmlElement): RdfNode {
    const id = attribute(element, 'about') ?? prefixed('#', attribute(element, 'ID')) ?? prefixed('_:', attribute(element, 'nodeID'))
    const found = node(id ?? `_:${++blanks} `, element.line)
    if (found.types.size === 0) found.line = element.line
    if (element.name !== 'Description' || element.uri !== RDF) found.types.add(element.name)
    for (const [name, text] of element.foreign) if (!name.startsWith(`{${RDF}}`)) add(found, name.slice(name.indexOf('}') + 1), { text })
    return found
  }

  const waiting: Pending[] = []
  const push = (children: readonly XmlElement[], subject: RdfNode | null): void => {
    for (let at = children.length - 1; at >= 0; at--) waiting.push({ element: children[at] as XmlElement, subject })
  }
  push(root.children, null)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { element, subject } = next
    if (subject === null) {
      push(element.children, nodeOf(element))
      continue
    }
    const named = attribute(element, 'resource') ?? prefixed('_:', attribute(element, 'nodeID'))
    if (named !== undefined) {
      if (element.name === 'type' && element.uri === RDF) subject.types.add(fragmentOf(named))
      else add(subject, element.name, { node: named })
    } else if (attribute(element, 'parseType') === 'Resource') {
      const inner = node(`_:${++blanks} `, element.line)
      add(subject, element.name, { node: inner.id })
      push(element.children, inner)
    } else if (element.children.length === 0) add(subject, element.name, { text: element.text.trim() })
    for (const child of named === undefined && attribute(element, 'parseType') !== 'Resource' ? element.children : []) {
      const inner = nodeOf(child)
      add(subject, element.name, { node: inner.id })
      push(child.children, inner)
    }
  }
  return nodes
}

/** What stands behind the `#`, or else behind the last `/`. */
export function fragmentOf(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf('#'), iri.includes('#') ? -1 : iri.lastIndexOf('/')) + 1)
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.foreign.get(`{${RDF}}${name}`)
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text
}

function add(node: RdfNode, name: string, value: RdfValue): void {
  const known = node.properties.get(name)
  if (known === undefined) node.properties.set(name, [value])
  else known.push(value)
}
