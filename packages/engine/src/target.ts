import { basename, extname, resolve } from 'node:path'
import { documentInvalid, targetMissing } from '@cupel/model'
import type { Problem, Target } from '@cupel/model'
import { keepsFile, placedFile } from '@cupel/inventory'
import type { ExtractorEntry } from '@cupel/inventory'
import { ArchiveRefused, fileTree, folderTree, LeavesTree, openTarget as openPath, ReadFailed } from '@cupel/source'
import type { Limits, OpenedTarget, Tree } from '@cupel/source'

/** A target ready to be walked. `file` is set when the user named one file: only it is read, its neighbours may be consulted. */
export interface OpenTarget {
  readonly tree: Tree
  readonly target: Target
  readonly problems: readonly Problem[]
  readonly file: string | null
  /** Extractor for that file where its name does not tell. */
  readonly as?: string
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
  const file = basename(absolute)
  if (opened.kind === 'archive' && isJar(opened.tree, absolute)) {
    opened.close()
    const jar = { ...target, kind: 'file' as const }
    return { ...neighbourhood(absolute, file, options.limits), target: jar, problems: [], as: 'java-archive', close: () => {} }
  }
  if (opened.kind !== 'file') return { tree: opened.tree, target, problems: opened.problems, file: null, close: opened.close }
  const placed = await placedFile(absolute.replaceAll('\\', '/'), options.extractors)
  return { ...neighbourhood(absolute, placed ?? file, options.limits), target, problems: opened.problems, close: opened.close }
}

/** A jar under a name of its own: what it is stands in its manifest (JAR File Specification). A `.zip` may hold more than the jar would tell. */
function isJar(tree: Tree, path: string): boolean {
  if (extname(path).toLowerCase() === '.zip') return false
  const manifest = tree.open('META-INF/MANIFEST.MF')
  manifest?.close()
  if (manifest === null) return false
  const file = fileTree(path).open(basename(path))
  const isZip = file?.read(0, 2).join() === '80,75'
  file?.close()
  return isZip
}

/**
 * A lock file is read with its manifest beside it, so its tree is its folder and the walk is that one file. What is told by where it
 * lies has the folder in which that path begins. A named link that leads elsewhere is what the user asked for; it is read alone.
 */
function neighbourhood(absolute: string, file: string, limits: Limits): Pick<OpenTarget, 'tree' | 'file'> {
  const folder = folderTree(resolve(absolute, ...file.split('/').map(() => '..')), limits)
  try {
    folder.open(file)?.close()
    return { tree: folder, file }
  } catch (error) {
    if (error instanceof LeavesTree) return { tree: fileTree(absolute), file: basename(absolute) }
    throw error
  }
}

const NO_BYTES = new Uint8Array()

async function open(
  absolute: string,
  given: string,
  { limits, extractors }: { limits: Limits; extractors: readonly ExtractorEntry[] },
): Promise<OpenedTarget> {
  let keep: ReturnType<typeof keepsFile> | undefined
  try {
    return await openPath(absolute, {
      limits,
      keep: (path, size, head) => (keep ??= keepsFile(extractors))(path, size, head),
      isPackage: (name) => (keep ??= keepsFile(extractors))(name, Number.MAX_SAFE_INTEGER, NO_BYTES),
    })
  } catch (error) {
    if (error instanceof ArchiveRefused) throw documentInvalid(given, error.message, { cause: error })
    if (error instanceof ReadFailed || (error instanceof Error && 'code' in error)) throw targetMissing(given, error)
    throw error
  }
}
