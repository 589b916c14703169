import type { Problem } from '@cupel/model'
import { archiveKind, HEAD_BYTES, isTarStart } from './archive-kind.ts'
import type { PlacedMember } from './apply-members.ts'
import { applyMembers } from './apply-members.ts'
import type { ArchiveProblem } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { inflateInto, piecesOf } from './decompress.ts'
import type { Limits } from './limits.ts'
import { nodeTree } from './node-tree.ts'
import type { RandomAccess } from './random-access.ts'
import { bufferAccess, windowAccess } from './random-access.ts'
import { openSpool } from './spool.ts'
import { listTar } from './tar.ts'
import type { Tree } from './tree.ts'
import { emptyFolder } from './tree-nodes.ts'
import { openZip } from './zip.ts'

export interface OpenedArchive {
  readonly tree: Tree
  readonly problems: readonly Problem[]
  /** Frees what was unpacked; the tree cannot be read after it. The file itself stays the caller's to close. */
  close(): void
}

/**
 * A tar (plain, gzip, zstd) or zip as a tree. A plain one is read in place; a compressed tar is inflated to a temporary file. null
 * when the file is neither, by its content; throws ArchiveRefused when it is damaged from its start or over a limit.
 */
export async function openArchive(file: RandomAccess, limits: Limits): Promise<OpenedArchive | null> {
  const kind = archiveKind(file.read(0, HEAD_BYTES))
  if (kind === null) return null
  if (kind === 'tar') return tarTree(file, limits, () => {})
  if (kind === 'zip') return zipTree(file, limits)
  const compression = kind
  const spool = openSpool()
  let isTar = true
  let checked = false
  try {
    const cut = await inflateTar()
    if (!isTar || !checked) {
      spool.close()
      return null
    }
    return tarTree(spool.access(0, spool.size), limits, () => spool.close(), cut)
  } catch (error) {
    spool.close()
    throw error
  }

  /** What broke while inflating; what came before it is in the spool. */
  async function inflateTar(): Promise<readonly ArchiveProblem[]> {
    try {
      await inflateInto(piecesOf(file), compression, (piece) => {
        if (spool.size + piece.length > limits.inflatedBytes)
          throw new ArchiveRefused('limit-exceeded', `more than ${limits.inflatedBytes} bytes unfolded`)
        spool.append(piece)
        if (checked || spool.size < HEAD_BYTES) return
        checked = true
        isTar = isTarStart(spool.access(0, HEAD_BYTES).read(0, HEAD_BYTES))
        if (!isTar) throw new ArchiveRefused('unsupported-content', 'compressed, but no tar')
      })
      return []
    } catch (error) {
      if (!(error instanceof ArchiveRefused) || (isTar && spool.size === 0)) throw error
      return [{ code: error.code, effect: 'incomplete', detail: error.message }]
    }
  }
}

function tarTree(file: RandomAccess, limits: Limits, close: () => void, cut: readonly ArchiveProblem[] = []): OpenedArchive {
  const { members, problems } = listTar(file, limits)
  const placed = members.map((member): PlacedMember => ({
    member,
    content: member.sparse ? null : () => windowAccess(file, member.offset, member.size),
  }))
  return built(placed, [...cut, ...problems], limits, close)
}

const LINK_BYTES = 4096

function zipTree(file: RandomAccess, limits: Limits): OpenedArchive {
  const zip = openZip(file, { limits })
  const problems: ArchiveProblem[] = [...zip.problems]
  const placed: PlacedMember[] = []
  for (const entry of zip.entries) {
    const { path, size, offset } = entry
    if (!entry.link)
      placed.push({ member: { path, kind: 'file', target: '', size, offset, sparse: false }, content: () => zip.open(entry) })
    else if (size <= LINK_BYTES) {
      const target = new TextDecoder().decode(zip.read(entry))
      placed.push({ member: { path, kind: 'link', target, size: 0, offset, sparse: false }, content: () => bufferAccess(new Uint8Array()) })
    }
  }
  return built(placed, problems, limits, () => {})
}

function built(placed: readonly PlacedMember[], problems: readonly ArchiveProblem[], limits: Limits, close: () => void): OpenedArchive {
  const root = emptyFolder()
  const applied = applyMembers(root, placed, { layer: '', limits })
  return {
    tree: nodeTree('archive', root, limits),
    problems: [...problems, ...applied].map((problem) => ({ ...problem, path: '' })),
    close,
  }
}
