import type { ArchiveProblem } from './archive-refused.ts'
import { ArchiveRefused } from './archive-refused.ts'
import type { Limits } from './limits.ts'
import { memberName } from './member-name.ts'
import { memberPath } from './member-path.ts'
import type { RandomAccess } from './random-access.ts'

/** One file of a zip, as its central directory states it; nothing of it has been read. */
export interface ZipEntry {
  readonly path: string
  /** Inflated bytes. */
  readonly size: number
  readonly compressedSize: number
  /** 0 stored, 8 deflated; others cannot be read. */
  readonly method: number
  readonly crc32: number
  readonly encrypted: boolean
  /** A symbolic link: its content is the target. */
  readonly link: boolean
  /** Place of the local header in the file. */
  readonly offset: number
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[]
  readonly problems: readonly ArchiveProblem[]
}

const END_BYTES = 22
const MAX_COMMENT = 0xffff
const DIRECTORY_BYTES = 256 * 1024 * 1024

/**
 * Reads the central directory (APPNOTE 4.3.6–4.3.16, ZIP64 included), also of an archive with other bytes before it. Throws
 * ArchiveRefused when there is none or it is over a limit; members with an unsafe name or overlapping data are left out and
 * reported.
 */
export function readZipDirectory(file: RandomAccess, limits: Limits): ZipDirectory {
  const end = findEnd(file)
  if (end.size > DIRECTORY_BYTES) throw new ArchiveRefused('limit-exceeded', `a zip directory of ${end.size} bytes`)
  const start = directoryStart(file, end)
  const directory = asBuffer(file.read(start, end.size))
  const base = start - end.offset
  const problems: ArchiveProblem[] = []
  const entries: ZipEntry[] = []
  let unsafe = 0
  let count = 0
  let at = 0
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50) {
    if (++count > limits.members) throw new ArchiveRefused('limit-exceeded', `a zip of more than ${limits.members} members`)
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    if (extraEnd > directory.length) break
    const entry = entryAt(directory, { at, nameEnd, extraEnd, base })
    if (entry === null) unsafe++
    else if (entry !== 'folder') entries.push(entry)
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
  if (at !== directory.length || count % 0x10000 !== end.count % 0x10000) {
    const detail = `the zip directory states ${end.count} members in ${end.size} bytes, ${count} can be read`
    problems.push({ code: 'malformed', effect: 'incomplete', detail })
  }
  if (unsafe > 0)
    problems.push({ code: 'unsafe-path', effect: 'incomplete', detail: `${unsafe} zip members have names that leave the archive` })
  return { entries: withoutOverlaps(entries, file.size, problems), problems }
}

interface End {
  /** As stated: counts from the first byte of the archive, which may not be the first of the file. */
  readonly offset: number
  readonly size: number
  readonly count: number
  /** Place in the file of the record that follows the directory. */
  readonly place: number
}

function findEnd(file: RandomAccess): End {
  const tailStart = Math.max(0, file.size - END_BYTES - MAX_COMMENT)
  const tail = asBuffer(file.read(tailStart, file.size - tailStart))
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== 0x06054b50) continue
    if (at + END_BYTES + tail.readUInt16LE(at + 20) > tail.length) continue
    if (tail.readUInt16LE(at + 4) !== tail.readUInt16LE(at + 6)) throw new ArchiveRefused('unsupported-content', 'a zip in several parts')
    const end = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
      place: tailStart + at,
    }
    return end.count === 0xffff || end.size === 0xffffffff || end.offset === 0xffffffff ? (findEnd64(file, end.place) ?? end) : end
  }
  throw new ArchiveRefused('malformed', 'no zip directory: not a zip, or cut off')
}

function findEnd64(file: RandomAccess, endPlace: number): End | null {
  if (endPlace < 20) return null
  const locator = asBuffer(file.read(endPlace - 20, 20))
  if (locator.length < 20 || locator.readUInt32LE(0) !== 0x07064b50) return null
  const stated = Number(locator.readBigUInt64LE(8))
  // With bytes before the archive the stated place is off; the record then stands right before its locator.
  for (const place of [stated, endPlace - 20 - 56]) {
    const record = place >= 0 && place + 56 <= file.size ? asBuffer(file.read(place, 56)) : Buffer.alloc(0)
    if (record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) continue
    return {
      count: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      place,
    }
  }
  throw new ArchiveRefused('malformed', 'the ZIP64 directory is not where the zip says')
}

/** The directory stands right before the record that ends it; a stated place that holds a directory is believed first. */
function directoryStart(file: RandomAccess, end: End): number {
  if (end.size === 0) return end.place
  for (const start of [end.offset, end.place - end.size]) {
    if (start < 0 || start + end.size > file.size) continue
    const signature = asBuffer(file.read(start, 4))
    if (signature.length === 4 && signature.readUInt32LE(0) === 0x02014b50) return start
  }
  throw new ArchiveRefused('malformed', 'the zip directory is not where the zip says')
}

interface Place {
  readonly at: number
  readonly nameEnd: number
  readonly extraEnd: number
  readonly base: number
}

function entryAt(directory: Buffer, { at, nameEnd, extraEnd, base }: Place): ZipEntry | 'folder' | null {
  const name = memberName(directory.subarray(at + 46, nameEnd))
  const path = memberPath(name)
  if (path === null) return /^[./\\]*$/.test(name) && !name.includes('..') ? 'folder' : null
  if (name.endsWith('/') || name.endsWith('\\')) return 'folder'
  const sizes = sizesAt(directory, at, nameEnd, extraEnd)
  const madeOnUnix = directory[at + 5] === 3 || directory[at + 5] === 19
  return {
    path,
    ...sizes,
    offset: sizes.offset + base,
    method: directory.readUInt16LE(at + 10),
    crc32: directory.readUInt32LE(at + 16),
    encrypted: (directory.readUInt16LE(at + 8) & 0x2041) !== 0,
    link: madeOnUnix && directory.readUInt32LE(at + 38) >>> 28 === 0xa,
  }
}

/** Sizes and place, from the ZIP64 extra field where the 32-bit ones are all ones (APPNOTE 4.5.3). */
function sizesAt(directory: Buffer, at: number, nameEnd: number, extraEnd: number) {
  let compressedSize = directory.readUInt32LE(at + 20)
  let size = directory.readUInt32LE(at + 24)
  let offset = directory.readUInt32LE(at + 42)
  if (size !== 0xffffffff && compressedSize !== 0xffffffff && offset !== 0xffffffff) return { size, compressedSize, offset }
  for (let field = nameEnd; field + 4 <= extraEnd;) {
    const fieldEnd = Math.min(extraEnd, field + 4 + directory.readUInt16LE(field + 2))
    let value = field + 4
    const next = () => {
      value += 8
      return value <= fieldEnd ? Number(directory.readBigUInt64LE(value - 8)) : 0xffffffff
    }
    if (directory.readUInt16LE(field) === 1) {
      if (size === 0xffffffff) size = next()
      if (compressedSize === 0xffffffff) compressedSize = next()
      if (offset === 0xffffffff) offset = next()
    }
    field = fieldEnd
  }
  return { size, compressedSize, offset }
}

/** Members that share data are how a small zip unfolds to petabytes; honest writers never make them. */
function withoutOverlaps(entries: readonly ZipEntry[], fileSize: number, problems: ArchiveProblem[]): readonly ZipEntry[] {
  let sorted = true
  for (let at = 1; at < entries.length && sorted; at++) sorted = (entries[at] as ZipEntry).offset >= (entries[at - 1] as ZipEntry).offset
  const order = sorted ? entries : [...entries].sort((a, b) => a.offset - b.offset)
  const refused = new Set<ZipEntry>()
  let dataEnd = 0
  for (const entry of order) {
    const entryEnd = entry.offset + 30 + entry.path.length + entry.compressedSize
    if (entry.offset < dataEnd || entryEnd > fileSize) refused.add(entry)
    else dataEnd = entryEnd
  }
  if (refused.size === 0) return entries
  problems.push({ code: 'malformed', effect: 'incomplete', detail: `${refused.size} zip members overlap others or lie outside the file` })
  return entries.filter((entry) => !refused.has(entry))
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
