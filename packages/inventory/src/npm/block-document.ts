import { DocumentInvalid, readYamlTree, textPlaces } from '@cupel/formats'
import type { TextPlace, YamlNode } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import type { BlockDocument, BlockNode, SkippedKeys } from './block-yaml.ts'
import { readBlocks } from './block-yaml.ts'
import { flowPairs } from './flow-pairs.ts'

/**
 * All documents of a YAML lock file. The layout its own tool writes is read by a line scanner, any other valid YAML (reformatted
 * by hand or by a formatter) by the YAML library. What neither can read is handed to `refuse`, and the lines that are whole are
 * read all the same. Aliases read as empty blocks. The values of `skipped` keys may be there or not.
 */
export function readBlockDocuments(text: string, skipped: SkippedKeys, refuse: (fault: DocumentInvalid) => void): readonly BlockDocument[] {
  const blocks = readBlocks(text, skipped)
  if (blocks !== null) return blocks
  try {
    const places = textPlaces(text)
    return readYamlTree(text).map((root) => ({ line: places(root.offset).line, nodes: childrenOf(root, places) }))
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    refuse(error)
    return readBlocks(text, skipped, { tolerant: true }) ?? []
  }
}

/** A `refuse` that reports the fault with its place. */
export function reportFault(out: Collector): (fault: DocumentInvalid) => void {
  return ({ fault, line, message }) => out.problem({ code: fault, ...(line === 0 ? {} : { line }), detail: message })
}

function childrenOf(node: YamlNode, places: (offset: number) => TextPlace): readonly BlockNode[] {
  if (node.kind === 'mapping') return node.pairs.map(([key, value]) => nodeOf(key.text, key, { value, places }))
  return node.items.map((item) => nodeOf('', item, { value: item, places }))
}

function nodeOf(
  key: string,
  at: YamlNode,
  { value, places }: { readonly value: YamlNode; readonly places: (offset: number) => TextPlace },
): BlockNode {
  const { line, column } = places(at.offset)
  // `key:` without a value is the start of an empty block for the scanner, and null for the library.
  const scalar = value.kind === 'scalar' && !(value.value === null && value.text === '')
  return { key, kind: scalar ? 'scalar' : 'block', value: scalar ? value.text : '', line, column, children: childrenOf(value, places) }
}

/** The child of that key. */
export function childOf(node: BlockNode | undefined, key: string): BlockNode | undefined {
  return node?.children.find((child) => child.key === key)
}

/** Scalar pairs of a mapping in block or flow form; null when a flow mapping is not of the plain kind. */
export function scalarPairs(node: BlockNode | undefined): readonly (readonly [key: string, value: string])[] | null {
  if (node === undefined) return []
  if (node.kind === 'flow') return flowPairs(node.value)
  return node.children.filter((child) => child.kind === 'scalar').map((child) => [child.key, child.value] as const)
}
