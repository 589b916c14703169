import type { RandomAccess } from '@cupel/source'
import type { RecordSink } from './record-reader.ts'
import { MAX_RECORD_BYTES, windowedReader } from './record-reader.ts'

const HASH_MAGIC = 0x061561
const HASH_PAGE_UNSORTED = 2
const OVERFLOW_PAGE = 7
const HASH_PAGE = 13
const KEY_DATA = 1
const OFF_PAGE = 3
const PAGE_HEADER = 26

/**
 * Hands out the values of a Berkeley DB hash file, rpm's old Packages (Berkeley DB 4–6, dbinc/db_page.h; either byte order). All
 * pages are looked at in order, so damaged chains between them lose nothing; values that span overflow pages are put together.
 */
export function readBdbBlobs(file: RandomAccess, sink: RecordSink): void {
  const read = windowedReader(file)
  const meta = Buffer.from(read(0, 72))
  if (meta.length < 72) return sink.damaged('not a Berkeley DB file')
  const isLittle = meta.readUInt32LE(12) === HASH_MAGIC
  if (!isLittle && meta.readUInt32BE(12) !== HASH_MAGIC) return sink.damaged('not a Berkeley DB hash file')
  const u32 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const u16 = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const pageSize = u32(meta, 20)
  if (meta[24] !== 0) return sink.damaged('an encrypted Berkeley DB file')
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) return sink.damaged('impossible page size')
  const pages = Math.floor(file.size / pageSize)
  const lastPage = u32(meta, 32)
  if (lastPage >= pages) sink.damaged(`the file is cut off: ${pages} of ${lastPage + 1} pages`)
  const taken = new Set<number>()
  let broken = 0
  for (let number = 1; number < Math.min(pages, lastPage + 1); number++) {
    const bytes = Buffer.from(read(number * pageSize, pageSize))
    const type = bytes[25]
    if (type !== HASH_PAGE && type !== HASH_PAGE_UNSORTED) continue
    const entries = u16(bytes, 20)
    if (PAGE_HEADER + entries * 2 > pageSize) broken++
    else for (let entry = 1; entry < entries; entry += 2) valueOf(bytes, entry)
  }
  if (broken > 0) sink.damaged(`${broken} values of the file are damaged`)

  function valueOf(bytes: Buffer, entry: number): void {
    const start = u16(bytes, PAGE_HEADER + entry * 2)
    // Items grow from the end of the page: one ends where the one before it starts.
    const end = u16(bytes, PAGE_HEADER + (entry - 1) * 2)
    if (start < PAGE_HEADER || start >= end || end > pageSize) broken++
    else if (bytes[start] === KEY_DATA) {
      // The value of key 0 is the number of the last record, four bytes.
      if (end - start - 1 > 4) sink.blob(bytes.subarray(start + 1, end))
    } else if (bytes[start] === OFF_PAGE && start + 12 <= end) {
      const blob = overflow(u32(bytes, start + 4), u32(bytes, start + 8))
      if (blob === null) broken++
      else sink.blob(blob)
    } else broken++
  }

  function overflow(first: number, size: number): Buffer | null {
    if (size > MAX_RECORD_BYTES || size > file.size) return null
    const parts: Buffer[] = []
    let left = size
    for (let number = first; left > 0;) {
      const page = number > 0 && number < pages && !taken.has(number) ? read(number * pageSize, pageSize) : null
      if (page === null || page[25] !== OVERFLOW_PAGE) return null
      taken.add(number)
      const length = u16(page, 22)
      if (length === 0 || length > left || PAGE_HEADER + length > pageSize) return null
      parts.push(Buffer.from(page.subarray(PAGE_HEADER, PAGE_HEADER + length)))
      left -= length
      number = u32(page, 16)
    }
    return Buffer.concat(parts)
  }
}
