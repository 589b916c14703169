import { Refused } from '../verdict/refused.ts'
import { decodeBase64 } from './base64.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { asArray, asObject } from './json-value.ts'

/** What to do with fields that a message does not have. */
export type UnknownFields = 'refuse' | 'ignore'

/**
 * One message in the JSON form of Protocol Buffers (proto3 JSON mapping): names in lowerCamelCase or as in the definition, never
 * both; null is absent; 64-bit integers as text or number; bytes as base64; enums by name or number.
 */
export class ProtoMessage {
  readonly what: string
  /** By the names of the definition, as the mapping has them. */
  readonly #fields: JsonObject
  readonly #unknown: UnknownFields

  constructor(value: JsonValue | undefined, what: string, names: readonly string[], unknown: UnknownFields = 'refuse') {
    const object = asObject(value, what)
    this.what = what
    this.#unknown = unknown
    this.#fields = readFields(object, what, names, unknown)
  }

  has(name: string): boolean {
    return this.#field(name) !== undefined
  }

  text(name: string): string | undefined {
    const value = this.#field(name)
    if (value === undefined || typeof value === 'string') return value
    throw this.#malformed(name, 'a text')
  }

  requiredText(name: string): string {
    return this.#required(name, this.text(name))
  }

  /** Bytes of base64; an empty field is absent, as the mapping has it. */
  bytes(name: string): Buffer | undefined {
    // Line breaks inside base64 are what the reference implementation passes over.
    const written = this.text(name)
    const text = written?.includes('\n') === true ? written.replace(/\r?\n/g, '') : written
    return text === undefined || text === '' ? undefined : decodeBase64(text, this.#path(name))
  }

  requiredBytes(name: string): Buffer {
    return this.#required(name, this.bytes(name))
  }

  /** A non-negative 64-bit integer; 0 when absent. Refuses those beyond 2^53, which no log will reach. */
  count(name: string): number {
    const value = this.#field(name)
    if (value === undefined) return 0
    const number = typeof value === 'string' && /^(?:0|[1-9][0-9]{0,18})$/.test(value) ? Number(value) : value
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw this.#malformed(name, 'a non-negative integer')
    return number
  }

  /** An enum value by name or number, as its name; undefined when absent or the zero value. Refuses values not listed. */
  enum<T extends string>(name: string, values: Readonly<Record<T, number>>): T | undefined {
    const value = this.#field(name)
    if (value === undefined || value === 0) return undefined
    for (const key in values) if (value === key || value === values[key]) return key
    throw new Refused('unsupported-algorithm', `${this.#path(name)} is not a value that is known`, {
      found: JSON.stringify(value).slice(0, 100),
    })
  }

  message(name: string, names: readonly string[]): ProtoMessage | undefined {
    const value = this.#field(name)
    return value === undefined ? undefined : new ProtoMessage(value, this.#path(name), names, this.#unknown)
  }

  requiredMessage(name: string, names: readonly string[]): ProtoMessage {
    return this.#required(name, this.message(name, names))
  }

  /** The messages of a repeated field; none when absent. */
  messages(name: string, names: readonly string[], limit: number): readonly ProtoMessage[] {
    return this.#list(name, limit).map((value, index) => new ProtoMessage(value, `${this.#path(name)}[${index}]`, names, this.#unknown))
  }

  /** The entries of a repeated bytes field. */
  bytesList(name: string, limit: number): readonly Buffer[] {
    return this.#list(name, limit).map((value, index) => {
      if (typeof value !== 'string') throw this.#malformed(`${name}[${index}]`, 'a text')
      return decodeBase64(value, `${this.#path(name)}[${index}]`)
    })
  }

  /** A google.protobuf.Timestamp in RFC 3339. */
  time(name: string): Date | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined
    if (date === undefined || Number.isNaN(date.getTime())) throw this.#malformed(name, 'a time')
    return date
  }

  /** A field as it stands, for values that other readers take over. */
  json(name: string): JsonValue | undefined {
    return this.#field(name)
  }

  #field(name: string): JsonValue | undefined {
    return this.#fields[name] ?? undefined
  }

  #list(name: string, limit: number): readonly JsonValue[] {
    const value = this.#field(name)
    if (value === undefined) return []
    const list = asArray(value, this.#path(name))
    if (list.length > limit) {
      throw new Refused('limit-exceeded', `${this.#path(name)} has too many entries`, {
        expected: `at most ${limit}`,
        found: String(list.length),
      })
    }
    return list
  }

  #required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw new Refused('evidence-missing', `${this.#path(name)} is missing`)
    return value
  }

  #path(name: string): string {
    return `${this.what}.${name}`
  }

  #malformed(name: string, type: string): Refused {
    return new Refused('malformed', `${this.#path(name)} is not ${type}`)
  }
}

/** The object itself where all of it is named as in the definition's JSON, which is nearly always. */
function readFields(object: JsonObject, what: string, names: readonly string[], unknown: UnknownFields): JsonObject {
  for (const key in object) if (!names.includes(key)) return renamedFields(object, what, names, unknown)
  return object
}

function renamedFields(object: JsonObject, what: string, names: readonly string[], unknown: UnknownFields): JsonObject {
  const fields = { __proto__: null } as unknown as Record<string, JsonValue>
  for (const key in object) {
    const name = names.includes(key) ? key : names.find((candidate) => snakeCase(candidate) === key)
    if (name === undefined) {
      if (unknown === 'refuse') throw new Refused('malformed', `${what} has a field that is not known`, { found: key.slice(0, 100) })
      continue
    }
    const value = object[key]!
    if (fields[name] !== undefined) throw new Refused('malformed', `${what}.${name} is there twice`)
    if (value !== null) fields[name] = value
  }
  return fields
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
