import type { Scope } from '@cupel/model'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { FoundPackage, NodeId } from '../extractor.ts'
import { artifactHashes } from '../python/artifact-hashes.ts'
import { artifactVersion } from '../python/artifact-version.ts'
import { groupScope } from '../python/group-scope.ts'
import { pypiName } from '../python/pypi-name.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { asArray, asObject, asString } from '../text/json-value.ts'
import type { JsonObject } from '../text/json-value.ts'
import { readTomlTables } from '../text/toml-tables.ts'
import { vcsUrl } from '../text/vcs-url.ts'

const KNOWN_SECTIONS = new Set([
  'lock-version',
  'environments',
  'requires-python',
  'extras',
  'dependency-groups',
  'default-groups',
  'created-by',
  'packages',
  'tool',
])

/** `pylock.toml` and `pylock.<name>.toml` (PyPA "pylock.toml specification", PEP 751). */
export default defineExtractor({
  id: 'pylock',
  title: 'pylock.toml (PEP 751)',
  type: 'pypi',
  kind: 'lock',
  files: ['pylock.toml'],
  affixes: [['pylock.', '.toml']],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const { root, entries } = readTomlTables(text, 'packages', out)
    const version = asString(root['lock-version'])
    out.format(version)
    if (!/^1\.\d+$/.test(version)) {
      out.problem({ code: 'unsupported-version', detail: version === '' ? 'no lock-version' : `lock-version ${version} is not known` })
    }
    for (const section of Object.keys(root)) if (!KNOWN_SECTIONS.has(section)) out.unknown(`section ${section}`)

    out.entries(entries.length)
    const nodes: { readonly node: NodeId; readonly table: JsonObject }[] = []
    for (const { table, line } of entries) {
      if (table['directory'] !== undefined) {
        out.skip('local path')
        out.project({ name: asString(table['name']), folder: asString(asObject(table['directory'])?.['path']) })
        continue
      }
      const node = out.component({
        name: pypiName(asString(table['name'])),
        ...versionOf(table),
        ...(line === undefined ? {} : { line }),
        scopes: scopesOf(asString(table['marker'])),
        hashes: hashesOf(table),
      })
      nodes.push({ node, table })
    }
    const byName = new Map<string, { readonly node: NodeId; readonly table: JsonObject }[]>()
    for (const entry of nodes) {
      addCandidate(byName, pypiName(asString(entry.table['name'])), entry)
    }
    for (const { node, table } of nodes) {
      for (const wanted of (asArray(table['dependencies']) ?? []).map(asObject)) {
        if (wanted === null) continue
        // §packages.dependencies: the keys given are the ones that tell the entry meant from the others of its name.
        const meant = (byName.get(pypiName(asString(wanted['name']))) ?? []).filter(({ table: other }) => includes(other, wanted))
        for (const target of meant) out.edge(node, target.node)
      }
    }
  },
})

function includes(table: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([key, value]) => key === 'name' || JSON.stringify(table[key]) === JSON.stringify(value))
}

function versionOf(table: JsonObject): Pick<FoundPackage, 'version' | 'qualifiers'> {
  const archive = asObject(table['archive'])
  const version = asString(table['version']) || artifactVersion(asString(archive?.['url']) || asString(archive?.['path']))
  const vcs = asObject(table['vcs'])
  const url = asString(vcs?.['url'])
  if (vcs === null || url === '') return { version }
  return { version, qualifiers: { vcs_url: vcsUrl(asString(vcs['type']) || 'git', url, asString(vcs['commit-id'])) } }
}

/** A marker that holds only with an extra or a dependency group names it. */
function scopesOf(marker: string): readonly Scope[] {
  const scopes = new Set<Scope>()
  for (const [, name = '', list] of marker.matchAll(/["']([^"']{1,200})["']\s+in\s+(extras|dependency_groups)/g)) {
    scopes.add(list === 'extras' ? 'optional' : groupScope(name))
  }
  return scopes.size === 0 ? ['runtime'] : [...scopes]
}

function hashesOf(table: JsonObject) {
  const files = [table['archive'], table['sdist'], ...(asArray(table['wheels']) ?? [])]
  return artifactHashes(
    files.flatMap((file) =>
      Object.entries(asObject(asObject(file)?.['hashes']) ?? {}).map(([algorithm, hex]) => `${algorithm}:${asString(hex)}`),
    ),
  )
}
