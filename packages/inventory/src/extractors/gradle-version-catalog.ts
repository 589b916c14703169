import { readToml } from '@cupel/formats'
import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { tomlKeyLines } from '../gradle/toml-key-lines.ts'
import { catalogVersion, rejectsAll } from '../gradle/version-notation.ts'
import { parseCoordinates } from '../maven/coordinates.ts'
import type { Coordinates } from '../maven/coordinates.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asObject, asString } from '../text/json-value.ts'

const TABLES = new Set(['metadata', 'versions', 'libraries', 'bundles', 'plugins'])

/**
 * Gradle version catalog (`gradle/libs.versions.toml`). A plugin is its marker artifact `id:id.gradle.plugin`, with scope
 * build. Libraries without an exact version have version ``. Bundles only group libraries.
 */
export default defineExtractor({
  id: 'gradle-version-catalog',
  title: 'Gradle version catalogs: libs.versions.toml, *.versions.toml',
  type: 'maven',
  kind: 'manifest',
  suffixes: ['.versions.toml'],
  extract(input, out) {
    const text = input.text()
    const root = readToml(text) as JsonObject
    const lines = tomlKeyLines(text)
    for (const key of Object.keys(root)) if (!TABLES.has(key)) out.unknown(key)
    const format = asString(asObject(asObject(root['metadata'])?.['format'])?.['version'])
    if (format !== '') out.format(format)
    if (format !== '' && format !== '1.0' && format !== '1.1')
      out.problem({ code: 'unsupported-version', detail: `catalog format ${format} is not known` })
    const versions = asObject(root['versions']) ?? {}
    const libraries = Object.entries(asObject(root['libraries']) ?? {})
    const plugins = Object.entries(asObject(root['plugins']) ?? {})
    if (libraries.length + plugins.length === 0)
      out.problem({ code: 'malformed', effect: 'note', detail: 'the catalog lists neither libraries nor plugins' })
    for (const [alias, value] of libraries) {
      const place = { alias, line: lines.get(`libraries/${alias}`), versions }
      readEntry(libraryOf(value), value, { ...place, out, plugin: false })
    }
    for (const [alias, value] of plugins) {
      const place = { alias, line: lines.get(`plugins/${alias}`), versions }
      readEntry(pluginOf(value), value, { ...place, out, plugin: true })
    }
  },
})

interface Place {
  readonly alias: string
  readonly line: number | undefined
  readonly versions: JsonObject
  readonly out: Collector
  readonly plugin: boolean
}

function readEntry(coordinates: Coordinates | null, value: unknown, { alias, line, versions, out, plugin }: Place): void {
  const at = line === undefined ? {} : { line }
  out.entries(1)
  if (coordinates === null) return out.problem({ code: 'name-invalid', ...at, detail: `the entry ${alias} names no module` })
  const stated = coordinates.version === '' ? asObject(value)?.['version'] : coordinates.version
  if (rejectsAll(stated)) return out.skip('rejected version')
  const { version, missing } = catalogVersion(stated, versions)
  if (missing !== undefined)
    out.problem({ code: 'malformed', ...at, detail: `${alias} refers to a version ${missing} that is not in the catalog` })
  out.component({
    namespace: coordinates.group,
    name: coordinates.artifact,
    version,
    ...at,
    direct: true,
    ...(plugin ? { scopes: ['build'] } : {}),
  })
}

/** The version stands apart from the module, since it may hold spaces (`[1.7, 1.8[`). */
function libraryOf(value: unknown): Coordinates | null {
  const entry = asObject(value)
  const text = asString(value) || asString(entry?.['module']) || `${asString(entry?.['group'])}:${asString(entry?.['name'])}`
  const colon = text.indexOf(':', text.indexOf(':') + 1)
  const module = parseCoordinates(colon < 0 ? text : text.slice(0, colon))
  return module === null || colon < 0 ? module : { ...module, version: text.slice(colon + 1) }
}

function pluginOf(value: unknown): Coordinates | null {
  const text = typeof value === 'string' ? value : asString(asObject(value)?.['id'])
  const [id = '', version = ''] = text.split(':')
  return id === '' ? null : { group: id, artifact: `${id}.gradle.plugin`, version }
}
