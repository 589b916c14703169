import { Refused } from '../verdict/refused.ts'

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** An object without prototype: `constructor` and `__proto__` are keys like any other. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** The value as an object, else refused as malformed. `what` names the place in the sentence shown. */
export function asObject(value: JsonValue | undefined, what: string): JsonObject {
  if (isObject(value)) return value
  throw wrongKind(value, what, 'an object')
}

/** The value as a list, else refused as malformed. */
export function asArray(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[]
  throw wrongKind(value, what, 'a list')
}

/** The value as text, else refused as malformed. An empty text is a text. */
export function asString(value: JsonValue | undefined, what: string): string {
  if (typeof value === 'string') return value
  throw wrongKind(value, what, 'a text')
}

/** The value as an integer that is not negative, else refused as malformed. */
export function asCount(value: JsonValue | undefined, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw wrongKind(value, what, 'a whole number')
}

/** As `asString`, where the field may be absent or null. */
export function optionalString(value: JsonValue | undefined, what: string): string | undefined {
  return value === undefined || value === null ? undefined : asString(value, what)
}

/** As `asObject`, where the field may be absent or null. */
export function optionalObject(value: JsonValue | undefined, what: string): JsonObject | undefined {
  return value === undefined || value === null ? undefined : asObject(value, what)
}

/** As `asArray`, where the field may be absent or null: an empty list then. */
export function optionalArray(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  return value === undefined || value === null ? [] : asArray(value, what)
}

/** True for an object, never for a list or null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrongKind(value: JsonValue | undefined, what: string, kind: string): Refused {
  if (value === undefined) return new Refused('malformed', `${what} is missing`, { expected: kind })
  return new Refused('malformed', `${what} is not ${kind}`, { expected: kind, found: kindOf(value) })
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** The value at a path of keys; undefined wherever the path leads through something that is not an object. */
export function valueAt(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value)
}

/** The text at a path of keys; undefined where there is none. */
export function textAt(value: JsonValue | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** A value for a sentence people read: texts as they are, the rest as JSON, all of it short. */
export function showJson(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing'
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200)
}
