import type { ExtractInput } from '../extractor.ts'
import type { RandomAccess } from '@cupel/source'

/**
 * Which image layer brought each record of a database that every layer rewrites whole: the lowest from which on the record stands
 * in all versions of the file. `keysOf` lists the records of one version and may throw for a damaged one, which then tells
 * nothing. Empty for anything but an image.
 */
export function originLayers(input: ExtractInput, keysOf: (file: RandomAccess) => Iterable<string>): ReadonlyMap<string, string> {
  const origins = new Map<string, string>()
  const versions = input.versions()
  // With one version all is from the layer of the file itself.
  if (versions.length < 2) return origins
  let present: Set<string> | null = null
  for (const version of [...versions].reverse()) {
    if (version.layer === undefined) break
    let keys: Set<string>
    try {
      keys = new Set(keysOf(version))
    } catch {
      break
    }
    const layer = version.layer
    const still: Set<string> = present === null ? keys : new Set([...keys].filter((key) => present?.has(key)))
    for (const key of still) origins.set(key, layer)
    present = still
  }
  return origins
}
