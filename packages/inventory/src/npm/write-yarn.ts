import type { Scope } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import type { Manifest } from './manifest.ts'
import type { ScopedEdge } from './reach-scopes.ts'
import { reachScopes } from './reach-scopes.ts'
import { writePackage } from './write-package.ts'
import type { YarnEntry } from './yarn-entry.ts'

/** A project whose dependencies the lock resolves; classic locks do not name them, so they come from the manifests. */
export interface YarnProject {
  readonly folder: string
  /** null where there is no manifest; then a berry entry tells the dependencies, without their scopes. */
  readonly manifest: Manifest | null
}

interface Asked {
  readonly name: string
  readonly range: string
  readonly scope: Scope
}

/** Writes entries and projects of a yarn.lock with their edges. What no entry answers is reported. */
export function writeYarn(entries: readonly YarnEntry[], projects: readonly YarnProject[], out: Collector): void {
  const finder = finderOf(entries, projects)
  const missing: string[] = []
  const members = new Map<string, number>()
  for (const [at, entry] of entries.entries()) if (entry.workspace !== null) members.set(entry.workspace, at)
  const resolve = (asked: readonly Asked[]): readonly ScopedEdge[] => {
    const edges: ScopedEdge[] = []
    for (const { name, range, scope } of asked) {
      const to = finder(name, range)
      if (to === 'unknown') missing.push(`${name}@${range}`)
      else if (typeof to === 'number') edges.push({ to, scope })
    }
    return edges
  }
  const roots = projects.map((project) => resolve(askedBy(project, entries[members.get(project.folder) ?? -1])))
  const edges = entries.map((entry) =>
    entry.workspace === null
      ? resolve(entry.needs.map(({ name, range, optional }) => ({ name, range, scope: optional ? 'optional' : 'runtime' })))
      : [],
  )
  const scopes = reachScopes(entries.length, roots.flat(), (at) => edges[at] as readonly ScopedEdge[])

  const folders = new Map<string, NodeId>()
  for (const { folder, manifest } of projects) {
    const entry = entries[members.get(folder) ?? -1]
    const { name = entry?.name ?? '', version = '', licenses = [] } = manifest ?? {}
    folders.set(folder, out.project({ name, version, licenses, folder }))
  }
  const nodes = entries.map((entry, at) => writeEntry(entry, scopes[at] as readonly Scope[], { out, folders, finder }))
  for (const [at, { folder }] of projects.entries())
    addEdges(
      out,
      folders.get(folder) ?? null,
      (roots[at] as readonly ScopedEdge[]).map(({ to }) => nodes[to]),
    )
  for (const [at, targets] of edges.entries())
    addEdges(
      out,
      nodes[at] ?? null,
      targets.map(({ to }) => nodes[to]),
    )
  reportMissing(missing, out)
}

type Finder = (name: string, range: string) => number | 'local' | 'unclear' | 'unknown'

/**
 * Finds the entry for a dependency: by its descriptor, as berry writes it with the default protocol, by the project's resolutions,
 * or — a resolution rewrites descriptors in ways the lock does not tell — the only entry of that name. A patch leads to what it patches.
 */
function finderOf(entries: readonly YarnEntry[], projects: readonly YarnProject[]): Finder {
  const byDescriptor = new Map<string, number>()
  const byName = new Map<string, number[]>()
  for (const [at, { descriptors, name }] of entries.entries()) {
    for (const descriptor of descriptors) {
      byDescriptor.set(descriptor, at)
      // Berry adds to local descriptors which member asks; manifests do not.
      const bindings = descriptor.indexOf('::')
      if (bindings > 0) byDescriptor.set(descriptor.slice(0, bindings), at)
    }
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [at])
    else same.push(at)
  }
  const resolutions = new Map(projects.flatMap(({ manifest }) => [...(manifest?.resolutions ?? [])]))
  const own = new Set(projects.flatMap(({ manifest }) => (manifest === null || manifest.name === '' ? [] : [manifest.name])))
  const find = (name: string, range: string): ReturnType<Finder> => {
    const exact = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`)
    if (exact !== undefined) return exact
    const forced = resolutions.get(name) ?? resolutions.get(`**/${name}`)
    const answer = forced === undefined ? undefined : (byDescriptor.get(`${name}@${forced}`) ?? byDescriptor.get(`${name}@npm:${forced}`))
    if (answer !== undefined) return answer
    if (own.has(name) || /^(?:link|portal|file|workspace):|^\.{0,2}\//.test(range)) return 'local'
    const same = byName.get(name)
    if (same === undefined) return 'unknown'
    return same.length === 1 ? (same[0] as number) : 'unclear'
  }
  return (name, range) => {
    let found = find(name, range)
    for (let steps = 0; typeof found === 'number' && steps < 10; steps++) {
      const inner = entries[found]?.patchOf ?? null
      const next = inner === null ? undefined : byDescriptor.get(inner)
      if (next === undefined || next === found) break
      found = next
    }
    return found
  }
}

function askedBy({ manifest }: YarnProject, entry: YarnEntry | undefined): readonly Asked[] {
  if (manifest !== null) return manifest.dependencies.filter(({ scope }) => scope !== 'peer')
  return entry?.needs.map(({ name, range, optional }) => ({ name, range, scope: optional ? 'optional' : 'runtime' })) ?? []
}

interface Writing {
  readonly out: Collector
  readonly folders: ReadonlyMap<string, NodeId>
  readonly finder: Finder
}

function writeEntry(entry: YarnEntry, scopes: readonly Scope[], { out, folders, finder }: Writing): NodeId | null {
  const { name, version, line, column, source, hashes } = entry
  if (entry.workspace !== null) {
    out.skip('workspace member')
    return folders.get(entry.workspace) ?? null
  }
  if (source.kind === 'local') {
    out.skip('local folder')
    return null
  }
  if (entry.patchOf !== null) {
    const at = entry.patchOf.indexOf('@', 1)
    if (typeof finder(entry.patchOf.slice(0, at), entry.patchOf.slice(at + 1)) === 'number') {
      out.skip('patch of a listed package')
      return null
    }
  }
  const node = writePackage(out, { name, version, line, column, source, hashes, scopes: scopes.length === 0 ? ['runtime'] : scopes })
  if (node === null) out.skip('invalid name')
  return node
}

function addEdges(out: Collector, from: NodeId | null, targets: readonly (NodeId | null | undefined)[]): void {
  if (from === null) return
  for (const to of targets) if (to !== null && to !== undefined) out.edge(from, to)
}

function reportMissing(missing: readonly string[], out: Collector): void {
  if (missing.length === 0) return
  const detail = `${missing.length} dependencies have no entry in the file, the first is ${missing[0]}`
  out.problem({ code: 'malformed', detail, hint: 'the file is cut off or older than the manifest; run yarn install' })
}
