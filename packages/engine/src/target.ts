import { basename, dirname, resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem, Target } from '@cupel/model'
import { ArchiveRefused, folderTree, openTarget as openPath, ReadFailed } from '@cupel/source'
import type { Limits, OpenedTarget, Tree } from '@cupel/source'

/** A target ready to be walked. `file` is set when the user named one file: only it is read, its neighbours may be consulted. */
export interface OpenTarget {
  readonly tree: Tree
  readonly target: Target
  readonly problems: readonly Problem[]
  readonly file: string | null
  close(): void
}

/** Opens a folder, a file, an archive or a container image. Throws CupelError when nothing at `path` can be opened. */
export async function openTarget(path: string, options: { cwd: string; limits: Limits }): Promise<OpenTarget> {
  const absolute = resolve(options.cwd, path)
  const opened = await open(absolute, path, options.limits)
  const target: Target = { kind: opened.kind, name: path, digest: opened.digest }
  if (opened.kind !== 'file') return { tree: opened.tree, target, problems: opened.problems, file: null, close: opened.close }
  // A lock file is read with its manifest beside it, so the tree is its folder and the walk is that one file.
  return {
    tree: folderTree(dirname(absolute), options.limits),
    target,
    problems: opened.problems,
    file: basename(absolute),
    close: opened.close,
  }
}

async function open(absolute: string, given: string, limits: Limits): Promise<OpenedTarget> {
  try {
    return await openPath(absolute, { limits })
  } catch (error) {
    if (error instanceof ArchiveRefused) throw documentInvalid(given, error.message, { cause: error })
    if (error instanceof ReadFailed || (error instanceof Error && 'code' in error)) throw targetMissing(given, error)
    throw error
  }
}
