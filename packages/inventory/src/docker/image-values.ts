import type { YamlNode } from '@cupel/formats'
import { yamlMember } from '../text/yaml-node.ts'

/** A value of a YAML document that names an image. */
export interface ImageValue {
  readonly node: YamlNode
  /** It is built here, and the name is what it gets. */
  readonly built: boolean
}

const MAX_DEPTH = 40

/**
 * Values under `image` anywhere in a document, plain or as `{ name }`; under `container` when it is more than a name (Azure Pipelines),
 * and the items of a list of `services` (GitLab). The image of a `machine` is a disk's (CircleCI). Aliases are given as they are.
 */
export function imageValues(root: YamlNode): readonly ImageValue[] {
  const found = new Map<YamlNode, ImageValue>()
  const seen = new Set<YamlNode>()
  const pending: [node: YamlNode, depth: number][] = [[root, 0]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next
    if (seen.has(node) || depth > MAX_DEPTH) continue
    seen.add(node)
    const built = yamlMember(node, 'build') !== undefined
    for (const [key, value] of node.pairs) {
      if (key.text === 'machine') continue
      if (key.text === 'image' || (key.text === 'container' && /[:/]/.test(value.text)))
        add(value.kind === 'mapping' ? yamlMember(value, 'name') : value, built)
      if (key.text === 'services') for (const item of value.items) add(item.kind === 'mapping' ? yamlMember(item, 'name') : item, false)
      pending.push([value, depth + 1])
    }
    for (const item of node.items) pending.push([item, depth + 1])
  }
  function add(node: YamlNode | undefined, built: boolean): void {
    if (node !== undefined && node.value !== null && node.text !== '' && !found.has(node)) found.set(node, { node, built })
  }
  return [...found.values()].sort((a, b) => a.node.offset - b.node.offset)
}
