import type { BlockNode } from './block-yaml.ts'

/** The line that is being read; one object is used for all lines. */
export interface LineCursor {
  readonly text: string
  /** Offsets: of the line, of what is to be read, and behind its last character. */
  start: number
  at: number
  end: number
  /** 1-based. */
  line: number
  /** Where the entry in hand stands in its line, and whether a list mark is before it. */
  indent: number
  item: boolean
  /** Keys of this indent whose values are not wanted. */
  skip: ReadonlySet<string> | undefined
  /** Kind of the value that was read last. */
  kind: 'scalar' | 'flow' | 'text'
}

const NO_CHILDREN: readonly BlockNode[] = []
/** Stands for every value that is not wanted. */
export const SKIPPED: BlockNode = { key: '', kind: 'text', value: '', line: 0, column: 0, children: NO_CHILDREN }

/**
 * Reads `key:`, `key: value`, or after a list mark `value`; before a `key:` in a list it gives an empty block, and the caller reads
 * on from the same place. null where the line is anything else.
 */
export function readBlockLine(cursor: LineCursor): BlockNode | null {
  const { text, at, end, line, item } = cursor
  const column = at - cursor.start + 1
  const colon = keyEnd(text, at, end)
  if (colon < 0) {
    const value = item ? readValue(cursor, at) : null
    return value === null ? null : { key: '', kind: cursor.kind, value, line, column, children: NO_CHILDREN }
  }
  if (item) return { key: '', kind: 'block', value: '', line, column, children: [] }
  const key = readKey(text, at, colon)
  if (key === null) return null
  if (cursor.skip !== undefined && cursor.skip.has(key)) return SKIPPED
  let from = colon + 1
  while (from < end && text.charCodeAt(from) === 32) from++
  if (from === end || text.charCodeAt(from) === 35) return { key, kind: 'block', value: '', line, column, children: [] }
  const value = readValue(cursor, from)
  return value === null ? null : { key, kind: cursor.kind, value, line, column, children: NO_CHILDREN }
}

/** Offset of the colon that ends a key; -1 when the line has none. */
function keyEnd(text: string, at: number, end: number): number {
  const first = text.charCodeAt(at)
  if (first === 34 || first === 39) {
    const close = quoteEnd(text, at, end)
    return close > 0 && text.charCodeAt(close + 1) === 58 && (close + 2 === end || text.charCodeAt(close + 2) === 32) ? close + 1 : -1
  }
  for (let colon = at; colon < end; colon++) {
    if (text.charCodeAt(colon) === 58 && (colon + 1 === end || text.charCodeAt(colon + 1) === 32)) return colon
  }
  return -1
}

function quoteEnd(text: string, at: number, end: number): number {
  const quote = text.charCodeAt(at)
  for (let index = at + 1; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code === 92 && quote === 34) index++
    else if (code === quote) {
      if (quote === 39 && text.charCodeAt(index + 1) === 39) index++
      else return index
    }
  }
  return -1
}

function readKey(text: string, at: number, colon: number): string | null {
  const first = text.charCodeAt(at)
  if (first === 34 || first === 39) return unquote(text, at, colon - 1)
  if (!isPlainStart(first) || first === 63 || text.charCodeAt(colon - 1) === 32) return null
  const key = text.slice(at, colon)
  return CONTROL.test(key) || key.includes(' #') ? null : key
}

/** Reads the value at `at` up to the end of the line and says its kind in the cursor. */
function readValue(cursor: LineCursor, at: number): string | null {
  const { text, end } = cursor
  const first = text.charCodeAt(at)
  cursor.kind = 'scalar'
  if (first === 34 || first === 39) {
    const close = quoteEnd(text, at, end)
    if (close < 0 || (close + 1 < end && !/^ +(?:#.*)?$/.test(text.slice(close + 1, end)))) return null
    return unquote(text, at, close)
  }
  const raw = text.slice(at, end)
  if (CONTROL.test(raw)) return null
  if (first === 123 || first === 91) {
    cursor.kind = 'flow'
    const value = raw.trimEnd()
    return value.charCodeAt(value.length - 1) === first + 2 ? value : null
  }
  const comment = raw.indexOf(' #')
  const value = (comment < 0 ? raw : raw.slice(0, comment)).trimEnd()
  if (first === 124 || first === 62) {
    cursor.kind = 'text'
    return /^[|>][-+]?$/.test(value) ? '' : null
  }
  if (!isPlainStart(first) || value.includes(': ') || value.endsWith(':')) return null
  // `-`, `?` and `:` start a plain scalar only before something that is no space.
  const mark = first === 45 || first === 63 || first === 58
  return mark && (value.length === 1 || value.charCodeAt(1) === 32) ? null : value
}

/** YAML 1.2.2 §5.3: indicators that start no plain scalar here. */
function isPlainStart(code: number): boolean {
  return code > 32 && !INDICATORS.has(code)
}

const INDICATORS: ReadonlySet<number> = new Set([...'{[}],&*!%@`|>'].map((character) => character.charCodeAt(0)))
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/

function unquote(text: string, at: number, close: number): string | null {
  const raw = text.slice(at + 1, close)
  if (CONTROL.test(raw)) return null
  if (text.charCodeAt(at) === 39) return raw.includes("'") ? raw.replaceAll("''", "'") : raw
  return raw.includes('\\') ? unescaped(raw) : raw
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
}

/** YAML 1.2.2 §5.7; null for an escape it does not know. */
function unescaped(raw: string): string | null {
  let known = true
  const text = raw.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (_, short?: string, long?: string, simple?: string) => {
    const hex = short ?? long
    const character = hex === undefined ? ESCAPES[simple ?? ''] : String.fromCharCode(Number.parseInt(hex, 16))
    known &&= character !== undefined
    return character ?? ''
  })
  return known ? text : null
}
