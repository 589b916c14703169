import { readXml } from '@cupel/formats'
import type { Pom } from './pom.ts'
import { readPom } from './pom.ts'

export interface ParsedPom {
  /** Name and line of the root element; anything but `project` is no POM. */
  readonly root: string
  readonly line: number
  readonly pom: Pom
}

/** A build with many modules reads the same parents for each of them; the key is the whole text, so no answer can be stale. */
const known = new Map<string, ParsedPom>()
const MAX_KNOWN = 256

/** Reads the text of a POM. Throws DocumentInvalid when it is not XML. */
export function parsePom(text: string): ParsedPom {
  const found = known.get(text)
  if (found !== undefined) return found
  const root = readXml(text, { doctype: 'ignore' })
  const parsed = { root: root.name, line: root.line, pom: readPom(root) }
  const [oldest] = known.keys()
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest)
  known.set(text, parsed)
  return parsed
}
