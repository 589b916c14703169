import type { Project } from '@cupel/model'
import { folderOf, nameOf } from '@cupel/source'
import { isVendored } from '../places.ts'
import { manifestKind } from './manifest-locks.ts'

/** They list what somebody put there, which need not be all that a manifest asks for: they answer for what they name. */
const LISTS = new Set(['requirements', 'python-installed'])

/** What is installed in a folder, for the project there and those below: it answers for what is really there. */
const INSTALLED = 'node-modules'

/** The lock of a project of Xcode is for all packages that lie below. */
const XCODE = /\.xc(?:odeproj|workspace)\//

/** A file that was read. */
export interface ReadLock {
  readonly path: string
  readonly by: string
  /** The projects it states; it answers for their folders and its own, and for no other folder. */
  readonly projects: readonly Pick<Project, 'path' | 'name'>[]
  /** Names of its packages. */
  readonly names: () => Iterable<string>
  /** Its packages, with their versions. */
  readonly versions: () => Iterable<readonly [name: string, version: string]>
  /** Names of the packages that its project in a folder needs itself, with their versions. */
  readonly direct: (folder: string) => ReadonlyMap<string, ReadonlySet<string>>
}

/** A lock in a folder above a manifest. It answers when the manifest turns out to be of a project that it names. */
export interface LockAbove {
  readonly folder: string
  /** Names of its projects. */
  readonly names: ReadonlySet<string>
  /** Names of its packages. */
  readonly packages: () => ReadonlySet<string>
}

/** A manifest for whose folder no lock answers. */
export interface Unlocked {
  readonly path: string
  /** It was read itself: what it asks for is listed, what that needs in turn is not. */
  readonly direct: boolean
  readonly above: readonly LockAbove[]
  /** Packages that lists in its folder name; null when there is no list. */
  readonly listed: ReadonlySet<string> | null
  /** Folders, its own or above, with installed packages that were read. */
  readonly installedIn: readonly string[]
}

/** Manifests without a lock that answers for their folder. `locks`: every file that was read. */
export function withoutLock(manifests: readonly string[], locks: readonly ReadLock[]): readonly Unlocked[] {
  const known = new Map<string, LocksOfKind>()
  const read = new Set(locks.map(({ path }) => path))
  for (const lock of locks) {
    const kind = known.get(lock.by) ?? newLocks()
    known.set(lock.by, kind)
    addLock(kind, lock)
  }
  return manifests.flatMap((path) => {
    const folder = folderOf(path)
    const kind = manifestKind(nameOf(path), folder)
    if (isVendored(path) && kind?.vendored !== true) return []
    const kinds = (kind?.locks ?? []).flatMap((by) => known.get(by) ?? [])
    if (kinds.some(({ folders }) => folders.has(folder))) return []
    const folders = foldersUpFrom(folder)
    if (kinds.some((locks) => folders.some((at) => locks.builds.has(at) || (kind?.below && locks.folders.has(at))))) return []
    const above = folders.flatMap((at) =>
      kinds.flatMap(({ names, packages }) => {
        const stated = names.get(at)
        if (stated === undefined) return []
        return [{ folder: at, names: stated, packages: () => new Set((packages.get(at) ?? []).flatMap((list) => [...list()])) }]
      }),
    )
    const lists = kinds.flatMap(({ lists }) => lists.get(folder) ?? [])
    const installedIn = folders.filter((at) => kinds.some(({ installed }) => installed.has(at)))
    return [
      { path, direct: read.has(path), above, listed: lists.length === 0 ? null : new Set(lists.flatMap((list) => [...list])), installedIn },
    ]
  })
}

interface LocksOfKind {
  /** Folders of the projects that the locks state, and of the locks. */
  readonly folders: Set<string>
  /** Folders for which, and for all below, a lock answers. */
  readonly builds: Set<string>
  /** Folder of a lock → names of the projects it states. */
  readonly names: Map<string, Set<string>>
  /** Folder of a lock → names of the packages it pins. */
  readonly packages: Map<string, ReadLock['names'][]>
  /** Folder of a list → names of the packages it lists. */
  readonly lists: Map<string, Set<string>>
  /** Folders that hold installed packages. */
  readonly installed: Set<string>
}

function newLocks(): LocksOfKind {
  return { folders: new Set(), builds: new Set(), names: new Map(), packages: new Map(), lists: new Map(), installed: new Set() }
}

function addLock({ folders, builds, names, packages, lists, installed }: LocksOfKind, lock: ReadLock): void {
  const own = ownerFolder(folderOf(lock.path))
  if (lock.by === INSTALLED) {
    installed.add(own)
    return
  }
  if (LISTS.has(lock.by)) {
    const listed = [...lock.names()]
    for (const folder of new Set([own, folderOf(lock.path), ...lock.projects.map(({ path }) => path)])) {
      const list = lists.get(folder) ?? new Set()
      lists.set(folder, list)
      for (const name of listed) list.add(name)
    }
    return
  }
  if (XCODE.test(lock.path)) builds.add(own)
  const stated = names.get(own) ?? new Set()
  names.set(own, stated)
  packages.set(own, [...(packages.get(own) ?? []), lock.names])
  folders.add(own)
  for (const { path, name } of lock.projects) {
    folders.add(path)
    stated.add(name)
  }
}

/** Whether a file lists what somebody put there, and does not answer for all that a manifest asks for. */
export function isList({ by }: ReadLock): boolean {
  return LISTS.has(by) || by === INSTALLED
}

/** The folder of the project that a lock in a folder of its own speaks for. */
export function ownerFolder(folder: string): string {
  const inner =
    /(?:^|\/)(?:node_modules|requirements|reqs|constraints|gradle|vendor|\.?venv|conda-meta|[^/]+\.xc(?:odeproj|workspace))(?:\/|$)/.exec(
      folder,
    )
  return inner === null ? folder : folder.slice(0, inner.index)
}

function foldersUpFrom(folder: string): readonly string[] {
  const folders = [folder]
  for (let at = folder; at !== ''; folders.push(at)) at = folderOf(at)
  return folders
}
