import { readJson } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { parseLibraryKey } from '../nuget/library-key.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { spreadScopes } from '../spread-scopes.ts'
import { base64Hash } from '../text/digest.ts'
import { jsonPlaces } from '../text/json-places.ts'
import type { JsonObject } from '../text/json-value.ts'
import { asObject, asString } from '../text/json-value.ts'

/**
 * obj/project.assets.json, NuGet's restore result, version 2 to 4: libraries with their digests, a graph a target, and what
 * the project asks for. A reference with all assets private (`suppressParent: All`) is needed to build only.
 */
export default defineExtractor({
  id: 'nuget-project-assets',
  title: 'NuGet restore: project.assets.json',
  type: 'nuget',
  kind: 'lock',
  files: ['project.assets.json'],
  extract(input, out) {
    const text = input.text()
    const root = asObject(readJson(text))
    const version = root?.['version']
    if (typeof version === 'number') out.format(String(version))
    if (typeof version !== 'number') out.problem({ code: 'malformed', detail: 'the file states no format version' })
    else if (version < 2 || version > 4)
      out.problem({ code: 'unsupported-version', detail: `version ${version} of project.assets.json is not known` })
    const libraries = asObject(root?.['libraries'])
    const targets = asObject(root?.['targets'])
    if (root === null || libraries === null || targets === null) {
      return out.problem({ code: 'malformed', detail: 'the file has no libraries or no targets' })
    }
    const places = jsonPlaces(text, 2)
    const project = asObject(root['project'])
    const name = asString(asObject(project?.['restore'])?.['projectName'])
    // NuGet writes the file into the project's obj folder.
    const folder = input.path.endsWith('obj/project.assets.json') ? '..' : ''
    const self = out.project({ name, version: asString(project?.['version']), folder })
    const direct = directOf(project)
    const entries = Object.entries(libraries)
    const nodes = new Map<string, NodeId>()
    const projects = [self]
    const components: NodeId[] = []
    out.entries(entries.length)
    for (const [key, value] of entries) {
      const library = asObject(value)
      const line = places.line('libraries', key) ?? 1
      const found = parseLibraryKey(key)
      const type = asString(library?.['type']).toLowerCase()
      if (found === null) out.problem({ code: 'name-invalid', line, detail: `${key} is not a library name with version` })
      else if (type === 'project' || type === 'msbuildproject') {
        projects.push(out.project({ name: found.name, version: found.version }))
        nodes.set(key.toLowerCase(), projects.at(-1) as NodeId)
        out.skip('project')
      } else {
        if (type !== 'package') out.unknown(`type ${type} of ${key}`, line)
        const hashes = base64Hash('sha512', asString(library?.['sha512']))
        components.push(out.component({ ...found, line, hashes, direct: direct.has(found.name.toLowerCase()), scopes: [] }))
        nodes.set(key.toLowerCase(), components.at(-1) as NodeId)
      }
    }
    spreadScopes(out, components, { projects, edges: edgesOf(targets, { self, direct, nodes, out }) })
  },
})

/** Lower-case id → whether only the build needs it. */
function directOf(project: JsonObject | null): ReadonlyMap<string, boolean> {
  const direct = new Map<string, boolean>()
  for (const framework of Object.values(asObject(project?.['frameworks']) ?? {})) {
    for (const [name, value] of Object.entries(asObject(asObject(framework)?.['dependencies']) ?? {})) {
      const key = name.toLowerCase()
      const suppressed = asString(asObject(value)?.['suppressParent']).toLowerCase() === 'all'
      direct.set(key, suppressed && direct.get(key) !== false)
    }
  }
  return direct
}

interface Graph {
  readonly self: NodeId
  readonly direct: ReadonlyMap<string, boolean>
  readonly nodes: ReadonlyMap<string, NodeId>
  readonly out: Collector
}

/** A target resolves each id to one version; the edges of all targets are put together. */
function edgesOf(targets: JsonObject, { self, direct, nodes, out }: Graph): readonly ScopedEdge[] {
  const seen = new Set<string>()
  const edges: ScopedEdge[] = []
  const add = (from: NodeId, to: NodeId, scope: Scope): void => {
    if (seen.size === seen.add(`${from} ${to}`).size) return
    out.edge(from, to)
    edges.push([from, to, scope])
  }
  for (const target of Object.values(targets)) {
    const byName = new Map<string, NodeId>()
    const entries = Object.entries(asObject(target) ?? {})
    for (const [key] of entries) {
      const node = nodes.get(key.toLowerCase())
      const name = parseLibraryKey(key)?.name.toLowerCase()
      if (node !== undefined && name !== undefined) byName.set(name, node)
    }
    for (const [key, value] of entries) {
      const from = nodes.get(key.toLowerCase())
      if (from === undefined) continue
      for (const need of Object.keys(asObject(asObject(value)?.['dependencies']) ?? {})) {
        const to = byName.get(need.toLowerCase())
        if (to !== undefined) add(from, to, 'runtime')
      }
    }
    for (const [name, buildOnly] of direct) {
      const node = byName.get(name)
      if (node !== undefined) add(self, node, buildOnly ? 'build' : 'runtime')
    }
  }
  return edges
}
