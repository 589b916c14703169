import { readYamlTree, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'
import type { Collector } from '../extractor.ts'

export interface YamlRoot {
  readonly node: YamlNode
  /** 1-based line of a node. */
  line(node: YamlNode): number
}

/**
 * The one mapping a lock file consists of. Anything else is reported and gives null; of several documents the first is read
 * and the others are reported. Throws what the YAML reader throws.
 */
export function readYamlRoot(text: string, out: Collector): YamlRoot | null {
  const documents = readYamlTree(text)
  const [node] = documents
  const place = textPlaces(text)
  const line = (at: YamlNode): number => place(at.offset).line
  if (node?.kind !== 'mapping') {
    out.problem({ code: 'malformed', detail: 'the file holds no mapping of sections' })
    return null
  }
  const second = documents[1]
  if (second !== undefined) out.unknown('a second document in the file', line(second))
  return { node, line }
}

/** Value of a key of a mapping; undefined for everything else. */
export function yamlMember(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.pairs.find(([name]) => name.text === key)?.[1]
}

/** Text of a scalar as written; `` for null, an absent node and collections. */
export function yamlText(node: YamlNode | undefined): string {
  return node?.kind === 'scalar' && node.value !== null ? node.text : ''
}
