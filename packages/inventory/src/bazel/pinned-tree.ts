import type { Collector, NodeId } from '../extractor.ts'
import { mavenQualifiers } from '../maven/maven-qualifiers.ts'
import { hexHash } from '../text/digest.ts'
import { jsonPlaces } from '../text/json-places.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'

/** Archives of source text and documentation, which are pinned beside the code. */
const NOT_CODE = new Set(['sources', 'javadoc'])

/** The older form: a list with the coordinates `group:artifact[:packaging[:classifier]]:version` of each artifact. */
export function readPinnedTree(tree: JsonObject, text: string, out: Collector): void {
  out.format(asString(tree['version']) || '1')
  const list = asArray(tree['dependencies'])
  if (list === null) return out.problem({ code: 'malformed', detail: 'the dependency tree has no dependencies' })
  const places = jsonPlaces(text, 4)
  if (places.duplicate !== undefined) out.problem({ code: 'malformed', line: places.duplicate, detail: 'a key stands twice' })
  const nodes = new Map<string, NodeId>()
  const needs: (readonly [NodeId, unknown])[] = []
  out.entries(list.length)
  for (const [at, value] of list.entries()) {
    const entry = asObject(value) ?? {}
    const line = places.line('dependency_tree', 'dependencies', at, 'coord') ?? places.line('dependency_tree', 'dependencies', at) ?? 1
    const coordinates = asString(entry['coord'])
    const [group = '', artifact = '', ...rest] = coordinates.split(':')
    const [type = '', classifier = ''] = rest.slice(0, -1)
    if (NOT_CODE.has(classifier)) {
      out.skip('archive of sources or documentation')
      continue
    }
    if (group === '' || artifact === '' || rest.length === 0 || rest.length > 3) {
      out.problem({ code: 'name-invalid', line, detail: `the coordinates ${coordinates} are not understood` })
      continue
    }
    const node = out.component({
      namespace: group,
      name: artifact,
      version: rest.at(-1) ?? '',
      qualifiers: mavenQualifiers(type, classifier),
      hashes: hexHash('sha256', asString(entry['sha256'])),
      line,
    })
    nodes.set(coordinates, node)
    needs.push([node, entry['directDependencies'] ?? entry['dependencies']])
  }
  for (const [from, list] of needs) {
    for (const needed of asArray(list) ?? []) {
      const to = nodes.get(asString(needed))
      if (to !== undefined) out.edge(from, to)
    }
  }
}
