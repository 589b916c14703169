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
const LONE_SURROGATE = /\p{Surrogate}/u
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * JSON text (RFC 8259, I-JSON of RFC 7493) that can only be read in one way: valid UTF-8 without a mark at its start, no key twice
 * in one object, no number that another reader would round, no lone surrogates, nothing after the value. Objects come without
 * prototype. Refuses with the line; `what` names the document in the sentence shown.
 */
export function parseStrictJson(input: Uint8Array | string, what: string, limits: Partial<JsonLimits> = {}): JsonValue {
  const bounds = { ...LIMITS, ...limits }
  if (input.length > bounds.maxBytes) {
    throw new Refused('limit-exceeded', `${what} is too large`, {
      expected: `at most ${bounds.maxBytes} bytes`,
      found: `${input.length} bytes`,
    })
  }
  const text = typeof input === 'string' ? input : decodeUtf8(input, what)
  return new Reader(text, what, bounds).document()
}

/** Text of bytes that must be UTF-8. Refuses anything else; a byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refused('malformed', `${what} is not UTF-8`)
  }
}

class Reader {
  readonly #text: string
  readonly #what: string
  readonly #limits: JsonLimits
  #at = 0
  #values = 0

  constructor(text: string, what: string, limits: JsonLimits) {
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
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  #object(depth: number): JsonObject {
    const object = { __proto__: null } as unknown as Record<string, JsonValue>
    this.#at += 1
    this.#skipSpace()
    if (this.#took('}')) return object
    for (;;) {
      if (this.#text[this.#at] !== '"') throw this.#malformed('has no key where one must be')
      const key = this.#string()
      if (object[key] !== undefined) throw this.#malformed(`has the key ${JSON.stringify(key)} twice in one object`)
      this.#skipSpace()
      if (!this.#took(':')) throw this.#malformed('has a key without value')
      this.#skipSpace()
      object[key] = this.#value(depth + 1)
      this.#skipSpace()
      if (this.#took('}')) return object
      if (!this.#took(',')) throw this.#malformed('has an object that does not go on or end')
      this.#skipSpace()
    }
  }

  #array(depth: number): readonly JsonValue[] {
    const list: JsonValue[] = []
    this.#at += 1
    this.#skipSpace()
    if (this.#took(']')) return list
    for (;;) {
      list.push(this.#value(depth + 1))
      this.#skipSpace()
      if (this.#took(']')) return list
      if (!this.#took(',')) throw this.#malformed('has a list that does not go on or end')
      this.#skipSpace()
    }
  }

  /** Long texts are base64 without escapes: one search for the quote, one look for what must not be there. */
  #string(): string {
    const start = this.#at + 1
    let end = this.#text.indexOf('"', start)
    if (end < 0) throw this.#malformed('has a text that does not end')
    const plain = this.#text.slice(start, end)
    if (!plain.includes('\\')) {
      this.#refuseRaw(plain)
      this.#at = end + 1
      return plain
    }
    let value = ''
    let at = start
    for (;;) {
      const escape = this.#text.indexOf('\\', at)
      if (end < at) end = this.#text.indexOf('"', at)
      if (end < 0) throw this.#malformed('has a text that does not end')
      const stop = escape >= 0 && escape < end ? escape : end
      const piece = this.#text.slice(at, stop)
      this.#refuseRaw(piece)
      value += piece
      if (stop === end) {
        this.#at = end + 1
        break
      }
      const [unescaped, length] = this.#escape(escape)
      value += unescaped
      at = escape + length
    }
    if (LONE_SURROGATE.test(value)) throw this.#malformed('has half a character')
    return value
  }

  #escape(at: number): readonly [text: string, length: number] {
    const kind = this.#text[at + 1] ?? ''
    const simple = ESCAPES[kind]
    if (simple !== undefined) return [simple, 2]
    const hex = this.#text.slice(at + 2, at + 6)
    if (kind !== 'u' || !/^[0-9A-Fa-f]{4}$/.test(hex)) throw this.#malformed('has an escape that does not exist')
    return [String.fromCharCode(Number.parseInt(hex, 16)), 6]
  }

  #refuseRaw(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      if (text.charCodeAt(index) < 0x20) throw this.#malformed('has a raw control character in a text')
    }
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

  #took(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
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
