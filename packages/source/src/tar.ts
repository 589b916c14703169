import type { ArchiveProblem } from './archive-refused.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { RandomAccess } from './random-access.ts'
import type { TarMember } from './tar-entries.ts'
import { tarEntries } from './tar-entries.ts'
import { paddedSize, TAR_BLOCK } from './tar-header.ts'

export interface TarListing {
  readonly members: readonly TarMember[]
  readonly problems: readonly ArchiveProblem[]
}

/** Lists a plain tar by its headers; the data between them is not read. */
export function listTar(file: RandomAccess, limits: Limits = DEFAULT_LIMITS): TarListing {
  const members: TarMember[] = []
  const entries = tarEntries(limits.members)
  let at = 0
  for (;;) {
    if (at + TAR_BLOCK > file.size) {
      entries.cut(file.size, at > file.size || file.size % TAR_BLOCK !== 0)
      break
    }
    const step = entries.header(asBuffer(file.read(at, TAR_BLOCK)), at)
    if (step.kind === 'end') break
    at += TAR_BLOCK
    if (step.kind === 'blank') continue
    if (step.kind === 'extend') entries.extend(asBuffer(file.read(at, step.bytes)))
    else if (step.member !== null && at + step.bytes <= file.size) members.push(step.member)
    at += paddedSize(step.bytes)
  }
  return { members, problems: entries.problems }
}

/** Gets the members of a tar that comes in pieces. */
export interface TarSink {
  /** A member begins; for files `head` holds its first bytes (16, fewer when it is shorter). The answer gets all its data, or is null. */
  member(member: TarMember, head: Uint8Array): ((data: Uint8Array) => void) | null
}

/** Reads a tar that comes in pieces: `push` each, then `end`, which gives the problems. */
export interface TarStream {
  push(piece: Uint8Array): void
  end(): readonly ArchiveProblem[]
}

const HEAD_BYTES = 16

export function tarStream(sink: TarSink, limits: Limits = DEFAULT_LIMITS): TarStream {
  const entries = tarEntries(limits.members)
  let state: 'header' | 'extend' | 'head' | 'data' | 'done' = 'header'
  let gathered: Buffer[] = []
  let gatheredBytes = 0
  let wanted = TAR_BLOCK
  /** Bytes of data, then of padding, that still come before the next header. */
  let data = 0
  let padding = 0
  let offset = 0
  let current: TarMember | null = null
  let write: ((data: Uint8Array) => void) | null = null

  function gather(next: typeof state, bytes: number): void {
    state = next
    wanted = bytes
    gathered = []
    gatheredBytes = 0
  }

  function complete(block: Buffer): void {
    if (state === 'extend') {
      entries.extend(block)
      return skip(0, padding)
    }
    if (state === 'head') {
      write = sink.member(current as TarMember, block)
      write?.(block)
      return skip(data - block.length, padding)
    }
    const step = entries.header(block, offset - TAR_BLOCK)
    if (step.kind === 'end') return gather('done', 0)
    if (step.kind === 'blank') return gather('header', TAR_BLOCK)
    padding = paddedSize(step.bytes) - step.bytes
    if (step.kind === 'extend') return step.bytes === 0 ? skip(0, 0) : gather('extend', step.bytes)
    data = step.bytes
    current = step.member
    write = null
    if (current === null || data === 0) {
      if (current !== null) sink.member(current, new Uint8Array())
      return skip(data, padding)
    }
    gather('head', Math.min(HEAD_BYTES, data))
  }

  function skip(dataBytes: number, paddingBytes: number): void {
    data = dataBytes
    padding = paddingBytes
    if (data + padding === 0) gather('header', TAR_BLOCK)
    else state = 'data'
  }

  return {
    push(piece) {
      for (let at = 0; at < piece.length && state !== 'done';) {
        const available = piece.length - at
        if (state === 'data') {
          const used = Math.min(available, data > 0 ? data : padding)
          if (data > 0) write?.(piece.subarray(at, at + used))
          at += used
          offset += used
          if (data > 0) skip(data - used, padding)
          else skip(0, padding - used)
          continue
        }
        const used = Math.min(available, wanted - gatheredBytes)
        gathered.push(asBuffer(piece.subarray(at, at + used)))
        gatheredBytes += used
        at += used
        offset += used
        if (gatheredBytes === wanted) complete(gathered.length === 1 ? (gathered[0] as Buffer) : Buffer.concat(gathered))
      }
    },
    end() {
      if (state !== 'done') entries.cut(offset, state !== 'header' || gatheredBytes > 0)
      return entries.problems
    },
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
