import { Refused } from '../verdict/refused.ts'
import type { JsonValue } from './json-value.ts'

/**
 * JSON Canonicalization Scheme (RFC 8785): keys in order of UTF-16 code units, numbers and texts as ECMAScript writes them.
 * Refuses half characters and numbers that JSON cannot hold.
 */
export function jcs(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(jcs).join(',')}]`
  const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return `{${members.map(([key, item]) => `${quoted(key)}:${jcs(item)}`).join(',')}}`
}

function quoted(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Refused('malformed', 'Canonical JSON cannot hold half a character')
  return JSON.stringify(text)
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new Refused('malformed', 'Canonical JSON cannot hold this number', { found: String(value) })
  return JSON.stringify(value)
}
