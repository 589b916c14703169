import { textPlaces } from '../text-place.ts'

interface Wanted {
  readonly children: Map<string, Wanted>
  pointer: string | null
}

interface Open {
  readonly wanted: Wanted | undefined
  readonly isArray: boolean
  index: number
  key: string
}

/**
 * Lines of JSON Pointers (RFC 6901) in a text that is valid JSON: one pass, however many pointers. A pointer to a missing
 * place gets the line of the nearest place that is there.
 */
export function jsonPointerLines(text: string, pointers: readonly string[]): ReadonlyMap<string, number> {
  const root: Wanted = { children: new Map(), pointer: null }
  for (const pointer of pointers) {
    let at = root
    for (const key of pointer.split('/').slice(1)) {
      const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
      let next = at.children.get(name)
      if (!next) at.children.set(name, (next = { children: new Map(), pointer: null }))
      at = next
    }
    at.pointer = pointer
  }

  const offsets = new Map<Wanted, number>()
  const open: Open[] = []
  let wantsKey = false
  const wantedHere = (): Wanted | undefined => {
    const parent = open.at(-1)
    if (!parent) return root
    return parent.wanted?.children.get(parent.isArray ? String(parent.index) : parent.key)
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    const inside = open.at(-1)
    if (char === '"') {
      const end = endOfString(text, at)
      if (wantsKey && inside) {
        if (inside.wanted) inside.key = JSON.parse(text.slice(at, end + 1)) as string
        wantsKey = false
        // The place of a member is the place of its key.
        const wanted = inside.wanted?.children.get(inside.key)
        if (wanted) offsets.set(wanted, at)
      } else note(offsets, wantedHere(), at)
      at = end
    } else if (char === '{' || char === '[') {
      const wanted = wantedHere()
      note(offsets, wanted, at)
      open.push({ wanted, isArray: char === '[', index: 0, key: '' })
      wantsKey = char === '{'
    } else if (char === '}' || char === ']') {
      open.pop()
      wantsKey = false
    } else if (char === ',' && inside) {
      inside.index++
      wantsKey = !inside.isArray
    } else if (char !== ':' && char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') note(offsets, wantedHere(), at)
  }

  const place = textPlaces(text)
  const lines = new Map<string, number>()
  const stack: { wanted: Wanted; offset: number }[] = [{ wanted: root, offset: offsets.get(root) ?? 0 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.wanted.pointer !== null) lines.set(next.wanted.pointer, place(next.offset).line)
    for (const child of next.wanted.children.values()) stack.push({ wanted: child, offset: offsets.get(child) ?? next.offset })
  }
  return lines
}

function note(offsets: Map<Wanted, number>, wanted: Wanted | undefined, offset: number): void {
  if (wanted && !offsets.has(wanted)) offsets.set(wanted, offset)
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}
