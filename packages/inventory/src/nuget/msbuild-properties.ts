import type { XmlElement } from '@cupel/formats'
import { descendants } from './descendants.ts'

/** Property name in lower case → text as written. */
export type Properties = ReadonlyMap<string, string>

const REFERENCE = /\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)/g
const MAX_STEPS = 32
const MAX_LENGTH = 4096

/** The properties of MSBuild files, nearest file first: what an earlier file sets counts. Conditions are not judged; in one file the last wins. */
export function msbuildProperties(files: readonly XmlElement[]): Properties {
  const properties = new Map<string, string>()
  for (const root of files) {
    const own = new Map<string, string>()
    for (const element of descendants(root)) {
      if (element.name !== 'PropertyGroup') continue
      for (const property of element.children) own.set(property.name.toLowerCase(), property.text.trim())
    }
    for (const [name, value] of own) if (!properties.has(name)) properties.set(name, value)
  }
  return properties
}

/** Replaces `$(Name)`, nested ones too; a name that is unknown, or refers to itself, stays as it is written. */
export function expandProperties(text: string, properties: Properties): string {
  let expanded = text
  for (let step = 0; step < MAX_STEPS && expanded.includes('$('); step++) {
    const next = expanded.replace(REFERENCE, (whole, name: string) => properties.get(name.toLowerCase()) ?? whole)
    if (next === expanded || next.length > MAX_LENGTH) break
    expanded = next
  }
  return expanded
}
