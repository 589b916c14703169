import type { Collector, NodeId } from '../extractor.ts'
import type { JsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import { parseConanReference } from './conan-reference.ts'

/** Lock formats 0.0 to 0.4 (Conan 1.x): a graph of nodes under `graph_lock`. A node with a `path`, or without reference, is a project. */
export function readConanGraph(nodes: JsonObject, places: JsonPlaces, out: Collector): void {
  const ids = new Map<string, NodeId>()
  const entries = Object.entries(nodes)
  out.entries(entries.length)
  for (const [id, value] of entries) {
    const node = asObject(value)
    const line = places.line('graph_lock', 'nodes', id) ?? 1
    if (node === null) {
      out.problem({ code: 'malformed', line, detail: `node ${id} is not an object` })
      continue
    }
    const reference = asString(node['ref']) || asString(node['pref'])
    const found = parseConanReference(reference)
    if (asString(node['path']) !== '' || reference === '') {
      ids.set(id, out.project({ name: found?.name ?? '', version: found?.version ?? '' }))
      out.skip('project')
    } else if (found === null) out.problem({ code: 'name-invalid', line, detail: `${reference} is not a Conan reference` })
    else {
      const scopes = node['context'] === 'build' ? (['build'] as const) : (['runtime'] as const)
      const place = places.line('graph_lock', 'nodes', id, 'ref') ?? places.line('graph_lock', 'nodes', id, 'pref') ?? line
      ids.set(id, out.component({ ...found, line: place, scopes }))
    }
  }
  for (const [id, value] of entries) {
    const from = ids.get(id)
    const node = asObject(value)
    if (from === undefined || node === null) continue
    for (const need of [...needsOf(node['requires']), ...needsOf(node['build_requires'])]) {
      const to = ids.get(need)
      if (to === undefined) out.problem({ code: 'malformed', detail: `node ${id} needs node ${need}, which is not in the file` })
      else out.edge(from, to)
    }
  }
}

/** Node ids: an array of them, or (up to 0.1) an object of reference → id. */
function needsOf(value: unknown): readonly string[] {
  return (asArray(value) ?? Object.values(asObject(value) ?? {})).map(asString)
}
