import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { pypiName } from '../python/pypi-name.ts'
import { uvEdges } from '../python/uv-edges.ts'
import type { UvGraph, UvPackage } from '../python/uv-edges.ts'
import { spreadScopes } from '../spread-scopes.ts'
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
    const projects = [...graph.projects]
    // A script, or a workspace whose root is no project: what it needs stands in the manifest.
    const manifest = asObject(root['manifest'])
    const rootless = manifest?.['requirements'] === undefined && manifest?.['dependency-groups'] === undefined
    const script = manifest === null || rootless ? null : { node: out.project({}), manifest }
    if (script !== null) projects.push(script.node)
    // A script that needs nothing has a lock of its options only.
    const needsNothing = entries.length === 0 && input.path.endsWith('.py.lock')
    if (projects.length === 0 && !needsNothing) out.problem({ code: 'malformed', detail: 'the lock does not hold the project itself' })
    const { edges, scoped } = uvEdges(graph, out, script)
    writeEdges(out, edges)
    const components = graph.packages.map(({ node }) => node).filter((node) => !graph.projects.has(node))
    spreadScopes(out, components, { projects, edges: scoped })
  },
})

function nodesOf(entries: readonly TomlEntry[], out: Collector): UvGraph {
  const packages: UvPackage[] = []
  const byName = new Map<string, UvPackage[]>()
  const projects = new Set<NodeId>()
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
    } else {
      out.skip('project of the workspace')
      node = out.project({ name: asString(table['name']), version: asString(table['version']), folder: local })
      projects.add(node)
    }
    packages.push({ node, table })
    addCandidate(byName, name, { node, table })
  }
  return { packages, projects, byName }
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
