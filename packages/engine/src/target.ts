import { basename, dirname, resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem, Target } from '@cupel/model'
import { keepsFile } from '@cupel/inventory'
import type { ExtractorEntry } from '@cupel/inventory'
import { ArchiveRefused, fileTree, folderTree, LeavesTree, openTarget as openPath, ReadFailed } from '@cupel/source'
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
export async function openTarget(
  path: string,
  options: { cwd: string; limits: Limits; extractors: readonly ExtractorEntry[] },
): Promise<OpenTarget> {
  const absolute = resolve(options.cwd, path)
  const opened = await open(absolute, path, options)
  const target: Target = { kind: opened.kind, name: path, digest: opened.digest }
  if (opened.kind !== 'file') return { tree: opened.tree, target, problems: opened.problems, file: null, close: opened.close }
  const file = basename(absolute)
  return { tree: neighbourhood(absolute, file, options.limits), target, problems: opened.problems, file, close: opened.close }
}

/**
 * A lock file is read with its manifest beside it, so its tree is its folder and the walk is that one file. A named link that leads
 * elsewhere is what the user asked for; it is read alone.
 */
function neighbourhood(absolute: string, file: string, limits: Limits): Tree {
  const folder = folderTree(dirname(absolute), limits)
  try {
    folder.open(file)?.close()
    return folder
  } catch (error) {
    if (error instanceof LeavesTree) return fileTree(absolute)
    throw error
  }
}

async function open(
  absolute: string,
  given: string,
  { limits, extractors }: { limits: Limits; extractors: readonly ExtractorEntry[] },
): Promise<OpenedTarget> {
  let keep: ReturnType<typeof keepsFile> | undefined
  try {
    return await openPath(absolute, { limits, keep: (path, size, head) => (keep ??= keepsFile(extractors))(path, size, head) })
  } catch (error) {
    if (error instanceof ArchiveRefused) throw documentInvalid(given, error.message, { cause: error })
    if (error instanceof ReadFailed || (error instanceof Error && 'code' in error)) throw targetMissing(given, error)
    throw error
  }
}
