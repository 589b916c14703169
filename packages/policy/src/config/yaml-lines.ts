import { readYamlTree, textPlaces } from '@cupel/formats'
import type { YamlNode } from '@cupel/formats'

/** Line of each key of a YAML text, by dotted path (`rule.0.for`), as `tomlLines` gives them for TOML. */
export function yamlLines(text: string): ReadonlyMap<string, number> {
  const found: { readonly path: string; readonly offset: number }[] = []
  const visit = (node: YamlNode, path: string): void => {
    node.items.forEach((item, at) => {
      found.push({ path: `${path}.${at}`, offset: item.offset })
      visit(item, `${path}.${at}`)
    })
    for (const [key, value] of node.pairs) {
      const inner = path === '' ? key.text : `${path}.${key.text}`
      found.push({ path: inner, offset: key.offset })
      visit(value, inner)
    }
  }
  const [document] = readYamlTree(text)
  if (document !== undefined) visit(document, '')
  const places = textPlaces(text)
  return new Map(found.map(({ path, offset }) => [path, places(offset).line]))
}
