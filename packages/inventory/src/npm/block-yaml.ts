import type { LineCursor } from './block-line.ts'
import { readBlockLine, SKIPPED } from './block-line.ts'

/** One `key: value` of a block mapping, or one item of a block list (its key is empty). */
export interface BlockNode {
  readonly key: string
  /** `text`: a block scalar, which is not kept. */
  readonly kind: 'block' | 'scalar' | 'flow' | 'text'
  /** Scalar without quotes, or a flow collection as written; empty for the other kinds. */
  readonly value: string
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly children: readonly BlockNode[]
}

export interface BlockDocument {
  readonly line: number
  readonly nodes: readonly BlockNode[]
}

/** Keys that the caller does not need, by their indent; what stands under them is not looked at. */
export type SkippedKeys = ReadonlyMap<number, ReadonlySet<string>>

interface Open {
  indent: number
  item: boolean
  children: BlockNode[]
  /** Indent and kind of its children, set by the first. */
  childIndent: number
  childItem: boolean
}

/** What a document is in. */
const OUTSIDE = { indent: -1, item: false }
/** Deepest nesting that is followed; lock files have five levels. */
const MAX_DEPTH = 50

/**
 * Reads the YAML that lock file writers produce: nested block mappings and lists, one entry a line, single-line flow
 * collections kept as text, several documents. null for every other text, valid or not: a YAML library decides then.
 * The text of block scalars (`|`, `>`) is skipped. `tolerant` passes over lines it cannot read instead. Linear.
 */
export function readBlocks(text: string, skipped?: SkippedKeys, { tolerant = false } = {}): readonly BlockDocument[] | null {
  const documents: BlockDocument[] = []
  const open: Open[] = []
  const cursor: LineCursor = { text, start: 0, at: 0, end: 0, line: 0, indent: 0, item: false, skip: undefined, kind: 'scalar' }
  let depth = -1
  /** Indent of the key whose text is being passed over, and of that text. */
  let textIndent = -1
  let contentIndent = -1
  for (let next = 0; next < text.length;) {
    cursor.line++
    cursor.start = next
    const newline = text.indexOf('\n', next)
    cursor.end = newline < 0 ? text.length : newline
    next = newline < 0 ? text.length : newline + 1
    if (text.charCodeAt(cursor.end - 1) === 13 && cursor.end > cursor.start) cursor.end--
    let at = cursor.start
    while (at < cursor.end && text.charCodeAt(at) === 32) at++
    if (at === cursor.end) continue
    const indent = at - cursor.start
    if (textIndent >= 0) {
      if (indent > textIndent) {
        if (contentIndent === -1) contentIndent = indent
        if (indent >= contentIndent || tolerant) continue
        return null
      }
      textIndent = -1
    }
    const first = text.charCodeAt(at)
    if (first === 35) continue
    if (indent === 0 && first === 45 && text.startsWith('---', at)) {
      if (cursor.end !== at + 3 && !tolerant) return null
      depth = -1
      continue
    }
    if (depth < 0) {
      const nodes: BlockNode[] = []
      documents.push({ line: cursor.line, nodes })
      depth = 0
      openLevel(open, depth, OUTSIDE).children = nodes
    }
    cursor.at = at
    for (cursor.item = first === 45; ; cursor.item = false) {
      cursor.indent = cursor.at - cursor.start
      const parent = parentDepth(open, depth, cursor)
      cursor.skip = skipped?.get(cursor.indent)
      const node = parent < 0 || parent > MAX_DEPTH || (cursor.item && !passMark(cursor)) ? null : readBlockLine(cursor)
      if (node === null) {
        if (tolerant) break
        return null
      }
      depth = parent
      if (node.kind === 'text') {
        textIndent = cursor.indent
        contentIndent = -1
      }
      if (node !== SKIPPED) (open[depth] as Open).children.push(node)
      if (node.kind !== 'block') break
      depth++
      openLevel(open, depth, cursor).children = node.children as BlockNode[]
      if (!cursor.item) break
    }
  }
  return documents
}

/** The level at a depth, started anew; objects of earlier levels are used again. */
function openLevel(open: Open[], depth: number, { indent, item }: Pick<LineCursor, 'indent' | 'item'>): Open {
  let level = open[depth]
  if (level === undefined) {
    level = { indent, item, children: [], childIndent: -1, childItem: false }
    open.push(level)
  } else {
    level.indent = indent
    level.item = item
    level.childIndent = -1
  }
  return level
}

/** Depth of the parent that the indent tells; -1 when the line does not stand in line with its siblings. */
function parentDepth(open: readonly Open[], depth: number, { indent, item }: LineCursor): number {
  for (let at = depth; at >= 0; at--) {
    const parent = open[at] as Open
    if (indent <= parent.indent && !(item && indent === parent.indent && !parent.item)) continue
    if (parent.childIndent === -1) {
      parent.childIndent = indent
      parent.childItem = item
    }
    return parent.childIndent === indent && parent.childItem === item ? at : -1
  }
  return -1
}

/** Goes past `- `. */
function passMark(cursor: LineCursor): boolean {
  if (cursor.text.charCodeAt(cursor.at + 1) !== 32) return false
  cursor.at += 2
  while (cursor.text.charCodeAt(cursor.at) === 32) cursor.at++
  return cursor.at < cursor.end
}
