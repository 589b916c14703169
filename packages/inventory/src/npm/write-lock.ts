import type { TextPlace } from '@cupel/formats'
import type { EvidenceKind } from '@cupel/model'
import type { Collector, NodeId } from '../extractor.ts'
import type { LockEntry } from './lock-entry.ts'
import { isInstalled } from './lock-packages.ts'
import { plainPurl } from './plain-purl.ts'
import { writePackage } from './write-package.ts'

const MODULES = 'node_modules/'

const INNER_MODULES = '/node_modules/'

/** What a look-up of Node's manner needs of the entries. */
interface FolderTree {
  /** By location, of all but the topmost node_modules folder. */
  readonly nodes: Map<string, NodeId>
  /** Packages of the topmost node_modules folder by their names: most needs are met there, without making a location for each. */
  readonly top: Map<string, NodeId>
  /** Folders that have a node_modules folder of their own: only there need a look-up stop. */
  readonly hosts: Set<string>
}

/** A link whose target is not in the file. */
const BROKEN = -1

export interface LockWriting {
  readonly placeOf: (location: string) => TextPlace
  /** Of the lock file, as evidence shows it. */
  readonly path: string
  readonly evidence: EvidenceKind
  /** The file lists all that its entries need: it is no list of another kind, completed with what a manifest says. */
  readonly isWhole: boolean
  /** From the folder of the lock file to the folder its locations start at. */
  readonly folder: string
}

/** Writes the entries of a package-lock: folders as projects, links as skips, all else as components; then the edges. */
export function writeLock(entries: readonly LockEntry[], out: Collector, writing: LockWriting): void {
  const tree: FolderTree = { nodes: new Map(), top: new Map(), hosts: new Set() }
  const links: LockEntry[] = []
  let dangling = 0
  const lacking: string[] = []

  // Functions of their own: V8 compiles what is called often, and leaves a loop that is entered once to its interpreter.
  function write(entry: LockEntry): NodeId | null {
    if (entry.linkTo !== null) {
      links.push(entry)
      out.skip('link')
      return null
    }
    const node = isInstalled(entry.location) ? writeInstalled(entry, out, writing) : writeFolder(entry, out, writing.folder)
    if (node !== null) place(entry.location, node, tree)
    return node
  }
  function connect(from: NodeId, name: string, above: readonly string[]): boolean {
    const to = above.length === 0 ? tree.top.get(name) : resolveNeed(name, above, tree)
    if (to !== undefined && to !== BROKEN) out.edge(from, to)
    return to !== undefined
  }
  /** What an optional package needs npm leaves out at times; of the others it installs nothing from such a lock. */
  function lacks({ location, scopes }: LockEntry, name: string): void {
    if (writing.isWhole && !scopes.includes('optional')) lacking.push(`${location === '' ? 'the project' : location} needs ${name}`)
    else dangling++
  }
  function connectAll(entry: LockEntry, from: NodeId): void {
    const { location, wishes, needs } = entry
    const above = hostsAbove(location, tree.hosts)
    for (let at = 0; at < wishes.length; at++) connect(from, wishes[at] as string, above)
    for (let at = 0; at < needs.length; at++) if (!connect(from, needs[at] as string, above)) lacks(entry, needs[at] as string)
  }
  const nodes = entries.map(write)
  for (const { location, linkTo } of links) place(location, nodeAt(linkTo ?? '', tree) ?? BROKEN, tree)
  for (let at = 0; at < entries.length; at++) {
    const from = nodes[at] as NodeId | null
    if (from !== null) connectAll(entries[at] as LockEntry, from)
  }
  if (lacking.length > 0) {
    const more = lacking.length === 1 ? '' : `, and ${lacking.length - 1} more are missing`
    const hint = 'the file is cut off or was edited; write it anew with: npm install --package-lock-only'
    out.problem({ code: 'entries-lost', detail: `${lacking[0]}, which is not in the file${more}`, hint })
  }
  if (dangling > 0) {
    out.problem({
      code: 'unsupported-content',
      effect: 'note',
      detail: `${dangling} dependencies are named by packages and not in the file`,
    })
  }
}

function writeInstalled(entry: LockEntry, out: Collector, { placeOf, path, evidence: kind }: LockWriting): NodeId | null {
  const { name, version, scopes, licenses, source, hashes } = entry
  const { line, column } = entry.line > 0 ? entry : placeOf(entry.location)
  const purl = source.vcsUrl === '' ? plainPurl(name, version) : null
  if (purl !== null) {
    // What nearly every entry is: one object, and not one after the other until it is a component.
    const evidence = [{ path, line, column, by: 'package-lock', kind }]
    return out.made({ purl, name, version, ecosystem: 'npm', scopes, direct: null, evidence, licenses, hashes })
  }
  const node = writePackage(out, { name, version, line, column, scopes, licenses, source, hashes, evidence: kind })
  if (node === null) out.skip('invalid name')
  return node
}

function writeFolder({ location, name, version, licenses }: LockEntry, out: Collector, folder: string): NodeId {
  if (location !== '') out.skip('local folder')
  return out.project({ name, version, licenses, folder: folder === '' ? location : `${folder}/${location}` })
}

function place(location: string, node: NodeId, { nodes, top, hosts }: FolderTree): void {
  const inner = location.lastIndexOf(INNER_MODULES)
  if (inner < 0 && location.startsWith(MODULES)) {
    top.set(location.slice(MODULES.length), node)
    return
  }
  nodes.set(location, node)
  if (inner > 0) hosts.add(location.slice(0, inner))
}

function nodeAt(location: string, { nodes, top }: FolderTree): NodeId | undefined {
  return nodes.get(location) ?? (location.startsWith(MODULES) ? top.get(location.slice(MODULES.length)) : undefined)
}

const NONE: readonly string[] = []

/** The folder itself and those above it that have a node_modules folder, nearest first, but for the top. */
function hostsAbove(location: string, hosts: ReadonlySet<string>): readonly string[] {
  if (hosts.size === 0) return NONE
  const found: string[] = []
  for (let folder = location; folder !== ''; folder = parentOf(folder)) if (hosts.has(folder)) found.push(folder)
  return found
}

/** Node's look-up: node_modules of the folder itself, then of every folder above it, then of the top. */
function resolveNeed(name: string, above: readonly string[], { nodes, top }: FolderTree): NodeId | undefined {
  for (const folder of above) {
    const found = nodes.get(`${folder}/${MODULES}${name}`)
    if (found !== undefined) return found
  }
  return top.get(name)
}

/** The next folder above that can hold a node_modules folder; `` for the top. */
function parentOf(folder: string): string {
  const slash = folder.lastIndexOf('/')
  if (slash < 0) return ''
  const parent = folder.slice(0, slash)
  if (parent === 'node_modules') return ''
  return parent.endsWith('/node_modules') ? parent.slice(0, -13) : parent
}
