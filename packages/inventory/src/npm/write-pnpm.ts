import type { EvidenceKind, Scope } from '@cupel/model'
import { resolvePath } from '@cupel/source'
import type { Collector, NodeId } from '../extractor.ts'
import { scalarPairs } from './block-document.ts'
import type { BlockNode } from './block-yaml.ts'
import type { Manifest } from './manifest.ts'
import type { PnpmImporter } from './pnpm-importer.ts'
import type { PnpmNeeds, PnpmPackage } from './pnpm-package.ts'
import type { ScopedEdge } from './reach-scopes.ts'
import { reachScopes } from './reach-scopes.ts'
import { sriHashes } from './sri-hashes.ts'
import { writePackage } from './write-package.ts'

export interface PnpmWriting {
  readonly major: number
  readonly evidence: EvidenceKind
  /** From the folder of the lock file to the workspace root. */
  readonly folder: string
  /** The package.json in a folder relative to the lock: the lock leaves out the names of its projects. */
  readonly manifestOf: (folder: string) => Manifest | null
}

/** Writes the packages and importers of one document with their edges. A reference to what the document does not hold is reported. */
export function writePnpm(
  packages: readonly PnpmPackage[],
  importers: readonly PnpmImporter[],
  { out, writing }: { readonly out: Collector; readonly writing: PnpmWriting },
): void {
  const index = new Map<string, number>()
  for (let at = 0; at < packages.length; at++) index.set((packages[at] as PnpmPackage).key, at)
  const missing: BlockNode[] = []
  const links: (readonly [importer: PnpmImporter, path: string])[] = []
  const resolve = (needs: readonly PnpmNeeds[], importer?: PnpmImporter): readonly ScopedEdge[] => {
    const edges: ScopedEdge[] = []
    for (const { list, scope } of needs) {
      for (const need of list) {
        const ref = refOf(need)
        const to = indexOf(need.key, ref, { index, major: writing.major })
        if (to !== undefined) edges.push({ to, scope })
        else if (!isLink(ref)) missing.push(need)
        else if (importer !== undefined) links.push([importer, ref.slice(ref.indexOf(':') + 1)])
      }
    }
    return edges
  }
  const edges = packages.map((one) => resolve(one.needs))
  const roots = importers.map((importer) => resolve(importer.needs, importer))
  const scopes = reachScopes(packages.length, roots.flat(), (at) => edges[at] as readonly ScopedEdge[])

  const projects = new Map(importers.map((one) => [one.folder, writeProject(one, { out, writing })]))
  const nodes = packages.map((one, at) => writeOne(one, scopes[at] as readonly Scope[], { out, writing }))
  for (const [at, importer] of importers.entries()) {
    for (const { to } of roots[at] as readonly ScopedEdge[]) addEdge(out, projects.get(importer.folder), nodes[to])
  }
  for (const [importer, path] of links) addEdge(out, projects.get(importer.folder), projects.get(resolvePath(importer.folder, path) ?? '/'))
  for (const [at, targets] of edges.entries()) for (const { to } of targets) addEdge(out, nodes[at], nodes[to])
  reportMissing(missing, out)
}

function isLink(ref: string): boolean {
  return ref.startsWith('link:') || ref.startsWith('workspace:')
}

/** A reference is the value itself, or from version 6 on stands beside its specifier in the importers. */
function refOf(need: BlockNode): string {
  if (need.kind === 'scalar') return need.value
  for (const { key, value } of need.children) if (key === 'version') return value
  for (const [key, value] of scalarPairs(need) ?? []) if (key === 'version') return value
  return ''
}

/** References were shortened differently in every version; a full key is always one. */
function indexOf(
  name: string,
  ref: string,
  { index, major }: { readonly index: ReadonlyMap<string, number>; readonly major: number },
): number | undefined {
  if (major >= 9) return index.get(`${name}@${ref}`) ?? index.get(ref)
  return (
    index.get(`/${name}@${ref}`) ?? index.get(`/${name}/${ref}`) ?? index.get(ref) ?? index.get('/' + ref) ?? index.get(`${name}@${ref}`)
  )
}

interface Writing {
  readonly out: Collector
  readonly writing: PnpmWriting
}

function writeProject(importer: PnpmImporter, { out, writing }: Writing): NodeId {
  const folder = within(writing.folder, importer.folder)
  const { name = '', version = '', licenses = [] } = writing.manifestOf(folder) ?? {}
  return out.project({ name, version, licenses, folder })
}

function writeOne(one: PnpmPackage, reached: readonly Scope[], { out, writing }: Writing): NodeId | null {
  const { name, version, line, column, source } = one
  if (source.kind === 'local') {
    out.skip('local folder')
    return out.project({ name, version, folder: writing.folder })
  }
  if (name === '') {
    out.unknown(`package key "${one.key}"`, line)
    out.skip('unknown key')
    return null
  }
  const { evidence } = writing
  const scopes: readonly Scope[] = reached.length > 0 ? reached : [one.stated ?? 'runtime']
  if (one.runtime) return out.component({ type: 'generic', name, version, line, column, scopes, evidence })
  const hashes = one.integrity === '' ? [] : sriHashes(one.integrity)
  const node = writePackage(out, { name, version, line, column, source, scopes, hashes, evidence })
  if (node === null) out.skip('invalid name')
  return node
}

function addEdge(out: Collector, from: NodeId | null | undefined, to: NodeId | null | undefined): void {
  if (from !== null && from !== undefined && to !== null && to !== undefined) out.edge(from, to)
}

function within(folder: string, inner: string): string {
  return folder === '' || inner === '' ? folder + inner : `${folder}/${inner}`
}

function reportMissing(missing: readonly BlockNode[], out: Collector): void {
  const first = missing[0]
  if (first === undefined) return
  const detail = `${missing.length} dependencies are not among the packages of the file, the first is "${first.key}" ${refOf(first)}`
  out.problem({ code: 'malformed', line: first.line, detail, hint: 'the file is cut off or was edited; run pnpm install' })
}
