import { readLenientYaml, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'

/** A scalar with the line where it stands. */
export interface YamlText {
  readonly value: string
  /** 1-based. */
  readonly line: number
}

/** One YAML document with places; aliases read as what they stand for. Nothing throws: what is not there reads as absent. */
export interface YamlView {
  readonly root: YamlNode | null
  /** Pairs of a mapping by the key's text, first one wins; empty for anything else. */
  pairs(node: YamlNode | null): ReadonlyMap<string, YamlNode>
  get(node: YamlNode | null, key: string): YamlNode | null
  items(node: YamlNode | null): readonly YamlNode[]
  text(node: YamlNode | null): YamlText | null
  line(node: YamlNode): number
  /** Follows an alias to the node it names. */
  resolve(node: YamlNode): YamlNode
}

/** Opens the first document of a YAML text; without `aliases` they read as absent. Throws DocumentInvalid for what is not YAML. */
export function viewYaml(text: string, { aliases = true }: { readonly aliases?: boolean } = {}): YamlView {
  const { source, documents } = readLenientYaml(text, LIMITS)
  const [root = null] = documents
  const place = textPlaces(source)
  let anchors: ReadonlyMap<string, YamlNode> | null = null

  const resolve = (node: YamlNode): YamlNode => {
    if (node.kind !== 'alias' || !aliases) return node
    anchors ??= anchorsOf(source, root)
    return anchors.get(node.text) ?? node
  }
  const line = (node: YamlNode): number => lineOf(source, place, node)
  const pairs = (node: YamlNode | null): ReadonlyMap<string, YamlNode> => {
    const found = new Map<string, YamlNode>()
    if (node === null) return found
    for (const [key, value] of resolve(node).pairs) {
      if (key.text === '<<') {
        const merged = resolve(value)
        for (const one of merged.kind === 'sequence' ? merged.items : [merged])
          for (const [name, inner] of pairs(one)) if (!found.has(name)) found.set(name, inner)
      } else if (!found.has(key.text)) found.set(key.text, value)
    }
    return found
  }
  return {
    root,
    pairs,
    get: (node, key) => pairs(node).get(key) ?? null,
    items: (node) => (node === null ? [] : resolve(node).items),
    text(node) {
      if (node === null) return null
      const target = resolve(node)
      if (target.kind !== 'scalar') return null
      // What `|` and `>` begin stands from the next line on.
      const block =
        /[|>]/.test(source.charAt(target.offset)) && target.text !== '' && source.charAt(target.offset) !== target.text.charAt(0)
      return { value: target.text, line: line(node) + (block ? 1 : 0) }
    },
    line,
    resolve,
  }
}

const LIMITS = { maxDocuments: 100, maxDepth: 150 }

function lineOf(source: string, place: (offset: number) => { readonly line: number }, node: YamlNode): number {
  return place(Math.min(node.offset, source.length)).line
}

function anchorsOf(source: string, root: YamlNode | null): ReadonlyMap<string, YamlNode> {
  const anchors = new Map<string, YamlNode>()
  const pending = root === null ? [] : [root]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const name = anchorAt(source, node.offset)
    // An anchor before a mapping also stands before its first key: the outer node, met first, is meant.
    if (name !== null && !anchors.has(name)) anchors.set(name, node)
    const children = [...node.items, ...node.pairs.flat()]
    for (const child of children.reverse()) pending.push(child)
  }
  return anchors
}

const ANCHOR = /&([^\s,[\]{}]{1,200})/y

function anchorAt(source: string, offset: number): string | null {
  ANCHOR.lastIndex = offset
  const here = ANCHOR.exec(source)
  if (here !== null) return here[1] ?? null
  const before = /&([^\s,[\]{}]{1,200})(?:[ \t]+[|>][-+\d]*)?[ \t\r\n]+$/.exec(source.slice(Math.max(0, offset - 260), offset))
  return before?.[1] ?? null
}
