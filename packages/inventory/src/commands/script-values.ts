import type { YamlNode } from '@cupel/formats'

/** A script in a document of a pipeline. */
export interface ScriptValue {
  readonly text: string
  /** Where its first line starts: the line behind `|` or `>` of a block. */
  readonly offset: number
}

const MAX_DEPTH = 40

/** Texts under the keys, and in lists under them, anywhere in a document. `source` is the text it was read from. */
export function scriptValues(root: YamlNode, keys: ReadonlySet<string>, source: string): readonly ScriptValue[] {
  const found: ScriptValue[] = []
  const seen = new Set<YamlNode>()
  const pending: [node: YamlNode, depth: number, isScript: boolean][] = [[root, 0, false]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth, isScript] = next
    if (seen.has(node) || depth > MAX_DEPTH) continue
    seen.add(node)
    if (isScript && node.kind === 'scalar' && node.value !== null) found.push({ text: node.text, offset: startOf(node, source) })
    for (const [key, value] of node.pairs) pending.push([value, depth + 1, keys.has(key.text)])
    for (const item of node.items) pending.push([item, depth + 1, isScript])
  }
  return found.sort((a, b) => a.offset - b.offset)
}

function startOf({ offset }: YamlNode, source: string): number {
  if (source[offset] !== '|' && source[offset] !== '>') return offset
  const end = source.indexOf('\n', offset)
  return end < 0 ? offset : end + 1
}
