/** Reading of answers that nobody vouches for: a value of another shape reads as absent, never as something else. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[key]
  }
  return here
}

/** Text at the path, cut at 10,000 characters; empty when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' ? found.slice(0, 10_000) : ''
}

export function flagAt(value: unknown, ...path: readonly string[]): boolean | null {
  const found = at(value, ...path)
  return typeof found === 'boolean' ? found : null
}

export function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}

/** Items of a list, at most 1,000. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = path.length === 0 ? value : at(value, ...path)
  return Array.isArray(found) ? found.slice(0, 1000) : []
}
