import type { Scope } from '@cupel/model'
import { defineExtractor } from '../extractor.ts'
import type { Collector, ExtractInput, FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { categoryScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import type { Pyproject } from '../python/pyproject.ts'
import { readPyproject } from '../python/pyproject.ts'
import { parseRequirement } from '../python/requirement.ts'
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

const KNOWN_SECTIONS = new Set(['package', 'metadata'])

/** PDM's lock, lock_version 3 and 4. A package with extras stands there twice; the second entry only adds edges. */
export default defineExtractor({
  id: 'pdm-lock',
  title: 'PDM lock file',
  type: 'pypi',
  kind: 'lock',
  files: ['pdm.lock'],
  affixes: [['pdm.', '.lock']],
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
    const byName = new Map<string, NodeId>()
    const byRelease = new Map<string, NodeId>()
    const requirements: (readonly [NodeId, string])[] = []
    const unstated: NodeId[] = []
    const local = new Set([pypiName(pyproject?.name ?? '')])
    const excludes = excludedNames(input)
    for (const { table, line } of entries) {
      if (table['path'] !== undefined && !asString(table['path']).endsWith('.whl')) {
        out.skip('local path')
        local.add(pypiName(asString(table['name'])))
        if (project !== null) out.project({ name: asString(table['name']), folder: asString(table['path']) })
        continue
      }
      const name = pypiName(asString(table['name']))
      const release = `${name}@${asString(table['version'])}${asString(table['revision'])}`
      let node = byRelease.get(release)
      const scopes = statedScopes(table, pyproject)
      if (node === undefined) {
        node = out.component({
          name,
          ...versionOf(table),
          ...(line === undefined ? {} : { line }),
          scopes: scopes ?? [],
          hashes: artifactHashes(filesOf(table, metadata).map((file) => asObject(file)?.['hash'])),
        })
        byRelease.set(release, node)
        if (!byName.has(name)) byName.set(name, node)
        if (scopes === null) unstated.push(node)
      } else {
        out.skip('extras of a listed package')
        for (const scope of scopes ?? []) out.scope(node, scope)
      }
      for (const wanted of asArray(table['dependencies']) ?? []) requirements.push([node, asString(wanted)])
    }

    const edges: ScopedEdge[] = []
    for (const [name, scopes] of pyproject?.dependencies ?? []) {
      const node = byName.get(name)
      if (node !== undefined) for (const scope of scopes) edges.push([project as NodeId, node, scope])
    }
    const unlisted: Unlisted[] = []
    const nameOfNode = new Map([...byName].map(([name, node]) => [node, name]))
    for (const [from, wanted] of requirements) {
      const requirement = parseRequirement(wanted)
      if (requirement === null) continue
      const exact = byRelease.get(`${requirement.name}@${/^==(\S+)$/.exec(requirement.specifier)?.[1] ?? ''}`)
      const to = exact ?? byName.get(requirement.name)
      const isHeld = to !== undefined || local.has(requirement.name) || excludes.includes(requirement.name)
      if (!isHeld && requirement.marker === '') unlisted.push({ by: nameOfNode.get(from) ?? '', name: requirement.name })
      if (to !== undefined && to !== from) edges.push([from, to, 'runtime'])
    }
    reportUnlisted(unlisted, out)
    writeEdges(out, edges)
    spreadScopes(out, unstated, { projects: project === null ? [] : [project], edges })
  },
})

/** What the project keeps out of its lock ("resolution", `excludes`). */
function excludedNames(input: ExtractInput): readonly string[] {
  const list = /^[ \t]*excludes[ \t]*=[ \t]*\[([^\]]*)\]/m.exec(input.read('pyproject.toml') ?? '')?.[1] ?? ''
  return [...list.matchAll(/["']([\w.-]+)["']/g)].map(([, name = '']) => pypiName(name))
}

function checkVersion(metadata: JsonObject | null, out: Collector): void {
  if (metadata === null) {
    out.problem({ code: 'malformed', detail: 'the lock has no [metadata] section: it may be truncated' })
    return
  }
  const version = asString(metadata['lock_version'])
  out.format(version)
  if (!/^(?:2|[34]\.\d+(?:\.\d+)?)$/.test(version)) {
    out.problem({ code: 'unsupported-version', detail: version === '' ? 'no lock_version' : `lock_version ${version} is not known` })
  }
}

function versionOf(table: JsonObject): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const version = asString(table['version'])
  const git = asString(table['git'])
  if (git === '') return { version }
  return { version, qualifiers: { vcs_url: vcsUrl('git', git, asString(table['revision']) || asString(table['ref'])) } }
}

function statedScopes(table: JsonObject, pyproject: Pyproject | null): readonly Scope[] | null {
  const groups = asArray(table['groups'])
  if (groups === null) return null
  return [...new Set(groups.map((group) => pyproject?.groups.get(pypiName(asString(group))) ?? categoryScope(asString(group))))]
}

/** Before lock_version 4.0 the files stand together in `[metadata.files]`, under `name version`. */
function filesOf(table: JsonObject, metadata: JsonObject | null): readonly unknown[] {
  const key = `${asString(table['name'])} ${asString(table['version'])}`
  return asArray(table['files']) ?? asArray(asObject(metadata?.['files'])?.[key]) ?? []
}
