import { endOfJsonString, MAX_JSON_DEPTH, MAX_JSON_LENGTH, readJson } from './json.ts'

/** Lists of fewer characters are read at once. */
const LONG_LIST = 4 * 1024 * 1024
/** Items shorter than this on average take less memory read than their places do. */
const SHORT_ITEM = 32

interface Slices {
  readonly key: string
  /** Places of the bracket before the first item, of the commas between them, and of the bracket behind the last. */
  readonly bounds: Uint32Array
}

/**
 * Parses JSON as `readJson` does, with the same refusals. Long lists of the outermost object under the keys of `walked` are arrays whose
 * items are parsed again each time they are asked for: beside what is made of a large document there is no room for all of it at once.
 * Such an array is to be walked, not copied.
 */
export function readJsonInSlices(
  text: string,
  walked: ReadonlySet<string>,
  { longList = LONG_LIST }: { readonly longList?: number } = {},
): unknown {
  const isLong = text.length >= longList && text.length <= MAX_JSON_LENGTH
  return (isLong ? inSlices(text, walked, longList) : undefined) ?? readJson(text)
}

/** undefined: nothing in it is long, or it is no JSON. */
function inSlices(text: string, walked: ReadonlySet<string>, longList: number): unknown {
  const lists = longLists(text, walked, longList)
  if (lists === null || lists.length === 0) return undefined
  try {
    let rest = ''
    let from = text.charCodeAt(0) === 0xfeff ? 1 : 0
    for (const { bounds } of lists) {
      for (let at = 1; at < bounds.length; at++) JSON.parse(item(text, bounds, at - 1))
      rest += text.slice(from, (bounds[0] as number) + 1)
      from = bounds.at(-1) as number
    }
    const value = JSON.parse(rest + text.slice(from)) as Record<string, unknown>
    for (const { key, bounds } of lists) value[key] = slicedList(text, bounds)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function item(text: string, bounds: Uint32Array, index: number): string {
  return text.slice((bounds[index] as number) + 1, bounds[index + 1])
}

function slicedList(text: string, bounds: Uint32Array): readonly unknown[] {
  const count = bounds.length - 1
  const indexOf = (key: string | symbol): number => (typeof key === 'string' && /^\d{1,9}$/.test(key) ? Number(key) : -1)
  return new Proxy([] as unknown[], {
    get(target, key) {
      if (key === 'length') return count
      const index = indexOf(key)
      if (index === -1) return Reflect.get(target, key) as unknown
      return index < count ? (JSON.parse(item(text, bounds, index)) as unknown) : undefined
    },
    has(target, key) {
      const index = indexOf(key)
      return index === -1 ? Reflect.has(target, key) : index < count
    },
  })
}

/** The long lists of an object, in their order; null: it is none, or an odd one. What is no JSON may pass: whoever parses the parts finds out. */
function longLists(text: string, walked: ReadonlySet<string>, longList: number): readonly Slices[] | null {
  const lists: Slices[] = []
  const keys = new Set<string>()
  let at = afterSpace(text, text.charCodeAt(0) === 0xfeff ? 1 : 0)
  if (text[at] !== '{') return null
  do {
    at = afterSpace(text, at + 1)
    const end = endOfJsonString(text, at)
    if (text[at] !== '"' || end === -1) return null
    const key = keyOf(text.slice(at, end + 1))
    // Of two equal keys the later one counts.
    if (key === null || keys.has(key)) return null
    keys.add(key)
    at = afterSpace(text, end + 1)
    if (text[at] !== ':') return null
    const start = afterSpace(text, at + 1)
    const bounds = walked.has(key) ? boundsOf(text, start) : null
    at = bounds === null ? endOfValue(text, start) : (bounds.at(-1) as number) + 1
    if (at === -1) return null
    if (bounds !== null && at - start >= longList && at - start >= SHORT_ITEM * bounds.length) lists.push({ key, bounds })
    at = afterSpace(text, at)
  } while (text[at] === ',')
  return text[at] === '}' ? lists : null
}

function keyOf(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return null
  }
}

/** null: it is no list, does not end, is nested too deep, or has very many short items. */
function boundsOf(text: string, start: number): Uint32Array | null {
  if (text[start] !== '[') return null
  const bounds = [start]
  const end = endOfValue(text, start, (comma) => bounds.push(comma) <= 1000 || comma - start >= SHORT_ITEM * bounds.length)
  return end === -1 ? null : Uint32Array.from([...bounds, end - 1])
}

/** Offset behind a value; -1: it has no end, is nested too deep, or a comma between its parts was refused. */
function endOfValue(text: string, start: number, isWanted: (comma: number) => boolean = () => true): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = endOfJsonString(text, at)
      if (at === -1) return -1
      if (depth === 0) return at + 1
    } else if (code === 0x7b || code === 0x5b) {
      // The outermost object is one more.
      if (++depth >= MAX_JSON_DEPTH) return -1
    } else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at
      if (--depth === 0) return at + 1
    } else if (code === 0x2c) {
      if (depth === 0) return at
      if (depth === 1 && !isWanted(at)) return -1
    }
  }
  return -1
}

const QUOTE = 0x22

function afterSpace(text: string, start: number): number {
  let at = start
  for (let code = text.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = text.charCodeAt(at)) at++
  return at
}
