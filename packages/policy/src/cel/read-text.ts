import { CelInvalid } from './cel-invalid.ts'

export interface ReadText {
  readonly value: string | Uint8Array
  /** Offset after the closing quote. */
  readonly end: number
}

/**
 * Reads a string or bytes literal (language definition, "String and Bytes Values"). `opening` is its prefix with the opening quote. Throws
 * CelInvalid for a text that does not end and for escapes that are none.
 */
export function readText(source: string, at: number, opening: string): ReadText {
  const prefix = opening.replace(/["']+$/, '').toLowerCase()
  const quote = opening.slice(prefix.length)
  const raw = prefix.endsWith('r')
  const bytes = prefix.startsWith('b')
  const multiline = quote.length === 3
  const parts: (string | number)[] = []
  let place = at + opening.length
  let start = place
  for (;;) {
    const unit = source[place]
    if (unit === undefined || (!multiline && (unit === '\n' || unit === '\r'))) {
      throw fault(at, place, 'this text has no closing quote')
    }
    if (source.startsWith(quote, place)) break
    if (unit !== '\\') place++
    else if (raw) place += 2
    else {
      parts.push(source.slice(start, place))
      const escape = readEscape(source, place, bytes)
      parts.push(escape.value)
      place = escape.end
      start = place
    }
  }
  parts.push(source.slice(start, place))
  return { value: bytes ? bytesOf(parts) : textOf(parts), end: place + quote.length }
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '?': '?',
  '"': '"',
  "'": "'",
  '`': '`',
}

/** A number is one byte of a bytes literal. */
function readEscape(source: string, at: number, bytes: boolean): { readonly value: string | number; readonly end: number } {
  const letter = source[at + 1] ?? ''
  const simple = SIMPLE[letter]
  if (simple !== undefined) return { value: simple, end: at + 2 }
  const octal = /^[0-3][0-7]{2}/.exec(source.slice(at + 1, at + 4))?.[0]
  const digits = letter === 'x' || letter === 'X' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0
  const end = octal === undefined ? at + 2 + digits : at + 4
  const number = octal ?? source.slice(at + 2, end)
  const code = Number.parseInt(number, octal === undefined ? 16 : 8)
  const valid = octal !== undefined || (digits > 0 && /^[0-9a-fA-F]+$/.test(number) && number.length === digits)
  if (!valid || (bytes && digits > 2)) throw fault(at, Math.min(end, source.length), 'this is no escape; a backslash is written as \\\\')
  if (bytes) return { value: code, end }
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw fault(at, end, 'this escape is no Unicode character')
  return { value: String.fromCodePoint(code), end }
}

function textOf(parts: readonly (string | number)[]): string {
  return parts.join('')
}

const ENCODER = new TextEncoder()

function bytesOf(parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...ENCODER.encode(part)])))
}

function fault(at: number, end: number, message: string): CelInvalid {
  return new CelInvalid([{ at, end, message }])
}
