import { readJson } from '@cupel/formats'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { parseLibraryKey } from '../nuget/library-key.ts'
import { base64Hash } from '../text/digest.ts'
import { jsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asObject, asString } from '../text/json-value.ts'

const RUNTIME_PACK = 'runtimepack.'

/**
 * `<application>.deps.json` of .NET (runtime "deps.json" format): what an application was built with. The runtime of a
 * self-contained application is the package behind `runtimepack.`. Projects are first-party; reference assemblies are not
 * packages.
 */
export default defineExtractor({
  id: 'nuget-deps-json',
  title: '.NET applications: *.deps.json',
  type: 'nuget',
  kind: 'installed',
  suffixes: ['.deps.json'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const libraries = asObject(root?.['libraries'])
    const targets = asObject(root?.['targets'])
    if (root === null || libraries === null || targets === null) {
      return out.problem({ code: 'malformed', detail: 'the file has no libraries or no targets' })
    }
    const places = jsonPlaces(text, 2)
    const named = asString(asObject(root['runtimeTarget'])?.['name']) || asString(root['runtimeTarget'])
    out.format(named)
    const target = asObject(targets[named])
    if (target === null) out.problem({ code: 'malformed', detail: 'the runtime target is not among the targets' })
    const entries = Object.entries(libraries)
    const nodes = new Map<string, NodeId>()
    out.entries(entries.length)
    for (const [key, value] of entries) {
      const library = asObject(value) ?? {}
      const line = places.line('libraries', key) ?? 1
      const found = parseLibraryKey(key)
      if (found === null) out.problem({ code: 'name-invalid', line, detail: `${key} is not a library name with version` })
      else add(key, { ...found, library, line, nodes, out })
    }
    const graph = target ?? asObject(Object.values(targets)[0])
    for (const [key, value] of Object.entries(graph ?? {})) addEdges(key, asObject(asObject(value)?.['dependencies']), nodes, out)
  },
})

interface Library {
  readonly name: string
  readonly version: string
  readonly library: JsonObject
  readonly line: number
  readonly nodes: Map<string, NodeId>
  readonly out: Collector
}

function add(key: string, { name, version, library, line, nodes, out }: Library): void {
  const type = asString(library['type']).toLowerCase()
  const keep = (node: NodeId): void => void nodes.set(key.toLowerCase(), node).set(name.toLowerCase(), node)
  if (type === 'project') {
    keep(out.project({ name, version }))
    return out.skip('project')
  }
  if (type === 'reference' || type === 'referenceassembly') return out.skip('reference assembly')
  const pack = type === 'runtimepack' && name.startsWith(RUNTIME_PACK)
  if (type !== 'package' && !pack) out.unknown(`type ${type} of ${name}`, line)
  const hash = asString(library['sha512'])
  const hashes = hash.startsWith('sha512-') ? base64Hash('sha512', hash.slice('sha512-'.length)) : []
  keep(out.component({ name: pack ? name.slice(RUNTIME_PACK.length) : name, version, line, hashes }))
}

function addEdges(key: string, needs: JsonObject | null, nodes: ReadonlyMap<string, NodeId>, out: Collector): void {
  const from = nodes.get(key.toLowerCase())
  if (from === undefined || needs === null) return
  for (const [name, version] of Object.entries(needs)) {
    const to = nodes.get(`${name}/${asString(version)}`.toLowerCase()) ?? nodes.get(name.toLowerCase())
    if (to !== undefined) out.edge(from, to)
  }
}
