import { folderOf, nameOf } from '@cupel/source'
import { manifestKind } from './manifest-locks.ts'

/** Packages that were put there whole: their manifests are theirs, not the project's. */
const VENDORED = /(?:^|\/)(?:node_modules|bower_components|vendor|site-packages|dist-packages|gems|Pods|Carthage|\.cargo|\.venv|venv)\//

interface ReadLock {
  readonly path: string
  readonly by: string
  /** Folders of the projects it states, where its format states them all: it answers for no other folder but its own. */
  readonly projects?: readonly string[]
}

/** Manifests without an answering lock in their folder or one above it. `locks`: every file that was read. */
export function withoutLock(manifests: readonly string[], locks: readonly ReadLock[]): readonly string[] {
  const foldersBy = new Map<string, Set<string>>()
  const exactly = new Map<string, Set<string>>()
  for (const { path, by, projects } of locks) {
    const own = ownerFolder(folderOf(path))
    const known = projects === undefined ? foldersBy : exactly
    const folders = known.get(by) ?? new Set()
    for (const folder of [own, ...(projects ?? [])]) folders.add(folder)
    known.set(by, folders)
  }
  return manifests.filter(
    (path) =>
      !VENDORED.test(path) &&
      !manifestKind(nameOf(path))?.locks.some(
        (by) => exactly.get(by)?.has(folderOf(path)) === true || coversFolder(foldersBy.get(by), folderOf(path)),
      ),
  )
}

/** The folder of the project that a lock in a folder of its own speaks for. */
function ownerFolder(folder: string): string {
  const inner =
    /(?:^|\/)(?:node_modules|requirements|constraints|gradle|vendor|\.?venv|conda-meta|[^/]+\.xc(?:odeproj|workspace))(?:\/|$)/.exec(folder)
  return inner === null ? folder : folder.slice(0, inner.index)
}

function coversFolder(folders: ReadonlySet<string> | undefined, folder: string): boolean {
  if (folders === undefined) return false
  for (let at = folder; ; at = folderOf(at)) {
    if (folders.has(at)) return true
    if (at === '') return false
  }
}
