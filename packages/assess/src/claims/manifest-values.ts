import type { Facts } from '../facts/facts.ts'
import type { Place } from '../outcome.ts'

export interface ManifestValue {
  readonly value: string
  readonly place: Place
}

/** The first line of a file that a pattern fits, with its first group; undefined when there is none. */
export function manifestValue({ files }: Facts, path: string, pattern: RegExp): ManifestValue | undefined {
  const lines = (files.text(path) ?? '').split('\n', 5_000)
  for (const [at, line] of lines.entries()) {
    const value = pattern.exec(line.slice(0, 1_000))?.[1]
    if (value !== undefined) return { value, place: { path, line: at + 1, snippet: line.trim().slice(0, 200) } }
  }
  return undefined
}
