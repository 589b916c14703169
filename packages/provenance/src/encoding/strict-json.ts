import { isAscii, isUtf8 } from 'node:buffer'
import { Refused } from '../verdict/refused.ts'
import type { JsonObject, JsonValue } from './json-value.ts'

export interface JsonLimits {
  readonly maxBytes: number
  readonly maxDepth: number
  /** Values of every kind, the whole document counted. */
  readonly maxValues: number
}

/** Evidence is small; the largest seen are statements that carry a whole SBOM. */
const LIMITS: JsonLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 128, maxValues: 2_000_000 }

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
/** What a text holds up to its quote, an escape, or a control character that must not be there. */
// oxlint-disable-next-line no-control-regex -- these are what JSON wants escaped
const PLAIN = /[^"\\\u0000-\u001f]*/y
const PLAIN_ASCII = /[ !#-[\]-\u007f]*/y
const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const LETTER_F = 0x66
const LETTER_N = 0x6e
const LETTER_T = 0x74
const LONE_SURROGATE = /\p{Surrogate}/u
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * JSON text (RFC 8259, I-JSON of RFC 7493) that can only be read in one way: valid UTF-8 without a mark at its start, no key twice
 * in one object, no number that another reader would round, no lone surrogates, nothing after the value. Objects come without
 * prototype. Refuses with the line; `what` names the document in the sentence shown.
 */
export function parseStrictJson(input: Uint8Array | string, what: string, limits: Partial<JsonLimits> = {}): JsonValue {
  const { maxBytes = LIMITS.maxBytes, maxDepth = LIMITS.maxDepth, maxValues = LIMITS.maxValues } = limits
  if (input.length > maxBytes) {
    throw new Refused('limit-exceeded', `${what} is too large`, {
      expected: `at most ${maxBytes} bytes`,
      found: `${input.length} bytes`,
    })
  }
  if (typeof input === 'string') return new Reader(input, what, { maxDepth, maxValues, isEncoded: false }).document()
  if (!isUtf8(input)) throw new Refused('malformed', `${what} is not UTF-8`)
  // All that JSON is made of is ASCII: one byte a character is read sooner, and only texts that have more are decoded.
  return new Reader(asBuffer(input).toString('latin1'), what, { maxDepth, maxValues, isEncoded: true }).document()
}

/** Text of bytes that must be UTF-8. Refuses anything else; a byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  // Most evidence is ASCII, which needs no decoding.
  if (isAscii(bytes)) return asBuffer(bytes).toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refused('malformed', `${what} is not UTF-8`)
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface ReaderOptions extends Omit<JsonLimits, 'maxBytes'> {
  /** The text is UTF-8 with each byte as one character. */
  readonly isEncoded: boolean
}

class Reader {
  readonly #text: string
  readonly #what: string
  readonly #limits: ReaderOptions
  #at = 0
  #values = 0
  #isAscii = true

  constructor(text: string, what: string, limits: ReaderOptions) {
    this.#text = text
    this.#what = what
    this.#limits = limits
  }

  document(): JsonValue {
    this.#skipSpace()
    const value = this.#value(0)
    this.#skipSpace()
    if (this.#at < this.#text.length) throw this.#malformed('has something after its end')
    return value
  }

  #value(depth: number): JsonValue {
    this.#values += 1
    if (this.#values > this.#limits.maxValues) throw this.#tooMuch(`more than ${this.#limits.maxValues} values`)
    if (depth > this.#limits.maxDepth) throw this.#tooMuch(`more than ${this.#limits.maxDepth} levels`)
    switch (this.#text.charCodeAt(this.#at)) {
      case OPEN_OBJECT:
        return this.#object(depth)
      case OPEN_LIST:
        return this.#array(depth)
      case QUOTE:
        return this.#string()
      case LETTER_T:
        return this.#word('true', true)
      case LETTER_F:
        return this.#word('false', false)
      case LETTER_N:
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #object(depth: number): JsonObject {
    const object = { __proto__: null } as unknown as Record<string, JsonValue>
    this.#at += 1
    this.#skipSpace()
    if (this.#took(CLOSE_OBJECT)) return object
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== QUOTE) throw this.#malformed('has no key where one must be')
      const key = this.#string()
      if (object[key] !== undefined) throw this.#malformed(`has the key ${JSON.stringify(key)} twice in one object`)
      this.#skipSpace()
      if (!this.#took(COLON)) throw this.#malformed('has a key without value')
      this.#skipSpace()
      object[key] = this.#value(depth + 1)
      this.#skipSpace()
      if (this.#took(CLOSE_OBJECT)) return object
      if (!this.#took(COMMA)) throw this.#malformed('has an object that does not go on or end')
      this.#skipSpace()
    }
  }

  #array(depth: number): readonly JsonValue[] {
    const list: JsonValue[] = []
    this.#at += 1
    this.#skipSpace()
    if (this.#took(CLOSE_LIST)) return list
    for (;;) {
      list.push(this.#value(depth + 1))
      this.#skipSpace()
      if (this.#took(CLOSE_LIST)) return list
      if (!this.#took(COMMA)) throw this.#malformed('has a list that does not go on or end')
      this.#skipSpace()
    }
  }

  /** Long texts are base64 without escapes, which one sweep to the quote reads. */
  #string(): string {
    const start = this.#at + 1
    let stop = this.#plainEnd(start)
    let value = this.#piece(start, stop)
    const isPlain = this.#text.charCodeAt(stop) === QUOTE
    while (this.#text.charCodeAt(stop) !== QUOTE) {
      if (stop === this.#text.length) throw this.#malformed('has a text that does not end')
      if (this.#text.charCodeAt(stop) !== BACKSLASH) throw this.#malformed('has a raw control character in a text')
      const [unescaped, length] = this.#escape(stop)
      const from = stop + length
      stop = this.#plainEnd(from)
      value += unescaped + this.#piece(from, stop)
    }
    if (!isPlain && LONE_SURROGATE.test(value)) throw this.#malformed('has half a character')
    this.#at = stop + 1
    return value
  }

  #plainEnd(at: number): number {
    PLAIN_ASCII.lastIndex = at
    PLAIN_ASCII.test(this.#text)
    const end = PLAIN_ASCII.lastIndex
    this.#isAscii = !(this.#text.charCodeAt(end) >= 0x80)
    if (this.#isAscii) return end
    PLAIN.lastIndex = end
    PLAIN.test(this.#text)
    return PLAIN.lastIndex
  }

  /** The text up to where `#plainEnd` just came. */
  #piece(start: number, end: number): string {
    const piece = this.#text.slice(start, end)
    return this.#isAscii || !this.#limits.isEncoded ? piece : Buffer.from(piece, 'latin1').toString('utf8')
  }

  #escape(at: number): readonly [text: string, length: number] {
    const kind = this.#text[at + 1] ?? ''
    const simple = ESCAPES[kind]
    if (simple !== undefined) return [simple, 2]
    const hex = this.#text.slice(at + 2, at + 6)
    if (kind !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(hex)) throw this.#malformed('has an escape that does not exist')
    return [String.fromCharCode(Number.parseInt(hex, 16)), 6]
  }

  #number(): number {
    NUMBER.lastIndex = this.#at
    const token = NUMBER.exec(this.#text)?.[0]
    if (token === undefined) throw this.#malformed(this.#at < this.#text.length ? 'is not JSON' : 'ends too early')
    this.#at += token.length
    const value = Number(token)
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
      throw this.#malformed('has a number that readers would round')
    }
    return value
  }

  #word<T extends boolean | null>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#malformed('is not JSON')
    this.#at += word.length
    return value
  }

  #took(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false
    this.#at += 1
    return true
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at += 1
    }
  }

  #malformed(problem: string): Refused {
    return new Refused('malformed', `${this.#what} ${problem}, line ${this.#line()}`)
  }

  #tooMuch(found: string): Refused {
    return new Refused('limit-exceeded', `${this.#what} has ${found}`)
  }

  #line(): number {
    let line = 1
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < this.#at; at = this.#text.indexOf('\n', at + 1)) line += 1
    return line
  }
}
