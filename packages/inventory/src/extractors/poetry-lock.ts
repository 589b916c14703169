import type { Scope } from '@cupel/model'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { groupScope } from '../python/group-scope.ts'
import { meetsConstraint } from '../python/meets-constraint.ts'
import { pypiName } from '../python/pypi-name.ts'
import { readPyproject } from '../python/pyproject.ts'
import { spreadScopes } from '../spread-scopes.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { reportUnlisted } from '../text/report-unlisted.ts'
import type { Unlisted } from '../text/report-unlisted.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readBeside } from '../text/read-beside.ts'
import { readTomlTables } from '../text/toml-tables.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

const KNOWN_VERSIONS = new Set(['1.0', '1.1', '2.0', '2.1'])
const KNOWN_SECTIONS = new Set(['package', 'extras', 'metadata'])

/**
 * Poetry's lock, lock-version 1.0 to 2.1. Groups and categories give the scopes; versions of the lock that state neither get
 * them from `pyproject.toml` beside it.
 */
export default defineExtractor({
  id: 'poetry-lock',
  title: 'Poetry lock file (1.x and 2.x)',
  type: 'pypi',
  kind: 'lock',
  files: ['poetry.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { root, entries } = readTomlTables(text, 'package', out)
    const metadata = asObject(root['metadata'])
    checkVersion(metadata, out)
    for (const section of Object.keys(root)) if (!KNOWN_SECTIONS.has(section)) out.unknown(`section ${section}`)

    out.entries(entries.length)
    const pyproject = readBeside(input, out, { name: 'pyproject.toml', read: readPyproject })
    const project = pyproject === null ? null : out.project(pyproject)
    const nodes: { readonly node: NodeId; readonly table: JsonObject; readonly stated: boolean }[] = []
    const byName = new Map<string, Locked[]>()
    for (const { table, line } of entries) {
      const source = asObject(table['source'])
      const name = pypiName(asString(table['name']))
      if (isLocal(source)) {
        out.skip('local path')
        // Without the root project, these would be the only ones with direct dependencies.
        if (project === null) continue
        const node = out.project({ name: asString(table['name']), version: asString(table['version']), folder: asString(source?.['url']) })
        nodes.push({ node, table, stated: true })
        addCandidate(byName, name, { node, version: asString(table['version']) })
        continue
      }
      const scopes = statedScopes(table)
      const node = out.component({
        name,
        ...versionOf(table, source),
        ...(line === undefined ? {} : { line }),
        scopes: scopes ?? [],
        hashes: artifactHashes(filesOf(table, metadata).map((file) => asObject(file)?.['hash'])),
      })
      nodes.push({ node, table, stated: scopes !== null })
      addCandidate(byName, name, { node, version: asString(table['version']) })
    }

    const edges: ScopedEdge[] = []
    for (const [name, scopes] of pyproject?.dependencies ?? []) {
      for (const { node } of byName.get(name) ?? []) for (const scope of scopes) edges.push([project as NodeId, node, scope])
    }
    const unlisted: Unlisted[] = []
    for (const { node, table } of nodes) {
      for (const [name, wanted] of Object.entries(asObject(table['dependencies']) ?? {})) {
        const isHeld = byName.has(pypiName(name)) || UNLOCKED.has(pypiName(name)) || pypiName(name) === pypiName(pyproject?.name ?? '')
        if (!isHeld && isAlways(wanted)) unlisted.push({ by: asString(table['name']), name: pypiName(name) })
        for (const to of targetsOf(byName.get(pypiName(name)) ?? [], wanted)) edges.push([node, to, 'runtime'])
      }
    }
    reportUnlisted(unlisted, out)
    writeEdges(out, edges)
    const unstated = nodes.filter(({ stated }) => !stated).map(({ node }) => node)
    spreadScopes(out, unstated, { projects: project === null ? [] : [project], edges })
  },
})

/** Poetry did not lock what installs packages, and from 1.1 on leaves the choice to the user. */
const UNLOCKED: ReadonlySet<string> = new Set(['pip', 'setuptools', 'distribute', 'wheel'])

/** Not for an extra, nor for some Pythons or systems only. */
function isAlways(wanted: unknown): boolean {
  const told = asObject(wanted)
  return (
    typeof wanted === 'string' ||
    (told !== null && told['markers'] === undefined && told['optional'] !== true && told['python'] === undefined)
  )
}

interface Locked {
  readonly node: NodeId
  readonly version: string
}

/** Of several versions of a name, the ones that the dependency's constraints (one, or a list with markers) can mean. */
function targetsOf(candidates: readonly Locked[], wanted: unknown): readonly NodeId[] {
  if (candidates.length < 2) return candidates.map(({ node }) => node)
  const constraints = (asArray(wanted) ?? [wanted]).map((one) => asString(one) || asString(asObject(one)?.['version']))
  const fitting = candidates.filter(({ version }) => constraints.some((constraint) => meetsConstraint(version, constraint)))
  return (fitting.length > 0 ? fitting : candidates).map(({ node }) => node)
}

function checkVersion(metadata: JsonObject | null, out: Collector): void {
  if (metadata === null) {
    out.problem({ code: 'malformed', detail: 'the lock has no [metadata] section: it may be truncated' })
    return
  }
  // Poetry before 1.0 wrote no version.
  const version = asString(metadata['lock-version'])
  out.format(version)
  if (version !== '' && !KNOWN_VERSIONS.has(version))
    out.problem({ code: 'unsupported-version', detail: `lock-version ${version} is not known` })
}

function isLocal(source: JsonObject | null): boolean {
  const type = asString(source?.['type'])
  return type === 'directory' || (type === 'file' && !/\.(?:whl|gz|zip|bz2)$/.test(asString(source?.['url'])))
}

function versionOf(table: JsonObject, source: JsonObject | null): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const version = asString(table['version'])
  if (asString(source?.['type']) !== 'git') return { version }
  const commit = asString(source?.['resolved_reference']) || asString(source?.['reference'])
  return { version, qualifiers: { vcs_url: vcsUrl('git', asString(source?.['url']), commit) } }
}

/** From lock-version 1.x's `category`, or 2.1's `groups`; null when the entry states neither. */
function statedScopes(table: JsonObject): readonly Scope[] | null {
  const category = asString(table['category'])
  const groups = asArray(table['groups']) ?? (category === '' ? null : [category])
  if (groups === null) return null
  const optional = table['optional'] === true
  const scopes = groups.map((group) => groupScope(asString(group))).map((scope) => (optional && scope === 'runtime' ? 'optional' : scope))
  return [...new Set<Scope>(scopes)]
}

/** Up to lock-version 1.1 the files stand together in `[metadata.files]` (0.x: `[metadata.hashes]`). */
function filesOf(table: JsonObject, metadata: JsonObject | null): readonly unknown[] {
  const own = asArray(table['files'])
  if (own !== null) return own
  const name = asString(table['name'])
  const files = asArray(asObject(metadata?.['files'])?.[name])
  if (files !== null) return files
  return (asArray(asObject(metadata?.['hashes'])?.[name]) ?? []).map((hash) => ({ hash: `sha256:${asString(hash)}` }))
}
