import type { ArchiveProblem } from './archive-refused.ts'
import type { Limits } from './limits.ts'
import { folderOf, nameOf } from './paths.ts'
import type { RandomAccess } from './random-access.ts'
import type { TarMember } from './tar-entries.ts'
import type { FileNode, FolderNode } from './tree-nodes.ts'
import { emptyFolder, folderFor, nodeAt } from './tree-nodes.ts'

/** A member with the place of its bytes; null where they were not kept. */
export interface PlacedMember {
  readonly member: TarMember
  readonly content: (() => RandomAccess) | null
}

export interface ApplyOptions {
  /** Diff id of the image layer; empty for a plain archive, in which `.wh.` names mean nothing. */
  readonly layer: string
  readonly limits: Limits
}

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'
/** Longest real path of Linux has half as many segments as it has bytes. */
const MAX_SEGMENTS = 2048

/**
 * Puts the members of a tar over what `root` holds. In an image layer `.wh.name` removes what lower layers have there and
 * `.wh..wh..opq` all they have in its folder, wherever in the tar the marks stand (OCI image-spec, layer.md "Whiteouts").
 */
export function applyMembers(
  root: FolderNode,
  placed: readonly PlacedMember[],
  { layer, limits }: ApplyOptions,
): readonly ArchiveProblem[] {
  const isLayer = layer !== ''
  if (isLayer) for (const { member } of placed) removeMarked(root, member.path)
  let lost = 0
  let over = 0
  const budget = { folders: limits.entries }
  for (const { member, content } of placed) {
    const name = nameOf(member.path)
    if (isLayer && name.startsWith(WHITEOUT)) continue
    const parts = member.path.split('/')
    const folder = parts.length > MAX_SEGMENTS ? null : folderFor(root, parts.slice(0, -1), budget)
    if (folder === null) {
      over++
      continue
    }
    const present = folder.children.get(name)
    if (member.kind === 'folder') {
      if (present?.kind !== 'folder') folder.children.set(name, emptyFolder())
    } else if (member.kind === 'link') folder.children.set(name, { kind: 'link', target: member.target })
    else {
      const older = present?.kind === 'file' && present.layer !== layer ? present : null
      const file = member.kind === 'file' ? { size: member.size, content } : nodeAt(root, member.target)
      if (file === null || 'children' in file) lost++
      else folder.children.set(name, fileNode(file, layer, older))
    }
  }
  const problems: ArchiveProblem[] = []
  if (lost > 0)
    problems.push({ code: 'malformed', effect: 'incomplete', detail: `${lost} hard links to files that are not in the archive` })
  if (over > 0) problems.push({ code: 'limit-exceeded', effect: 'incomplete', detail: `${over} members in folders too deep or too many` })
  return problems
}

function fileNode({ size, content }: Pick<FileNode, 'size' | 'content'>, layer: string, older: FileNode | null): FileNode {
  return { kind: 'file', size, content, layer, older }
}

function removeMarked(root: FolderNode, path: string): void {
  const name = nameOf(path)
  if (!name.startsWith(WHITEOUT)) return
  const folder = nodeAt(root, folderOf(path))
  if (folder?.kind !== 'folder') return
  if (name === OPAQUE) folder.children.clear()
  else folder.children.delete(name.slice(WHITEOUT.length))
}
