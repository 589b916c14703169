import { textPlaces } from '@cupel/formats'
import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import { defineExtractor } from '../extractor.ts'
import { archiveVersion } from '../npm/archive-name.ts'
import { bunNeeds, bunResolver } from '../npm/bun-needs.ts'
import { asObject, asText } from '../npm/json-value.ts'
import { keyPlaces, reportRepeated } from '../npm/key-places.ts'
import { readLockJson } from '../npm/lock-json.ts'
import type { PackageSource } from '../npm/package-source.ts'
import { packageSource } from '../npm/package-source.ts'
import { plainJson } from '../npm/plain-json.ts'
import type { ScopedEdge } from '../npm/reach-scopes.ts'
import { sriHashes } from '../npm/sri-hashes.ts'
import type { GraphPackage } from '../npm/write-graph.ts'
import { writeGraph } from '../npm/write-graph.ts'
import { writePackage } from '../npm/write-package.ts'
import { splitDescriptor } from '../npm/yarn-entry.ts'

/** Versions 2 and 3 differ in what bun refuses and in `overrides`, not in the packages. */
const VERSIONS: ReadonlySet<unknown> = new Set([0, 1, 2, 3])

/** Top-level keys that hold packages, settings or ranges. */
const KNOWN: ReadonlySet<string> = new Set(
  'lockfileVersion configVersion workspaces packages trustedDependencies patchedDependencies overrides catalog catalogs nodeLinker'.split(
    ' ',
  ),
)

interface Entry {
  readonly key: string
  readonly name: string
  readonly reference: string
  readonly values: readonly unknown[]
}

/** bun.lock, lockfileVersion 0 to 3 (bun's text lock, JSON with comments and trailing commas). */
export default defineExtractor({
  id: 'bun-lock',
  title: 'bun.lock, lockfileVersion 0-3',
  type: 'npm',
  kind: 'lock',
  files: ['bun.lock'],
  extract(input, out) {
    const { text, json } = readLockJson(plainJson(input.text()), out)
    const lock = asObject(json)
    if (lock === null) throw new SyntaxError('a bun.lock is a JSON object')
    const version = lock['lockfileVersion']
    out.format(version === undefined ? '' : String(version))
    if (!VERSIONS.has(version))
      out.problem({ code: 'unsupported-version', detail: `lockfileVersion ${String(version)} is not one of 0 to 3` })
    const packages = asObject(lock['packages'])
    const workspaces = asObject(lock['workspaces'])
    if (packages === null && workspaces === null) out.problem({ code: 'malformed', detail: 'the file has neither workspaces nor packages' })
    for (const key of Object.keys(lock)) if (!KNOWN.has(key)) out.unknown(key)

    const places = keyPlaces(text, (path) => (path.length === 2 && path[0] === 'packages' ? (path[1] as string) : null))
    reportRepeated(places, out)
    const placeAt = textPlaces(text)
    const entries = entriesOf(packages ?? {}, out)
    out.entries(Object.keys(packages ?? {}).length)
    const resolve = bunResolver(new Map(entries.map((entry, at) => [entry.key, at])))
    const missing: string[] = []
    const edgesOf = (key: string, needs: ReturnType<typeof bunNeeds>): ScopedEdge[] =>
      needs.flatMap(({ name, scope }) => {
        const to = resolve(key, name)
        if (to === undefined && (scope === 'runtime' || scope === 'dev')) missing.push(name)
        return to === undefined ? [] : [{ to, scope }]
      })
    const projects = new Map<string, NodeId>()
    const roots = Object.entries(workspaces ?? {}).map(([folder, value]) => {
      const member = asObject(value) ?? {}
      const name = asText(member['name'])
      const project = out.project({ name, version: asText(member['version']), folder })
      projects.set(folder, project)
      return { project, edges: edgesOf(folder === '' ? '' : name, bunNeeds(member, true)) }
    })
    const nodes = entries.map((entry): GraphPackage => {
      const info = asObject(entry.values.find((value) => asObject(value) !== null)) ?? {}
      const edges = entry.reference.startsWith('workspace:') ? [] : edgesOf(entry.key, bunNeeds(info, false))
      const place = placeAt(places.offsets.get(entry.key) ?? 0)
      return { edges, write: (scopes) => writeEntry(entry, { out, projects, scopes, ...place }) }
    })
    writeGraph(nodes, roots, out)
    if (missing.length > 0) {
      out.problem({ code: 'malformed', detail: `${missing.length} dependencies are not among the packages, the first is "${missing[0]}"` })
    }
  },
})

function entriesOf(packages: Readonly<Record<string, unknown>>, out: Collector): readonly Entry[] {
  const entries: Entry[] = []
  for (const [key, values] of Object.entries(packages)) {
    const identity = Array.isArray(values) ? asText(values[0]) : ''
    const [name, reference] = splitDescriptor(identity)
    if (reference === '') out.unknown(`packages["${key}"]`)
    else entries.push({ key, name, reference, values: values as readonly unknown[] })
  }
  return entries
}

interface Writing {
  readonly out: Collector
  readonly projects: ReadonlyMap<string, NodeId>
  readonly scopes: readonly Scope[]
  readonly line: number
  readonly column: number
}

function writeEntry({ name, reference, values }: Entry, { out, projects, scopes, line, column }: Writing): NodeId | null {
  if (reference.startsWith('workspace:') || reference === 'root:') {
    out.skip('workspace member')
    return projects.get(reference.startsWith('workspace:') ? reference.slice(10) : '') ?? null
  }
  const source = sourceOf(reference)
  if (source.kind === 'local') {
    out.skip('local folder')
    return null
  }
  const version = source.kind === 'registry' ? reference : source.kind === 'tarball' ? archiveVersion(name, reference) : ''
  const integrity = values.find((value) => typeof value === 'string' && /^sha(?:1|256|384|512)-/.test(value))
  const hashes = sriHashes(asText(integrity))
  const node = writePackage(out, { name, version, line, column, source, scopes, hashes })
  if (node === null) out.skip('invalid name')
  return node
}

function sourceOf(reference: string): PackageSource {
  if (/\.(?:tgz|tar\.gz)$/.test(reference) && !/^git[+:]/.test(reference)) return { kind: 'tarball', vcsUrl: '' }
  return packageSource(reference)
}
