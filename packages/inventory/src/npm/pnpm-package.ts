import type { Scope } from '@cupel/model'
import { scalarPairs } from './block-document.ts'
import type { BlockNode } from './block-yaml.ts'
import type { PackageSource } from './package-source.ts'
import { packageSource } from './package-source.ts'
import { readPnpmKey, withoutPeers } from './pnpm-key.ts'

/** References to packages that share a scope: the entries of `list` are names with a version, a key or `link:…`. */
export interface PnpmNeeds {
  readonly list: readonly BlockNode[]
  readonly scope: Scope
}

/** One package of a pnpm lock; with peers, one for every set of peers it is installed with. */
export interface PnpmPackage {
  readonly key: string
  readonly name: string
  readonly version: string
  readonly source: PackageSource
  readonly integrity: string
  /** Of its entry in `packages`. */
  readonly line: number
  readonly column: number
  readonly needs: readonly PnpmNeeds[]
  /** The flags that lockfileVersion 5 and 6 state; null where the file has none. */
  readonly stated: Scope | null
  /** A program that pnpm itself provides (`node@runtime:…`), not an npm package. */
  readonly runtime: boolean
}

interface Info {
  name: string
  version: string
  integrity: string
  tarball: string
  repository: string
  commit: string
  directory: boolean
  stated: Scope | null
}

const NO_NEEDS: readonly PnpmNeeds[] = []
const REGISTRY = packageSource('')
const DIRECTORY: PackageSource = { kind: 'local', vcsUrl: '' }

/** Packages of one document: `packages` before version 9, and from then on `snapshots` with what `packages` says of each. */
export function pnpmPackages(
  packages: BlockNode | undefined,
  snapshots: BlockNode | undefined,
  { major, refuse }: { readonly major: number; readonly refuse: (what: string, line: number) => void },
): readonly PnpmPackage[] {
  const found: PnpmPackage[] = []
  const entries = new Map<string, BlockNode>()
  for (const node of packages?.children ?? []) {
    if (entries.has(node.key)) refuse(`packages["${node.key}"] stands twice`, node.line)
    entries.set(node.key, node)
  }
  const used = new Set<BlockNode>()
  const unused: BlockNode[] = []
  for (const snapshot of snapshots?.children ?? []) {
    const entry = entries.get(withoutPeers(snapshot.key)) ?? entries.get(snapshot.key) ?? snapshot
    used.add(entry)
    found.push(packageOf(snapshot.key, entry, { needs: needsOf(snapshot), major, refuse }))
  }
  for (const [key, entry] of entries) {
    if (used.has(entry)) continue
    found.push(packageOf(key, entry, { needs: needsOf(entry), major, refuse }))
    if (major >= 9) unused.push(entry)
  }
  if (unused[0] !== undefined) refuse(`${unused.length} packages without a snapshot, the first is "${unused[0].key}"`, unused[0].line)
  return found
}

interface Reading {
  readonly needs: readonly PnpmNeeds[]
  readonly major: number
  readonly refuse: (what: string, line: number) => void
}

function packageOf(key: string, entry: BlockNode, { needs, major, refuse }: Reading): PnpmPackage {
  const info = readInfo(entry, refuse)
  const read = readPnpmKey(key, major)
  const runtime = read.place.startsWith('runtime:')
  return {
    key,
    name: info.name || read.name,
    version: info.version || (runtime ? read.place.slice(8) : read.version),
    source: sourceOf(info, read.place),
    integrity: info.integrity,
    line: entry.line,
    column: entry.column,
    needs,
    stated: info.stated,
    runtime,
  }
}

function sourceOf(info: Info, place: string): PackageSource {
  if (info.directory) return DIRECTORY
  if (info.repository !== '')
    return packageSource(`${/^(?:git[+@:]|ssh:)/.test(info.repository) ? '' : 'git+'}${info.repository}#${info.commit}`)
  if (place === '') return REGISTRY
  const source = packageSource(info.tarball || place)
  // A `file:` place with an archive has a name and a version of its own.
  return source.kind === 'local' ? { kind: 'tarball', vcsUrl: '' } : source
}

function needsOf({ children }: BlockNode): readonly PnpmNeeds[] {
  let needs: PnpmNeeds[] | null = null
  for (const child of children) {
    if (child.key !== 'dependencies' && child.key !== 'optionalDependencies') continue
    needs ??= []
    needs.push({ list: child.children, scope: child.key === 'dependencies' ? 'runtime' : 'optional' })
  }
  return needs ?? NO_NEEDS
}

function readInfo(node: BlockNode, refuse: (what: string, line: number) => void): Info {
  const info: Info = { name: '', version: '', integrity: '', tarball: '', repository: '', commit: '', directory: false, stated: null }
  for (const child of node.children) {
    const { key, value } = child
    if (key === 'resolution') readResolution(child, info, refuse)
    else if (key === 'dev' && value === 'true') info.stated = 'dev'
    else if (key === 'optional' && value === 'true') info.stated ??= 'optional'
    else if (key === 'name') info.name = value
    else if (key === 'version') info.version = value
  }
  return info
}

const PLAIN_INTEGRITY = /^\{integrity: ([\w+/=-]+)\}$/

function readResolution(node: BlockNode, info: Info, refuse: (what: string, line: number) => void): void {
  const plain = PLAIN_INTEGRITY.exec(node.value)
  if (plain !== null) {
    info.integrity = plain[1] as string
    return
  }
  const pairs = scalarPairs(node)
  if (pairs === null) return refuse('resolution', node.line)
  for (const [key, value] of pairs) {
    if (key === 'integrity') info.integrity = value
    else if (key === 'tarball') info.tarball = value
    else if (key === 'repo') info.repository = value
    else if (key === 'commit') info.commit = value
    else if (key === 'directory') info.directory = true
  }
}
