import { textOrder } from './version-order.ts'

const REPLACEMENTS: Readonly<Record<string, string>> = { pre: 'c', preview: 'c', '-': 'final-', rc: 'c', dev: '@' }

/** Order of versions that PEP 440 does not know, as setuptools had it before (pkg_resources.parse_version of 0.6). */
export function legacyOrder(a: string, b: string): number {
  const one = legacyParts(a.toLowerCase())
  const two = legacyParts(b.toLowerCase())
  const shared = Math.min(one.length, two.length)
  for (let index = 0; index < shared; index++) {
    const order = textOrder(one[index] ?? '', two[index] ?? '')
    if (order !== 0) return order
  }
  return one.length - two.length || 0
}

/** Words and numbers of a text in the order in which they are compared; the text is to be in lower case. */
export function legacyParts(text: string): readonly string[] {
  const parts: string[] = []
  for (const word of [...(text.match(/\d+|[a-z]+|\.|-/g) ?? []), 'final']) {
    if (word === '.') continue
    const part = legacyPart(word)
    if (part.startsWith('*')) {
      if (part < '*final') dropLast(parts, '*final-')
      dropLast(parts, '00000000')
    }
    parts.push(part)
  }
  return parts
}

function legacyPart(word: string): string {
  const part = REPLACEMENTS[word] ?? word
  return /^\d/.test(part) ? part.padStart(8, '0') : `*${part}`
}

function dropLast(parts: string[], part: string): void {
  while (parts.at(-1) === part) parts.pop()
}
