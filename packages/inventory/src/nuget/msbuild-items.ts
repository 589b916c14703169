import type { XmlElement } from '@cupel/formats'
import { descendants } from './descendants.ts'
import { expandProperties } from './msbuild-properties.ts'
import type { Properties } from './msbuild-properties.ts'

/** One item of an MSBuild file: `<PackageReference Include="A;B" Version="1" />` gives two. */
export interface MsbuildItem {
  readonly element: string
  readonly how: 'Include' | 'Update'
  /** With properties replaced; may still hold `$(…)` or `@(…)`. */
  readonly name: string
  readonly line: number
  /** Attribute or child element of that name, properties replaced; `` when absent. */
  readonly metadata: (name: string) => string
}

/**
 * The items with one of these element names, wherever they stand: in groups of any condition, in `Choose` and `Target` alike.
 * Conditions are not judged, so packages of every target framework and configuration are listed.
 */
export function msbuildItems(root: XmlElement, elements: ReadonlySet<string>, properties: Properties): readonly MsbuildItem[] {
  const items: MsbuildItem[] = []
  for (const element of descendants(root)) {
    if (!elements.has(element.name)) continue
    const how = attribute(element, 'Include') === undefined ? 'Update' : 'Include'
    const names = attribute(element, how)
    if (names === undefined) continue
    const metadata = (name: string): string => {
      const written = attribute(element, name) ?? element.children.find((child) => child.name === name)?.text ?? ''
      return expandProperties(written.trim(), properties)
    }
    for (const name of expandProperties(names, properties).split(';')) {
      if (name.trim() !== '') items.push({ element: element.name, how, name: name.trim(), line: element.line, metadata })
    }
  }
  return items
}

/** MSBuild compares attribute names without case. */
function attribute(element: XmlElement, name: string): string | undefined {
  const exact = element.attributes.get(name)
  if (exact !== undefined) return exact
  const wanted = name.toLowerCase()
  for (const [key, value] of element.attributes) if (key.toLowerCase() === wanted) return value
  return undefined
}
