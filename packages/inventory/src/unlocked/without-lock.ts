import { folderOf, nameOf } from '@cupel/source'
import { manifestKind } from './manifest-locks.ts'

/** Packages that were put there whole: their manifests are theirs, not the project's. */
const VENDORED = /(?:^|\/)(?:node_modules|bower_components|vendor|site-packages|dist-packages|gems|Pods|Carthage|\.cargo|\.venv|venv)\//

/** Manifests without an answering lock in their folder or one above it. `locks`: path and reader of every file that was read. */
export function withoutLock(
  manifests: readonly string[],
  locks: readonly { readonly path: string; readonly by: string }[],
): readonly string[] {
  const foldersBy = new Map<string, Set<string>>()
  for (const { path, by } of locks) foldersBy.set(by, (foldersBy.get(by) ?? new Set()).add(ownerFolder(folderOf(path))))
  return manifests.filter(
    (path) => !VENDORED.test(path) && !manifestKind(nameOf(path))?.locks.some((by) => coversFolder(foldersBy.get(by), folderOf(path))),
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
