import type { Collector } from '../extractor.ts'
import { visitJsonKeys } from './json-keys.ts'

/** Offsets of the entries of a JSON document by a name that the caller gives them. */
export interface KeyPlaces {
  readonly offsets: ReadonlyMap<string, number>
  /** Names that stand more than once in the text: all but the last are lost by every JSON reader. */
  readonly repeated: readonly string[]
}

/** Deepest key that is looked at. */
const MAX_DEPTH = 200

/** Finds keys of a valid JSON text: `nameOf` gets the keys from the outermost to the one in hand, and null passes over it. */
export function keyPlaces(text: string, nameOf: (path: readonly string[]) => string | null): KeyPlaces {
  const offsets = new Map<string, number>()
  const repeated: string[] = []
  const path: string[] = []
  visitJsonKeys(text, ({ key, offset, depth }) => {
    if (depth > MAX_DEPTH) return
    path.length = depth - 1
    path[depth - 1] = key
    const name = nameOf(path)
    if (name === null) return
    if (offsets.has(name)) repeated.push(name)
    offsets.set(name, offset)
  })
  return { offsets, repeated }
}

/** Reports names that stand twice. */
export function reportRepeated({ repeated }: KeyPlaces, out: Collector): void {
  if (repeated.length === 0) return
  out.problem({ code: 'malformed', detail: `${repeated.length} entries stand twice in the file, the first is "${repeated[0]}"` })
}
