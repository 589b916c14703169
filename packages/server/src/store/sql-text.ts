const BACKSLASH_OR_QUOTE = /[\\"]/g

/**
 * A parameter as PostgreSQL's text input takes it (bytea: as bytes), the same for both engines: arrays as array literals, Date in
 * UTC, plain objects as JSON, undefined as null.
 */
export function encodeParameter(value: unknown): string | Uint8Array | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return value
  if (Array.isArray(value)) return arrayLiteral(value)
  return scalarText(value)
}

function scalarText(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

function arrayLiteral(items: readonly unknown[]): string {
  return `{${items.map(element).join(',')}}`
}

function element(item: unknown): string {
  if (item === null || item === undefined) return 'NULL'
  if (typeof item === 'number' || typeof item === 'boolean' || typeof item === 'bigint') return String(item)
  if (Array.isArray(item)) return arrayLiteral(item)
  const text = typeof item === 'string' ? item : scalarText(item)
  return `"${text.replace(BACKSLASH_OR_QUOTE, '\\$&')}"`
}

type Reader = (text: string) => unknown

const asText: Reader = (text) => text
const asNumber: Reader = (text) => Number(text)
const asBoolean: Reader = (text) => text === 't'
const asJson: Reader = (text) => JSON.parse(text) as unknown
const asBytes: Reader = (text) => {
  const bytes = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
/** Sessions are in UTC and ISO style, so the text is `2026-01-02 03:04:05.678901+00`. */
const asTime: Reader = (text) => new Date(`${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, '')}Z`)

/** Object id of a scalar type, and of the array of it. */
const READERS: readonly (readonly [scalar: number, array: number, read: Reader])[] = [
  [16, 1000, asBoolean],
  [17, 1001, asBytes],
  [20, 1016, asNumber],
  [21, 1005, asNumber],
  [23, 1007, asNumber],
  [26, 1028, asNumber],
  [700, 1021, asNumber],
  [701, 1022, asNumber],
  [1700, 1231, asNumber],
  [114, 199, asJson],
  [3802, 3807, asJson],
  [1184, 1185, asTime],
  [1114, 1115, asTime],
  [19, 1003, asText],
  [25, 1009, asText],
  [1043, 1015, asText],
  [1082, 1182, asText],
]

/** How the text of a column becomes a value, by the type's object id; a type that is not listed stays text. Numbers are exact up to 2^53. */
export const COLUMN_READERS: ReadonlyMap<number, Reader> = new Map(
  READERS.flatMap(([scalar, array, read]) => [[scalar, read] as const, [array, (text: string) => arrayOf(text, read)] as const]),
)

const PLAIN_NUMBERS = /^\{[\d.,e+-]*\}$/

/** Thousands of numbers are read at once. */
function arrayOf(text: string, read: Reader): readonly unknown[] {
  if (read === asNumber && PLAIN_NUMBERS.test(text)) return JSON.parse(`[${text.slice(1, -1)}]`) as readonly number[]
  return readArray(text, read)
}

/** An array in PostgreSQL's text form, elements by `read`; arrays of arrays stay nested. */
function readArray(text: string, read: Reader): readonly unknown[] {
  let at = text.indexOf('{')
  function list(): unknown[] {
    const items: unknown[] = []
    at++
    while (text[at] !== '}') {
      if (at >= text.length) throw new Error('an array that does not end')
      if (text[at] === ',') at++
      else if (text[at] === '{') items.push(list())
      else if (text[at] === '"') items.push(read(quoted()))
      else items.push(bare())
    }
    at++
    return items
  }
  function quoted(): string {
    let out = ''
    for (at++; text[at] !== '"'; at++) {
      if (text[at] === '\\') at++
      out += text[at]
    }
    at++
    return out
  }
  function bare(): unknown {
    const from = at
    while (at < text.length && text[at] !== ',' && text[at] !== '}') at++
    const word = text.slice(from, at)
    return word === 'NULL' ? null : read(word)
  }
  return list()
}
