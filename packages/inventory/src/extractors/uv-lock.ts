import type { Scope } from '@cupel/model'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { groupScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { spreadScopes } from '../spread-scopes.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readTomlTables } from '../text/toml-tables.ts'
import type { TomlEntry } from '../text/toml-tables.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

const KNOWN_SECTIONS = new Set([
  'version',
  'revision',
  'requires-python',
  'resolution-markers',
  'supported-markers',
  'required-markers',
  'conflicts',
  'options',
  'manifest',
  'package',
])

/** uv's lock, version 1, of projects, workspaces and scripts. A name locked in several versions (forks) is several components. */
export default defineExtractor({
  id: 'uv-lock',
  title: 'uv lock file',
  type: 'pypi',
  kind: 'lock',
  files: ['uv.lock'],
  suffixes: ['.py.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { root, entries } = readTomlTables(text, 'package', out)
    const version = String(root['version'] ?? '')
    out.format(version)
    if (version !== '1') {
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no version' : `version ${version} is not known` })
    }
    for (const section of Object.keys(root)) if (!KNOWN_SECTIONS.has(section)) out.unknown(`section ${section}`)

    out.entries(entries.length)
    const graph = nodesOf(entries, out)
    const edges = edgesOf(graph, out)
    const projects = [...graph.projects]
    const script = asArray(asObject(root['manifest'])?.['requirements'])
    if (script !== null && projects.length === 0) {
      const project = out.project({})
      projects.push(project)
      for (const wanted of script) for (const to of targetsOf(asObject(wanted), graph)) edges.push([project, to, 'runtime'])
    }
    if (projects.length === 0) out.problem({ code: 'malformed', detail: 'the lock does not hold the project itself' })
    writeEdges(out, edges)
    spreadScopes(out, graph.components, { projects, edges })
  },
})

interface Graph {
  readonly nodes: readonly { readonly node: NodeId; readonly table: JsonObject }[]
  readonly projects: ReadonlySet<NodeId>
  readonly components: ReadonlySet<NodeId>
  readonly byName: ReadonlyMap<string, readonly { readonly node: NodeId; readonly table: JsonObject }[]>
}

function nodesOf(entries: readonly TomlEntry[], out: Collector): Graph {
  const nodes: { node: NodeId; table: JsonObject }[] = []
  const byName = new Map<string, { node: NodeId; table: JsonObject }[]>()
  const projects = new Set<NodeId>()
  const components = new Set<NodeId>()
  for (const { table, line } of entries) {
    const name = pypiName(asString(table['name']))
    const source = asObject(table['source']) ?? {}
    const local = localFolder(source)
    let node: NodeId
    if (local === null) {
      node = out.component({
        name,
        ...versionOf(table, source),
        ...(line === undefined ? {} : { line }),
        scopes: [],
        hashes: hashesOf(table),
      })
      components.add(node)
    } else {
      out.skip('project of the workspace')
      node = out.project({ name: asString(table['name']), version: asString(table['version']), folder: local })
      projects.add(node)
    }
    nodes.push({ node, table })
    addCandidate(byName, name, { node, table })
  }
  return { nodes, projects, components, byName }
}

function edgesOf(graph: Graph, out: Collector): ScopedEdge[] {
  const edges: ScopedEdge[] = []
  const missing = new Set<string>()
  for (const { node, table } of graph.nodes) {
    const own = graph.projects.has(node)
    const add = (list: unknown, scope: Scope): void => {
      for (const wanted of (asArray(list) ?? []).map(asObject)) {
        const targets = targetsOf(wanted, graph)
        if (targets.length === 0) missing.add(asString(wanted?.['name']))
        for (const to of targets) edges.push([node, to, scope])
      }
    }
    add(table['dependencies'], 'runtime')
    // Extras of a registry package stand in the lock only because something asks for them.
    for (const list of Object.values(asObject(table['optional-dependencies']) ?? {})) add(list, own ? 'optional' : 'runtime')
    for (const [group, list] of Object.entries(asObject(table['dev-dependencies']) ?? {})) add(list, groupScope(group))
  }
  if (missing.size > 0) {
    // uv locks every package that it names: what is not there was cut off.
    const names = [...missing].slice(0, 5).join(', ')
    out.problem({
      code: 'malformed',
      detail: `needed and not in the lock: ${names}${missing.size > 5 ? ` and ${missing.size - 5} more` : ''}`,
    })
  }
  return edges
}

/** A dependency states version and source only where its name is locked more than once. */
function targetsOf(wanted: JsonObject | null, graph: Graph): readonly NodeId[] {
  const candidates = graph.byName.get(pypiName(asString(wanted?.['name']))) ?? []
  const version = asString(wanted?.['version'])
  const source = wanted?.['source'] === undefined ? '' : JSON.stringify(wanted['source'])
  const fitting = candidates.filter(
    ({ table }) =>
      (version === '' || asString(table['version']) === version) && (source === '' || JSON.stringify(table['source']) === source),
  )
  return (fitting.length > 0 ? fitting : candidates).map(({ node }) => node)
}

/** Folder of a package that is built from the tree; null for one that is fetched. */
function localFolder(source: JsonObject): string | null {
  return asString(source['virtual']) || asString(source['editable']) || asString(source['directory']) || null
}

function versionOf(table: JsonObject, source: JsonObject): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const version = asString(table['version'])
  const git = asString(source['git'])
  if (git === '') return { version }
  const commit = git.includes('#') ? git.slice(git.indexOf('#') + 1) : ''
  return { version, qualifiers: { vcs_url: vcsUrl('git', git, commit) } }
}

function hashesOf(table: JsonObject) {
  const files = [asObject(table['sdist']), ...(asArray(table['wheels']) ?? []).map(asObject)]
  return artifactHashes(files.map((file) => file?.['hash']))
}
