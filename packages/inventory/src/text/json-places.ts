/** Lines of the members of a JSON text, down to a depth. */
export interface JsonPlaces {
  /** 1-based line where the member's key (or the array item) starts; undefined when there is none or it is deeper than asked. */
  line(...path: readonly (string | number)[]): number | undefined
  /** Line of the first key that stands twice in one object: JSON.parse keeps only the last of them. */
  readonly duplicate: number | undefined
}

interface Place {
  readonly line: number
  readonly members: Map<string, Place>
}

interface Level {
  readonly place: Place | null
  readonly array: boolean
  index: number
  /** In an object: whether a key comes next. */
  key: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Scans a text that JSON.parse accepted, once and without recursion; a text that it refuses gives undefined places, never an error. */
export function jsonPlaces(text: string, maxDepth: number): JsonPlaces {
  const root: Place = { line: 1, members: new Map() }
  const levels: Level[] = []
  let duplicate: number | undefined
  let line = 1
  let next: Place | null = root

  function enter(name: string): void {
    const level = levels.at(-1)
    const into = level?.place
    next = null
    if (into === null || into === undefined || levels.length > maxDepth) return
    if (level?.array === false && into.members.has(name)) duplicate ??= line
    next = { line, members: new Map() }
    into.members.set(name, next)
  }
  function startItem(): void {
    const level = levels.at(-1)
    if (level?.array === true && next === null) enter(String(level.index))
  }

  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const level = levels.at(-1)
    if (code === 0x0a) line++
    else if (code === QUOTE) {
      const end = endOfString(text, at)
      if (level?.key === true) {
        enter(levels.length > maxDepth ? '' : stringAt(text, at, end))
        level.key = false
      } else startItem()
      at = end
    } else if (code === 0x7b || code === 0x5b) {
      startItem()
      levels.push({ place: next, array: code === 0x5b, index: 0, key: code === 0x7b })
      next = null
    } else if (code === 0x7d || code === 0x5d) {
      levels.pop()
    } else if (code === 0x2c && level !== undefined) {
      next = null
      level.index++
      level.key = !level.array
    } else if (code > 0x20 && code !== 0x3a) startItem()
  }

  function lineOf(...path: readonly (string | number)[]): number | undefined {
    let place: Place | undefined = root
    for (const step of path) place = place?.members.get(String(step))
    return place?.line
  }
  return { line: lineOf, duplicate }
}

function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return quote
  }
  return text.length
}

function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end)
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`) as string
  } catch {
    return raw
  }
}
