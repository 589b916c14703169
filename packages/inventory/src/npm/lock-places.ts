import type { KeyPlaces } from './key-places.ts'
import { keyPlaces } from './key-places.ts'

/** Places of the keys of `packages`. The layout that npm writes is read line by line; any other text by a scan of all keys. */
export function placesOfPackages(text: string, keys: readonly string[]): KeyPlaces {
  return placesByLine(text, keys) ?? keyPlaces(text, (path) => (path.length === 2 && path[0] === 'packages' ? (path[1] as string) : null))
}

/** Places in the nested `dependencies` of lockfileVersion 1. */
export function placesOfDependencies(text: string): KeyPlaces {
  return keyPlaces(text, (path) => {
    if (path.length % 2 === 1) return null
    let location = ''
    for (let at = 0; at < path.length; at += 2) {
      if (path[at] !== 'dependencies') return null
      location += (at === 0 ? '' : '/') + 'node_modules/' + path[at + 1]
    }
    return location
  })
}

/** null when the text is not laid out with one key a line, or its keys are not exactly `keys` in that order. */
function placesByLine(text: string, keys: readonly string[]): KeyPlaces | null {
  const indent = /^\ufeff?\{\r?\n([ \t]+)"/.exec(text)?.[1]
  if (indent === undefined) return null
  const start = text.indexOf(`\n${indent}"packages": {`)
  if (start < 0) return null
  const offsets = new Map<string, number>()
  const mark = `\n${indent}${indent}"`
  const end = text.indexOf(`\n${indent}}`, start)
  let at = text.indexOf(mark, start)
  for (const key of keys) {
    const quote = at + mark.length - 1
    if (at < 0 || at > end || !text.startsWith(key, quote + 1) || !text.startsWith('": {', quote + 1 + key.length)) return null
    offsets.set(key, quote)
    at = text.indexOf(mark, quote)
  }
  return at < 0 || at > end ? { offsets, repeated: [] } : null
}
