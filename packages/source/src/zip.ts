import { crc32, inflateRawSync } from 'node:zlib'
import type { ArchiveProblem, InflateBudget } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import type { Limits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { RandomAccess } from './random-access.ts'
import { bufferAccess, windowAccess } from './random-access.ts'
import type { ZipEntry } from './zip-directory.ts'
import { readZipDirectory } from './zip-directory.ts'

export interface ZipArchive {
  /** Files in the order of the directory; folders are left out. A name can stand twice. */
  readonly entries: readonly ZipEntry[]
  /** Found while listing. */
  readonly problems: readonly ArchiveProblem[]
  /**
   * The member's bytes, inflated and checked against its CRC. Throws ArchiveRefused when it is encrypted, packed by another
   * method than deflate, damaged, or over a limit.
   */
  read(entry: ZipEntry): Uint8Array
  /** Same for random access; a stored member is not copied, and its CRC not checked. */
  open(entry: ZipEntry): RandomAccess
}

export interface ZipOptions {
  readonly limits?: Limits
  /** Shared with the archive that holds this one; default: a new one of `limits.inflatedBytes`. */
  readonly budget?: InflateBudget
}

/**
 * Opens a zip (jar, war, wheel, nupkg …) without inflating anything; other bytes may stand before it. Throws ArchiveRefused when
 * it is no zip.
 */
export function openZip(file: RandomAccess, { limits = DEFAULT_LIMITS, budget }: ZipOptions = {}): ZipArchive {
  const { entries, problems } = readZipDirectory(file, limits)
  const left = budget ?? { remaining: limits.inflatedBytes }
  return {
    entries,
    problems,
    read: (entry) => readMember(file, entry, limits, left),
    open(entry) {
      if (entry.method !== 0 || entry.encrypted) return bufferAccess(readMember(file, entry, limits, left))
      return windowAccess(file, dataStart(file, entry), storedSize(entry))
    },
  }
}

function readMember(file: RandomAccess, entry: ZipEntry, limits: Limits, budget: InflateBudget): Uint8Array {
  if (entry.encrypted) throw new ArchiveRefused('unsupported-content', 'the member is encrypted')
  if (entry.method !== 0 && entry.method !== 8) throw new ArchiveRefused('unsupported-content', `compression method ${entry.method}`)
  if (entry.size > limits.memberBytes) throw new ArchiveRefused('limit-exceeded', `a member of ${entry.size} bytes`)
  if (entry.size > budget.remaining)
    throw new ArchiveRefused('limit-exceeded', 'the archive unfolds to more than the limit for all its members')
  budget.remaining -= entry.size
  const packed = file.read(dataStart(file, entry), entry.method === 0 ? storedSize(entry) : entry.compressedSize)
  const bytes = entry.method === 0 ? packed : inflated(packed, entry.size)
  if (bytes.length !== entry.size) throw new ArchiveRefused('malformed', `${bytes.length} bytes where the zip states ${entry.size}`)
  if (crc32(bytes) !== entry.crc32) throw new ArchiveRefused('malformed', 'the checksum of the member is wrong')
  return bytes
}

function storedSize(entry: ZipEntry): number {
  if (entry.compressedSize !== entry.size) throw new ArchiveRefused('malformed', 'a stored member with two sizes')
  return entry.size
}

/** The local header repeats name and extra field with lengths of its own (APPNOTE 4.3.7). */
function dataStart(file: RandomAccess, entry: ZipEntry): number {
  const header = file.read(entry.offset, 30)
  if (header.length < 30 || header[0] !== 0x50 || header[1] !== 0x4b || header[2] !== 3 || header[3] !== 4) {
    throw new ArchiveRefused('malformed', 'the member is not where the zip says')
  }
  const nameLength = (header[26] as number) | ((header[27] as number) << 8)
  const extraLength = (header[28] as number) | ((header[29] as number) << 8)
  return entry.offset + 30 + nameLength + extraLength
}

function inflated(packed: Uint8Array, size: number): Uint8Array {
  const chunkSize = Math.max(64, Math.min(size + 1, 1 << 18))
  try {
    return inflateRawSync(packed, { chunkSize, maxOutputLength: Math.max(1, size) })
  } catch (error) {
    const tooLarge = error instanceof RangeError
    throw new ArchiveRefused('malformed', tooLarge ? `more than the ${size} bytes the zip states` : 'the member is damaged')
  }
}
