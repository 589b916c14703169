import { readJson } from '@cupel/formats'

/**
 * Parses JSON by the engine, whose parser keeps no stack, so that depth is no danger to it; what it refuses is read again for the
 * place of the fault and throws DocumentInvalid.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return readJson(text)
  }
}

/** A JSON object; null for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

/** A JSON string; `` for anything else. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Own string values of an object in file order; values of other types are left out. */
export function textPairs(value: unknown): readonly (readonly [key: string, value: string])[] {
  const object = asObject(value)
  return object === null ? [] : Object.entries(object).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
}
