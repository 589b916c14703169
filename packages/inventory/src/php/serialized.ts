/** What PHP's serialize() wrote, as far as it is text or a table; other values are null. */
export type Serialized = string | null | ReadonlyMap<string, Serialized>

const MAX_DEPTH = 64
/** Before this mark stands what a value is, or how long. */
const SCALAR = /[bidrR]:(-?[\w.+-]{1,40});|N;/y
const STRING = /s:(\d{1,9}):"/y
const TABLE = /a:(\d{1,9}):\{/y

/**
 * Reads one value that PHP's serialize() wrote. `bytes` has one character a byte, since lengths count bytes. Objects are not read: they
 * are what makes PHP run something. Throws SyntaxError.
 */
export function readSerialized(bytes: string): Serialized {
  let at = 0

  function refuse(reason: string): never {
    throw new SyntaxError(`${reason} at byte ${at}`)
  }
  function matched(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at
    const found = pattern.exec(bytes)
    if (found !== null) at = pattern.lastIndex
    return found
  }
  function stringValue(length: number): string {
    const text = bytes.slice(at, at + length)
    at += length
    if (text.length !== length || !bytes.startsWith('";', at)) refuse('a text does not have its length')
    at += 2
    return text
  }
  function value(depth: number): Serialized {
    if (depth > MAX_DEPTH) refuse(`nested deeper than ${MAX_DEPTH} levels`)
    const string = matched(STRING)
    if (string !== null) return stringValue(Number(string[1]))
    const table = matched(TABLE)
    if (table !== null) return tableValue(Number(table[1]), depth)
    if (matched(SCALAR) === null) refuse('not what PHP serializes')
    return null
  }
  function tableValue(count: number, depth: number): Serialized {
    const pairs = new Map<string, Serialized>()
    for (let left = count; left > 0; left--) {
      const string = matched(STRING)
      const key = string === null ? (matched(SCALAR)?.[1] ?? refuse('a key is expected')) : stringValue(Number(string[1]))
      if (pairs.has(key)) refuse('a key stands twice')
      pairs.set(key, value(depth + 1))
    }
    if (bytes[at] !== '}') refuse('a table does not have its size')
    at++
    return pairs
  }
  const read = value(0)
  if (bytes.slice(at).trim() !== '') refuse('something stands behind the value')
  return read
}
