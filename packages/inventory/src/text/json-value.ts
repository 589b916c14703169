export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object; null for everything else, arrays included. */
export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** The value as an array; null for everything else. */
export function asArray(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? (value as readonly unknown[]) : null
}

/** The value when it is a string, otherwise ``. */
export function asString(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
