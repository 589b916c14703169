import { realpathSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import type { Problem } from '@cupel/model'
import { openArchive } from './archive-tree.ts'
import { openDiskFile } from './disk-file.ts'
import { fileTree, folderTree } from './folder-tree.ts'
import type { ImageLayer, ImageOptions } from './image.ts'
import { isImageStore, openImageIn } from './image.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Tree } from './tree.ts'
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

/** Zips by content that are read as one file, because a package of their own is described inside. */
const ARCHIVE_EXTENSIONS = new Set(['.zip', '.tar', '.tgz', '.gz', '.tzst', '.zst', '.oci', ''])

/**
 * Opens what a path leads to: a folder, a container image (OCI layout as folder or archive, `docker save`), an archive (tar, tar.gz,
 * tar.zst, zip) or any other file. Told by content; a zip named otherwise than `.zip` (jar, whl) is a file. Throws the
 * system's error when there is nothing, ArchiveRefused or ReadFailed when it cannot be read at all.
 */
export async function openTarget(path: string, options: ImageOptions = {}): Promise<OpenedTarget> {
  const limits = options.limits ?? DEFAULT_LIMITS
  if (statSync(path).isDirectory()) {
    const tree = folderTree(path, limits)
    return isImageStore(tree) ? asImage(tree, options, () => {}) : plain(tree)
  }
  if (!ARCHIVE_EXTENSIONS.has(extname(path).toLowerCase())) return plain(fileTree(path))
  const file = openDiskFile(realpathSync.native(resolve(path)))
  if (file === null) throw new ReadFailed('not a regular file')
  try {
    const archive = await openArchive(file, limits)
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
  const image = await openImageIn(store, options)
  const close = () => {
    image.close()
    closeStore()
  }
  return { ...image, kind: 'image', problems: [...found, ...image.problems], close }
}
