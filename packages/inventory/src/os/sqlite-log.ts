import type { RandomAccess } from '@cupel/source'
import { asBuffer } from '../binary/as-buffer.ts'

const HEADER_BYTES = 32
const FRAME_BYTES = 24
/** Its lowest bit tells the byte order of the checksums. */
const MAGIC = 0x377f0682
const VERSION = 3_007_000

/**
 * The pages that a write-ahead log puts over its database (SQLite "WAL-mode File Format"): page number → place in the log. Frames count
 * up to the last that ends a transaction and only while salts and checksums hold, as SQLite itself takes them.
 */
export function loggedPages(log: RandomAccess, pageSize: number): ReadonlyMap<number, number> {
  const committed = new Map<number, number>()
  const header = Buffer.from(log.read(0, HEADER_BYTES))
  if (header.length < HEADER_BYTES || (header.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return committed
  if (header.readUInt32BE(4) !== VERSION || header.readUInt32BE(8) !== pageSize) return committed
  const isLittle = (header.readUInt32BE(0) & 1) === 0
  let sums = checksum([0, 0], header.subarray(0, 24), isLittle)
  if (!isSum(header, 24, sums)) return committed
  const pending = new Map<number, number>()
  for (let at = HEADER_BYTES; at + FRAME_BYTES + pageSize <= log.size; at += FRAME_BYTES + pageSize) {
    const frame = asBuffer(log.read(at, FRAME_BYTES + pageSize))
    if (frame.length < FRAME_BYTES + pageSize || frame.compare(header, 16, 24, 8, 16) !== 0) break
    sums = checksum(checksum(sums, frame.subarray(0, 8), isLittle), frame.subarray(FRAME_BYTES), isLittle)
    if (!isSum(frame, 16, sums)) break
    pending.set(frame.readUInt32BE(0), at + FRAME_BYTES)
    if (frame.readUInt32BE(4) === 0) continue
    for (const [page, place] of pending) committed.set(page, place)
    pending.clear()
  }
  return committed
}

type Sums = readonly [number, number]

function checksum([first, second]: Sums, bytes: Buffer, isLittle: boolean): Sums {
  let a = first
  let b = second
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + b) >>> 0
    b = (b + (isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + a) >>> 0
  }
  return [a, b]
}

function isSum(bytes: Buffer, at: number, [first, second]: Sums): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second
}
