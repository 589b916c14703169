import { readJson } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import { parseConanReference } from '../conan/conan-reference.ts'
import { readConanGraph } from '../conan/read-conan-graph.ts'
import type { Collector } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import { jsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'

const GRAPH_VERSIONS = new Set(['0.0', '0.1', '0.2', '0.3', '0.4'])
const LISTS: Readonly<Record<string, readonly Scope[]>> = {
  requires: ['runtime'],
  build_requires: ['build'],
  python_requires: ['build'],
  config_requires: ['build'],
}
const KEYS = new Set([...Object.keys(LISTS), 'version', 'graph_lock', 'profile', 'profile_host', 'profile_build', 'alias', 'overrides'])

/** conan.lock: 0.0–0.4 are graphs (Conan 1), 0.5 is lists of references (Conan 2; Conan 1.54 and later can write it too). */
export default defineExtractor({
  id: 'conan-lock',
  title: 'C and C++: conan.lock of Conan 1 and 2',
  type: 'conan',
  kind: 'lock',
  files: ['conan.lock'],
  suffixes: ['-conan.lock', '.conan.lock'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    if (root === null) return out.problem({ code: 'malformed', detail: 'the file is not a JSON object' })
    const places = jsonPlaces(text, 4)
    const graph = asObject(root['graph_lock'])
    // The first format did not state its version.
    const version = root['version'] === undefined && graph !== null ? '0.0' : asString(root['version'])
    out.format(version)
    if (version === '') out.problem({ code: 'malformed', detail: 'the file states no format version' })
    else if (!GRAPH_VERSIONS.has(version) && version !== '0.5') {
      out.problem({ code: 'unsupported-version', detail: `lock format ${version} of Conan is not known` })
    }
    for (const key of Object.keys(root)) if (!KEYS.has(key)) out.unknown(key, places.line(key))
    if (graph === null) return readLists(root, places, out)
    const nodes = asObject(graph['nodes'])
    if (nodes === null) out.problem({ code: 'malformed', detail: 'the graph has no nodes' })
    else readConanGraph(nodes, places, out)
  },
})

function readLists(root: JsonObject, places: JsonPlaces, out: Collector): void {
  if (Object.keys(LISTS).every((key) => asArray(root[key]) === null)) {
    out.problem({ code: 'malformed', detail: 'the file has neither a graph nor lists of requirements' })
  }
  for (const [key, scopes] of Object.entries(LISTS)) {
    const references = asArray(root[key]) ?? []
    out.entries(references.length)
    for (const [index, reference] of references.entries()) {
      const line = places.line(key, index) ?? 1
      const found = parseConanReference(asString(reference))
      if (found === null) out.problem({ code: 'name-invalid', line, detail: `${asString(reference)} is not a Conan reference` })
      else out.component({ ...found, line, scopes })
    }
  }
}
