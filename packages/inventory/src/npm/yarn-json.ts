import { asObject, asText, textPairs } from './json-value.ts'
import type { YarnEntry } from './yarn-entry.ts'
import { berryEntry } from './yarn-berry.ts'

/**
 * Reads the entries of the JSON form of yarn.lock (yarn 6, `__metadata.version` 9): `entries` maps descriptors to a resolution.
 * Workspaces stand beside it without their dependencies. `placeOf` gives the line of an entry's key.
 */
export function readYarnJson(
  entries: Readonly<Record<string, unknown>>,
  placeOf: (key: string) => { readonly line: number; readonly column: number },
  refuse: (why: string, line: number) => void,
): readonly YarnEntry[] {
  return Object.entries(entries).map(([key, value]) => {
    const place = placeOf(key)
    const found = asObject(asObject(value)?.['resolution'])
    const resolution = asText(found?.['resolution'])
    if (resolution === '') refuse(`"${key}" is not a whole entry`, place.line)
    const optional = new Set(textPairs(found?.['optionalDependencies']).map(([name]) => name))
    const meta = asObject(found?.['dependenciesMeta']) ?? {}
    for (const [name, one] of Object.entries(meta)) if (asObject(one)?.['optional'] === true) optional.add(name)
    const named = [...textPairs(found?.['dependencies']), ...textPairs(found?.['optionalDependencies'])]
    const needs = named.map(([name, range]) => ({ name, range, optional: optional.has(name) }))
    return berryEntry({ key, resolution, version: asText(found?.['version']), needs, ...place }, refuse)
  })
}
