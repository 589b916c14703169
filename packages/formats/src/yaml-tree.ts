import { CORE_SCHEMA, EVENT_ID, SCALAR_STYLE, getScalarValue } from 'js-yaml'
import { readYamlEvents } from './yaml.ts'
import type { YamlLimits } from './yaml.ts'

/** A YAML node with the offset where it stands in the text; `textPlaces` turns offsets into lines. */
export interface YamlNode {
  readonly kind: 'scalar' | 'sequence' | 'mapping' | 'alias'
  readonly offset: number
  /** Resolved value of a scalar (core schema for plain ones); the anchor's name for an alias. */
  readonly value: unknown
  /** The scalar as text, before it is resolved: `1.10` stays `1.10`. */
  readonly text: string
  /** Items of a sequence. */
  readonly items: readonly YamlNode[]
  /** Pairs of a mapping, in file order; duplicates stand here as they do in the text. */
  readonly pairs: readonly (readonly [key: YamlNode, value: YamlNode])[]
}

/** Parses every document of a YAML text into nodes with places. Aliases are not followed. Refuses what `readYaml` refuses. */
export function readYamlTree(text: string, limits: YamlLimits = {}): readonly YamlNode[] {
  const documents: YamlNode[] = []
  const open: { node: YamlNode; children: YamlNode[] }[] = []

  const add = (node: YamlNode): void => {
    const parent = open.at(-1)
    if (parent) parent.children.push(node)
    else documents.push(node)
  }

  for (const event of readYamlEvents(text, limits)) {
    switch (event.type) {
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const kind = event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping'
        open.push({ node: { kind, offset: event.start, value: null, text: '', items: [], pairs: [] }, children: [] })
        break
      }
      case EVENT_ID.SCALAR: {
        const scalar = getScalarValue(text, event)
        const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1
        const value = plain ? CORE_SCHEMA.resolveImplicitScalarTag(scalar).value : scalar
        add({ kind: 'scalar', offset: event.valueStart, value, text: scalar, items: [], pairs: [] })
        break
      }
      case EVENT_ID.ALIAS: {
        const name = text.slice(event.anchorStart, event.anchorEnd)
        add({ kind: 'alias', offset: event.anchorStart, value: name, text: name, items: [], pairs: [] })
        break
      }
      case EVENT_ID.POP: {
        const closed = open.pop()
        if (closed) add(finish(closed.node, closed.children))
        break
      }
    }
  }
  return documents
}

function finish(node: YamlNode, children: readonly YamlNode[]): YamlNode {
  if (node.kind === 'sequence') return { ...node, items: children }
  const pairs: [YamlNode, YamlNode][] = []
  for (let at = 0; at + 1 < children.length; at += 2) pairs.push([children[at] as YamlNode, children[at + 1] as YamlNode])
  return { ...node, pairs }
}
