import type { Problem } from '@cupel/model'
import { DEFAULT_LIMITS } from '../limits.ts'
import { nodeTree } from '../node-tree.ts'
import { resolvePath } from '../paths.ts'
import type { Tree } from '../tree.ts'
import { LeavesTree } from '../tree.ts'
import type { FileNode, FolderNode } from '../tree-nodes.ts'
import { emptyFolder, folderFor } from '../tree-nodes.ts'
import type { BlobStore } from './blob-store.ts'
import { openBlobStore } from './blob-store.ts'
import { readObjects } from './read-objects.ts'
import type { GitPlace } from './run-git.ts'
import { listTree } from './tree-entries.ts'
import type { GitTreeEntry } from './tree-entries.ts'

/** The files of a commit as a tree, no work tree needed. */
export interface GitTree extends Tree {
  readonly commit: string
  /** Submodules: folders of other repositories, empty here. */
  readonly submodules: readonly { readonly path: string; readonly commit: string }[]
  /** Paths of files that are marked as programs. */
  readonly executables: ReadonlySet<string>
  /** Names that cannot be files of a folder, and links that leave the tree. */
  readonly problems: readonly Problem[]
  /** Frees the temporary file; contents cannot be read after it. */
  close(): void
}

const LINK_BYTES = 4096

/** The tree of a commit, exactly as recorded: no filters, line ends or export attributes. Contents are fetched when opened. */
export async function openGitTree(place: GitPlace, commit: string): Promise<GitTree> {
  const entries = await listTree(place, commit)
  const problems: Problem[] = []
  const kept = entries.filter((entry) => isKept(entry, problems)).slice(0, place.limits.files)
  if (entries.length > place.limits.files)
    problems.push({
      code: 'limit-exceeded',
      effect: 'incomplete',
      path: '',
      detail: `more than ${place.limits.files} files; the rest was not read`,
    })
  const files = kept.filter((entry) => entry.kind === 'file')
  const store = openBlobStore(place, files)
  const root = emptyFolder()
  for (const [index, { path, size }] of files.entries()) addNode(root, path, fileNode(store, index, size))
  const leaving = await addLinks(
    place,
    root,
    kept.filter((entry) => entry.kind === 'link'),
  )
  for (const { path } of kept.filter((entry) => entry.kind === 'submodule')) folderFor(root, path.split('/'), { folders: Infinity })
  for (const path of leaving)
    problems.push({ code: 'unsafe-path', effect: 'note', path, detail: 'the link leads out of the tree; not followed' })
  const tree = nodeTree('archive', root, DEFAULT_LIMITS)
  return {
    kind: 'folder',
    walk: (enter, problem) => tree.walk(enter, problem),
    open(path) {
      if (leaving.has(resolvePath('', path) ?? '')) throw new LeavesTree('the link leads out of the commit')
      return tree.open(path)
    },
    list: (path) => tree.list(path),
    commit,
    submodules: kept.filter((entry) => entry.kind === 'submodule').map(({ path, id }) => ({ path, commit: id })),
    executables: new Set(files.filter((entry) => entry.executable).map((entry) => entry.path)),
    problems,
    close: () => store.close(),
  }
}

function isKept({ path }: GitTreeEntry, problems: Problem[]): boolean {
  const shown = path.replaceAll(/\p{Cc}/gu, '\ufffd')
  if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git')) {
    problems.push({ code: 'unsafe-path', effect: 'incomplete', path: shown, detail: 'a name that git never checks out; not read' })
    return false
  }
  if (!path.includes('\ufffd')) return true
  problems.push({ code: 'unreadable', effect: 'incomplete', path: shown, detail: 'the name of the file is not UTF-8; it was not read' })
  return false
}

function fileNode(store: BlobStore, index: number, size: number): FileNode {
  return { kind: 'file', size, layer: '', content: () => store.open(index), older: null }
}

function addNode(root: FolderNode, path: string, node: FileNode | { readonly kind: 'link'; readonly target: string }): void {
  const parts = path.split('/')
  const name = parts.pop() as string
  folderFor(root, parts, { folders: Infinity })?.children.set(name, node)
}

/** Adds links after the files, so that none of them can stand in for a folder that files were put in. Answers those that leave the tree. */
async function addLinks(place: GitPlace, root: FolderNode, links: readonly GitTreeEntry[]): Promise<ReadonlySet<string>> {
  const leaving = new Set<string>()
  if (links.length === 0) return leaving
  let at = 0
  for await (const objects of readObjects(
    place,
    links.map((link) => link.id),
  )) {
    for (const { bytes } of objects) {
      const { path } = links[at++] as GitTreeEntry
      const target = bytes === null || bytes.length > LINK_BYTES ? '' : Buffer.from(bytes).toString('utf8')
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
      if (resolvePath(folder, target) === null) leaving.add(path)
      addNode(root, path, { kind: 'link', target: leaving.has(path) ? '' : target })
    }
  }
  return leaving
}
