import { Refused } from '../verdict/refused.ts'
import type { JsonValue } from './json-value.ts'

/**
 * The bytes that in-toto metablocks and TUF sign: OLPC canonical JSON. Keys in code point order, no white space, texts as they are
 * but for `"` and `\`, whole numbers only. It is written from the object as received, never from one built anew, so that unknown
 * fields stay covered. Refuses fractions, which the format has no form for.
 */
export function canonicalJson(value: JsonValue): Buffer {
  const parts: string[] = []
  write(value, parts)
  return Buffer.from(parts.join(''))
}

function write(value: JsonValue, parts: string[]): void {
  if (value === null || typeof value === 'boolean') parts.push(String(value))
  else if (typeof value === 'number') parts.push(integer(value))
  else if (typeof value === 'string') parts.push(quoted(value))
  else if (Array.isArray(value)) writeList(value as readonly JsonValue[], parts)
  else writeObject(Object.entries(value), parts)
}

function writeList(list: readonly JsonValue[], parts: string[]): void {
  parts.push('[')
  for (const [index, item] of list.entries()) {
    if (index > 0) parts.push(',')
    write(item, parts)
  }
  parts.push(']')
}

function writeObject(entries: readonly (readonly [string, JsonValue])[], parts: string[]): void {
  parts.push('{')
  const sorted = entries.toSorted(([left], [right]) => compareCodePoints(left, right))
  for (const [index, [key, item]] of sorted.entries()) {
    parts.push(index > 0 ? ',' : '', quoted(key), ':')
    write(item, parts)
  }
  parts.push('}')
}

function quoted(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, String.raw`\$&`)}"` : `"${text}"`
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Refused('malformed', 'Canonical JSON has no fractions', { found: String(value) })
  return String(value)
}

/** Order by code point, which is also the order of the UTF-8 bytes. JavaScript's own order differs beyond U+FFFF. */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

/** Surrogates stand for code points above every other code unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
