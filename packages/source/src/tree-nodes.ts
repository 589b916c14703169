import type { RandomAccess } from './random-access.ts'

/** A regular file of a tree that is built from archives. */
export interface FileNode {
  readonly kind: 'file'
  readonly size: number
  /** Diff id of the image layer; empty in a plain archive. */
  readonly layer: string
  /** null: the file is known and its bytes were not kept. */
  readonly content: (() => RandomAccess) | null
  /** The same file as lower layers left it. */
  readonly older: FileNode | null
}

interface LinkNode {
  readonly kind: 'link'
  readonly target: string
}

export interface FolderNode {
  readonly kind: 'folder'
  readonly children: Map<string, TreeNode>
}

type TreeNode = FileNode | LinkNode | FolderNode

export function emptyFolder(): FolderNode {
  return { kind: 'folder', children: new Map() }
}

/** As many as Linux follows before it gives up. */
const MAX_LINKS = 40

/**
 * The node at a path, every link resolved as if the tree were the whole file system: an absolute target starts at its top and
 * `..` never rises above it, so nothing outside can be named. null when there is none, or links go in circles.
 */
export function nodeAt(root: FolderNode, path: string): FileNode | FolderNode | null {
  const pending = path.split('/').reverse()
  const folders: FolderNode[] = [root]
  let links = 0
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (folders.length > 1) folders.pop()
      continue
    }
    const node = (folders[folders.length - 1] as FolderNode).children.get(name)
    if (node === undefined) return null
    if (node.kind === 'folder') folders.push(node)
    else if (node.kind === 'file') return pending.every((rest) => rest === '') ? node : null
    else {
      if (++links > MAX_LINKS) return null
      if (node.target.startsWith('/')) folders.length = 1
      for (const part of node.target.split('/').reverse()) pending.push(part)
    }
  }
  return folders[folders.length - 1] as FolderNode
}

/**
 * The folder at a path for writing into: links to folders are followed, what is missing or no folder becomes one. null when that
 * would make more folders than `budget` allows.
 */
export function folderFor(root: FolderNode, parts: readonly string[], budget: { folders: number }): FolderNode | null {
  let folder = root
  for (const [depth, name] of parts.entries()) {
    const child = folder.children.get(name)
    if (child?.kind === 'folder') {
      folder = child
      continue
    }
    const linked = child?.kind === 'link' ? nodeAt(root, parts.slice(0, depth + 1).join('/')) : null
    if (linked?.kind === 'folder') {
      folder = linked
      continue
    }
    if (--budget.folders < 0) return null
    const made = emptyFolder()
    folder.children.set(name, made)
    folder = made
  }
  return folder
}
