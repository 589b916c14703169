import type { Hash, Scope } from '@cupel/model'
import { addCandidate } from '../candidates.ts'
import { defineExtractor } from '../extractor.ts'
import type { Collector, NodeId } from '../extractor.ts'
import type { CargoLockFile, LockedCrate } from '../rust/cargo-lock-file.ts'
import { readCargoManifests } from '../rust/cargo-manifests.ts'
import type { CargoManifest } from '../rust/cargo-manifests.ts'
import { readCargoLock } from '../rust/read-cargo-lock.ts'
import { spreadScopes } from '../spread-scopes.ts'
import type { ScopedEdge } from '../spread-scopes.ts'
import { reportConflict } from '../text/conflict-marker.ts'
import { hexHash } from '../text/digest.ts'
import { vcsUrl } from '../text/vcs-url.ts'
import { writeEdges } from '../write-edges.ts'

const NO_SCOPES: readonly Scope[] = []
const KNOWN_VERSIONS = new Set(['', '1', '2', '3', '4'])

/**
 * Cargo.lock, versions 1 to 4. Crates without a source are the workspace's own: projects, whose Cargo.toml tell which of their
 * dependencies are for development or building.
 */
export default defineExtractor({
  id: 'cargo-lock',
  title: 'Cargo.lock, versions 1-4',
  type: 'cargo',
  kind: 'lock',
  files: ['Cargo.lock'],
  extract(input, out) {
    const text = input.text()
    reportConflict(text, out)
    const lock = readCargoLock(text, out)
    checkVersion(lock, out)
    const manifests = readCargoManifests(input, out)
    out.entries(lock.crates.length)
    const nodes = lock.crates.map((crate) => addCrate(crate, { lock, manifests, out }))
    const projects = nodes.filter((_, at) => lock.crates[at]?.source === '')
    const edges = edgesOf(lock, nodes, { manifests, out })
    writeEdges(out, edges)
    spreadScopes(
      out,
      nodes.filter((_, at) => lock.crates[at]?.source !== ''),
      { projects, edges },
    )
  },
})

function checkVersion({ version, crates, unknown }: CargoLockFile, out: Collector): void {
  out.format(version)
  if (!KNOWN_VERSIONS.has(version)) out.problem({ code: 'unsupported-version', detail: `version ${version} is not known` })
  for (const key of unknown) out.unknown(`section ${key}`)
  // Cargo always locks the project too: without it the file is cut or was never whole.
  if (!crates.some(({ source }) => source === '')) out.problem({ code: 'malformed', detail: 'the lock does not hold the project itself' })
}

interface Context {
  readonly lock: CargoLockFile
  readonly manifests: ReadonlyMap<string, CargoManifest>
  readonly out: Collector
}

function addCrate(crate: LockedCrate, { lock, manifests, out }: Context): NodeId {
  const { name, version, source, line } = crate
  if (source === '') {
    out.skip('crate of the workspace or a local path')
    const { folder = '', licenses = [] } = manifests.get(name) ?? {}
    return out.project({ name, version, folder, licenses })
  }
  const stated = crate.checksum || (lock.checksums.get(`${name} ${version} (${source})`) ?? '')
  const hashes: readonly Hash[] = hexHash('sha256', stated)
  const found = source.startsWith('git+')
    ? { name, version, scopes: NO_SCOPES, hashes, qualifiers: { vcs_url: gitUrl(source) } }
    : { name, version, scopes: NO_SCOPES, hashes }
  return out.component(line === undefined ? found : Object.assign(found, { line }))
}

/** `git+https://host/path?branch=x#commit`. */
function gitUrl(source: string): string {
  const hash = source.indexOf('#')
  return vcsUrl('git', hash < 0 ? source : source.slice(0, hash), hash < 0 ? '' : source.slice(hash + 1))
}

function edgesOf(
  { crates }: CargoLockFile,
  nodes: readonly NodeId[],
  { manifests, out }: Pick<Context, 'manifests' | 'out'>,
): readonly ScopedEdge[] {
  const byName = new Map<string, number[]>()
  for (const [at, { name }] of crates.entries()) addCandidate(byName, name, at)
  const edges: ScopedEdge[] = []
  const missing: { readonly crate: LockedCrate; readonly wanted: string }[] = []
  for (const [at, crate] of crates.entries()) {
    const purposes = crate.source === '' ? manifests.get(crate.name)?.dependencies : undefined
    for (const wanted of crate.dependencies) {
      const found = targetOf(wanted, byName, crates)
      if (found === null) {
        missing.push({ crate, wanted })
        continue
      }
      const scopes: Iterable<Scope> = purposes?.get(crates[found]?.name ?? '') ?? ['runtime']
      for (const scope of scopes) edges.push([nodes[at] as NodeId, nodes[found] as NodeId, scope])
    }
  }
  const [first] = missing
  if (first !== undefined) {
    // Cargo lists every package that it names: what is not there was cut off.
    const line = first.crate.line === undefined ? {} : { line: first.crate.line }
    const more = missing.length === 1 ? '' : ` (and ${missing.length - 1} more)`
    out.problem({ code: 'malformed', ...line, detail: `${first.crate.name} needs ${first.wanted}, which the lock does not hold${more}` })
  }
  return edges
}

/** A dependency says its version only where the name is ambiguous, and its source only where that still is. */
function targetOf(wanted: string, byName: ReadonlyMap<string, readonly number[]>, crates: readonly LockedCrate[]): number | null {
  const [name = '', version = '', source = ''] = wanted.split(' ')
  const candidates = byName.get(name) ?? []
  if (version === '' || candidates.length === 1) return candidates[0] ?? null
  const fitting = candidates.filter((at) => crates[at]?.version === version)
  const exact = source === '' ? undefined : fitting.find((at) => sourceFits(crates[at]?.source ?? '', source.slice(1, -1)))
  return exact ?? fitting[0] ?? null
}

/** Before version 4 the source in a dependency can lack the commit. */
function sourceFits(source: string, stated: string): boolean {
  return source === stated || source.split('#')[0] === stated.split('#')[0]
}
