import { realpathSync, statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { Problem } from '@cupel/model'
import { archiveKind, HEAD_BYTES } from './archive-kind.ts'
import { openDiskFile } from './disk-file.ts'
import { fileTree, folderTree } from './folder-tree.ts'
import type { ImageLayer, ImageOptions } from './image.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { OpenFile, Tree } from './tree.ts'
import { ReadFailed } from './tree.ts'

/** What a path of the disk turned out to be, open for reading. */
export interface OpenedTarget {
  readonly kind: Tree['kind']
  readonly tree: Tree
  /** Images only; otherwise empty. */
  readonly name: string
  readonly digest: string
  readonly platform: string
  readonly layers: readonly ImageLayer[]
  /** Found while opening; the walk has its own. */
  readonly problems: readonly Problem[]
  close(): void
}

/**
 * Opens what a path leads to: a folder, a container image (OCI layout as folder or archive, `docker save`), an archive (tar, tar.gz,
 * tar.zst, zip) or any other file. Told by content; but a zip not named `.zip` is a file, unless `isPackage` denies it. Throws the system's error
 * when there is nothing, ArchiveRefused or ReadFailed when it cannot be read at all.
 */
export async function openTarget(path: string, options: ImageOptions = {}): Promise<OpenedTarget> {
  const limits = options.limits ?? DEFAULT_LIMITS
  if (statSync(path).isDirectory()) {
    const tree = folderTree(path, limits)
    if (!IMAGE_FILES.some((name) => isThere(tree, name))) return plain(tree)
    const { isImageStore } = await import('./image.ts')
    return isImageStore(tree) ? asImage(tree, options, () => {}) : plain(tree)
  }
  const file = openDiskFile(realpathSync.native(resolve(path)))
  if (file === null) throw new ReadFailed('not a regular file')
  const kind = archiveKind(file.read(0, HEAD_BYTES))
  if (kind === null || (kind === 'zip' && extname(path).toLowerCase() !== '.zip' && options.isPackage?.(basename(path)) !== false)) {
    file.close()
    return plain(fileTree(path))
  }
  return openPacked(path, file, options)
}

/** One of these stands in every image store; without them no code for images is loaded. */
const IMAGE_FILES = ['oci-layout', 'manifest.json', 'repositories']

function isThere(tree: Tree, name: string): boolean {
  try {
    const file = tree.open(name)
    file?.close()
    return file !== null
  } catch {
    return false
  }
}

async function openPacked(path: string, file: OpenFile, options: ImageOptions): Promise<OpenedTarget> {
  const [{ openArchive }, { isImageStore }] = await Promise.all([import('./archive-tree.ts'), import('./image.ts')])
  try {
    const archive = await openArchive(file, options.limits ?? DEFAULT_LIMITS)
    if (archive === null) {
      file.close()
      return plain(fileTree(path))
    }
    const close = () => {
      archive.close()
      file.close()
    }
    if (isImageStore(archive.tree)) return await asImage(archive.tree, options, close, archive.problems)
    return { ...plain(archive.tree), problems: archive.problems, close }
  } catch (error) {
    file.close()
    throw error
  }
}

function plain(tree: Tree): OpenedTarget {
  return { kind: tree.kind, tree, name: '', digest: '', platform: '', layers: [], problems: [], close: () => {} }
}

async function asImage(store: Tree, options: ImageOptions, closeStore: () => void, found: readonly Problem[] = []): Promise<OpenedTarget> {
  const { openImageIn } = await import('./image.ts')
  const image = await openImageIn(store, options)
  const close = () => {
    image.close()
    closeStore()
  }
  return { ...image, kind: 'image', problems: [...found, ...image.problems], close }
}
