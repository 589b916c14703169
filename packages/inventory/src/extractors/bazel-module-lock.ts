import { readJson } from '@cupel/formats'
import { addExtensionPackages } from '../bazel/extension-packages.ts'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

const FIRST = 1
const LAST = 32
const KEYS = new Set(
  'lockFileVersion registryFileHashes selectedYankedVersions moduleExtensions facts moduleDepGraph moduleFileHash flags localOverrideHashes extensionMetadata'.split(
    ' ',
  ),
)
/** Of the modules that it looks at, Bazel fetches this file only for the ones that it takes. */
const SOURCE = /\/modules\/([^/]+)\/([^/]+)\/source\.json$/

/**
 * MODULE.bazel.lock: modules of Bazel's registry, from the dependency graph (up to version 10) or the registry files that were used
 * (from 11), and the packages of Python, Go, npm and crates that module extensions fetch.
 */
export default defineExtractor({
  id: 'bazel-module-lock',
  title: 'Bazel: MODULE.bazel.lock',
  type: 'bazel',
  kind: 'lock',
  files: ['MODULE.bazel.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const root = asObject(readJson(text))
    if (root === null) return out.problem({ code: 'malformed', line: 1, detail: 'not a JSON object' })
    const version = root['lockFileVersion']
    out.format(String(version ?? ''))
    if (typeof version !== 'number' || version < FIRST || version > LAST)
      out.problem({
        code: 'unsupported-version',
        detail: version === undefined ? 'no lockFileVersion' : `lockFileVersion ${String(version)} is not known`,
      })
    const places = jsonPlaces(text, 2)
    if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key, places.line(key))
    const graph = asObject(root['moduleDepGraph'])
    const files = asObject(root['registryFileHashes'])
    if (graph !== null) addGraph(graph, places, out)
    else if (files !== null) addFiles(files, places, out)
    else out.problem({ code: 'malformed', detail: 'there are neither modules nor registry files: the file is cut short' })
    if (root['moduleExtensions'] === undefined)
      out.problem({ code: 'malformed', detail: 'moduleExtensions is missing: the file is cut short' })
    addExtensionPackages(asObject(root['moduleExtensions']) ?? {}, places, out)
  },
})

function addGraph(graph: JsonObject, places: JsonPlaces, out: Collector): void {
  const nodes = new Map<string, NodeId>()
  const entries = Object.entries(graph).map(([key, value]) => [key, asObject(value) ?? {}] as const)
  out.entries(entries.length)
  for (const [key, entry] of entries) {
    const [name, version] = [asString(entry['name']), asString(entry['version'])]
    if (key === '<root>') {
      out.skip('root module')
      nodes.set(key, out.project({ name, version }))
    } else if (version === '' || key.endsWith('@_')) out.skip('module without a registry')
    else nodes.set(key, out.component({ name, version, line: places.line('moduleDepGraph', key) ?? 1 }))
  }
  for (const [key, entry] of entries) {
    for (const needed of Object.values(asObject(entry['deps']) ?? {})) {
      const [from, to] = [nodes.get(key), nodes.get(asString(needed))]
      if (from !== undefined && to !== undefined) out.edge(from, to)
    }
  }
}

function addFiles(files: JsonObject, places: JsonPlaces, out: Collector): void {
  let looked = 0
  let taken = 0
  for (const address of Object.keys(files)) {
    const [, name, version] = SOURCE.exec(address) ?? []
    if (name === undefined || version === undefined) {
      if (address.endsWith('/MODULE.bazel')) looked++
      continue
    }
    taken++
    out.entries(1)
    out.component({ name, version, line: places.line('registryFileHashes', address) ?? 1 })
  }
  if (looked > taken) out.skip('version of a module that was only looked at', looked - taken)
}
