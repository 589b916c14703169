export type JsonRecord = Readonly<Record<string, unknown>>

/** The value as an object, or an empty one: readers go on through documents that are wrong in places. */
export function record(value: unknown): JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {}
}

/** The items of a list that are objects; a single object counts as a list of one. */
export function records(value: unknown): JsonRecord[] {
  return list(value)
    .filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    .map(record)
}

/** The same one after the other, where there is no room for all. */
export function* eachRecord(value: unknown): Generator<JsonRecord> {
  for (const item of list(value)) if (typeof item === 'object' && item !== null && !Array.isArray(item)) yield record(item)
}

/** The value as a list; a single value counts as a list of one, nothing as none. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return value === undefined || value === null ? [] : [value]
}

/** The value as a text, empty when it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The texts of a list. */
export function texts(value: unknown): string[] {
  return list(value).filter((item): item is string => typeof item === 'string')
}
