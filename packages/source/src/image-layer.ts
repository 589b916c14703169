import { createHash } from 'node:crypto'
import { compressionOf } from './archive-kind.ts'
import type { PlacedMember } from './apply-members.ts'
import type { ArchiveProblem, InflateBudget } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import { inflateInto, piecesOf } from './decompress.ts'
import type { Limits } from './limits.ts'
import type { RandomAccess } from './random-access.ts'
import { windowAccess } from './random-access.ts'
import type { Spool } from './spool.ts'
import { tarStream } from './tar.ts'

/** Which files of a compressed layer to keep: path, bytes, and the first 16 of them. Others are known and cannot be opened. */
export type KeepFile = (path: string, size: number, head: Uint8Array) => boolean

export interface LayerContent {
  readonly members: readonly PlacedMember[]
  /** `sha256:` of the blob as stored, and of the tar in it. */
  readonly digest: string
  readonly diffId: string
  readonly problems: readonly ArchiveProblem[]
}

export interface LayerReading {
  readonly keep: KeepFile
  readonly spool: Spool
  readonly budget: InflateBudget
  readonly limits: Limits
  /** `sha512` when the blob is named by that. */
  readonly algorithm: string
}

/**
 * Reads a layer in one pass: lists it, hashes it, and of a compressed one puts the files to keep aside. A damaged layer gives what
 * came before the damage, and a problem.
 */
export async function readLayer(blob: RandomAccess, { keep, spool, budget, limits, algorithm }: LayerReading): Promise<LayerContent> {
  const compression = compressionOf(blob.read(0, 6))
  const members: PlacedMember[] = []
  const isPlain = compression === null
  let keptEnd = spool.size
  const stream = tarStream(
    {
      member(member, head) {
        const { size, offset } = member
        if (isPlain || member.kind !== 'file') {
          members.push({ member, content: isPlain && !member.sparse ? () => windowAccess(blob, offset, size) : null })
          return null
        }
        if (member.sparse || !keep(member.path, size, head)) {
          members.push({ member, content: null })
          return null
        }
        const place = spool.size
        members.push({ member, content: () => spool.access(place, size) })
        keptEnd = place + size
        return (data) => spool.append(data)
      },
    },
    limits,
  )
  const stored = createHash(algorithm)
  const plain = createHash('sha256')
  const problems: ArchiveProblem[] = []
  try {
    const pieces = piecesOf(blob, (piece) => void (isPlain && algorithm === 'sha256' ? null : stored.update(piece)))
    await inflateInto(pieces, compression, (piece) => {
      budget.remaining -= isPlain ? 0 : piece.length
      if (budget.remaining < 0) throw new ArchiveRefused('limit-exceeded', `the image unfolds to more than ${limits.inflatedBytes} bytes`)
      plain.update(piece)
      stream.push(piece)
    })
  } catch (error) {
    if (!(error instanceof ArchiveRefused)) throw error
    problems.push({ code: error.code, effect: 'incomplete', detail: error.message })
  }
  problems.push(...stream.end())
  // The data of the last file is cut off; what follows in the spool is another layer's.
  if (spool.size < keptEnd) members.pop()
  const diffId = 'sha256:' + plain.digest('hex')
  const digest = isPlain && algorithm === 'sha256' ? diffId : `${algorithm}:${stored.digest('hex')}`
  return { members, diffId, digest, problems }
}
