import type { Problem } from '@cupel/model'
import type { RandomAccess } from './random-access.ts'

/** One regular file that a walk meets. */
export interface TreeFile {
  /** Relative to the tree, with `/`, no leading `/`, no `.` or `..` segments. */
  readonly path: string
  /** Last segment of `path`. */
  readonly name: string
  /** Digest (diff id) of the image layer the file comes from. */
  readonly layer?: string
}

/** What the visitor of a walk is told about a folder; it answers which of its subfolders not to enter. */
export interface TreeFolder {
  readonly path: string
  readonly files: readonly string[]
  readonly folders: readonly string[]
  /**
   * Symbolic links, whatever they lead to; never in `files` or `folders`, and never walked. `open` follows one that ends at a
   * regular file of the tree, answers null for one that ends at a folder or nowhere, and throws LeavesTree for one that leaves.
   */
  readonly links?: readonly string[]
}

/**
 * A tree to read: a folder of the disk, a container image, an archive, a single file. Synchronous. Links that leave the tree
 * are never followed. Paths are checked: a path with `..` that leaves the tree reads as absent.
 */
export interface Tree {
  readonly kind: 'folder' | 'file' | 'image' | 'archive'
  /**
   * Visits every folder, parents first, names sorted by code unit. `enter(folder)` returns the names of subfolders to walk.
   * Problems (unreadable folder, limits, unsafe links) are handed to `problem` and the walk goes on.
   */
  walk(enter: (folder: TreeFolder) => readonly string[], problem: (problem: Problem) => void): void
  /** null when there is no regular file at `path`; throws ReadFailed when it is there and cannot be read. */
  open(path: string): OpenFile | null
  /** Names in a folder, sorted; folders end with `/`. Empty when absent. */
  list(path: string): readonly string[]
  /**
   * Images only: the file at `path` as each layer that changed it left it, lowest layer first, the one `open` gives last.
   * Empty when there is none. Tells which layer brought a record of a database that several layers rewrite.
   */
  versions?(path: string): readonly OpenFile[]
}

export interface OpenFile extends RandomAccess {
  /** Digest (diff id) of the image layer the file comes from. */
  readonly layer?: string
  close(): void
}

/** The operating system or the archive refused a file that is there. */
export class ReadFailed extends Error {
  override readonly name: string = 'ReadFailed'
}

/** A link of the tree leads out of it. Nothing was opened. */
export class LeavesTree extends ReadFailed {
  override readonly name = 'LeavesTree'
}
