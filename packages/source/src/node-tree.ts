import type { Limits } from './limits.ts'
import { resolvePath } from './paths.ts'
import type { OpenFile, Tree } from './tree.ts'
import { ReadFailed } from './tree.ts'
import type { FileNode, FolderNode } from './tree-nodes.ts'
import { nodeAt } from './tree-nodes.ts'

/** Nodes built from archives as a tree to read. */
export function nodeTree(kind: 'image' | 'archive', root: FolderNode, limits: Limits): Tree {
  function fileAt(path: string): FileNode | null {
    const clean = resolvePath('', path)
    const node = clean === null ? null : nodeAt(root, clean)
    return node?.kind === 'file' ? node : null
  }
  return {
    kind,
    walk(enter, problem) {
      const pending: { readonly path: string; readonly folder: FolderNode; readonly depth: number }[] = [
        { path: '', folder: root, depth: 0 },
      ]
      for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
        const { path, folder, depth } = at
        const next = enter({ path, ...namesOf(folder) })
        if (next.length > 0 && depth >= limits.depth) {
          const detail = `folders nested more than ${limits.depth} deep; deeper ones were not walked`
          problem({ code: 'limit-exceeded', effect: 'incomplete', path, detail })
          continue
        }
        for (const name of [...next].reverse()) {
          const child = folder.children.get(name)
          if (child?.kind === 'folder') pending.push({ path: path === '' ? name : path + '/' + name, folder: child, depth: depth + 1 })
        }
      }
    },
    open(path) {
      const file = fileAt(path)
      return file === null ? null : opened(file)
    },
    list(path) {
      const clean = resolvePath('', path)
      const node = clean === null ? null : nodeAt(root, clean)
      if (node?.kind !== 'folder') return []
      return [...node.children].map(([name, child]) => (child.kind === 'folder' ? name + '/' : name)).sort()
    },
    versions(path) {
      const found: OpenFile[] = []
      for (let file = fileAt(path); file !== null; file = file.older) if (file.content !== null) found.push(opened(file))
      return found.reverse()
    },
  }
}

function namesOf({ children }: FolderNode) {
  const files: string[] = []
  const folders: string[] = []
  const links: string[] = []
  for (const [name, { kind }] of children) (kind === 'file' ? files : kind === 'folder' ? folders : links).push(name)
  files.sort()
  folders.sort()
  return links.length === 0 ? { files, folders } : { files, folders, links: links.sort() }
}

function opened({ content, layer }: FileNode): OpenFile {
  if (content === null) throw new ReadFailed('the bytes of the file were not kept when its archive was unpacked, or it is sparse')
  const file = content()
  const close = () => {}
  return layer === ''
    ? { size: file.size, read: (offset, length) => file.read(offset, length), close }
    : { size: file.size, read: (offset, length) => file.read(offset, length), close, layer }
}
