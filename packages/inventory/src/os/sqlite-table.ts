import type { RandomAccess } from '@cupel/source'
import { asBuffer } from '../binary/as-buffer.ts'
import type { RecordSink } from './record-reader.ts'
import { MAX_RECORD_BYTES, windowedReader } from './record-reader.ts'
import { loggedPages } from './sqlite-log.ts'

const LEAF = 0x0d
const INTERIOR = 0x05
const NO_PAGES: ReadonlyMap<number, number> = new Map()
/** A b-tree of 2^32 pages is not deeper. */
const MAX_DEPTH = 40

/**
 * Hands out the blobs in the second column of a table of an SQLite file, by row id (SQLite "Database File Format" §1.3, §1.6, §2).
 * With the write-ahead log that lies beside it, its pages come first. Every page is visited at most once.
 */
export function readSqliteBlobs(file: RandomAccess, table: string, sink: RecordSink, log: RandomAccess | null = null): void {
  const read = windowedReader(file)
  const header = read(0, 100)
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') return sink.damaged('not an SQLite file')
  const stated = header.readUInt16BE(16)
  const pageSize = stated === 1 ? 65536 : stated
  const usable = pageSize - (header[20] as number)
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480) return sink.damaged('impossible page size')
  const logged = log === null ? NO_PAGES : loggedPages(log, pageSize)
  const visited = new Set<number>()
  const damaged = new Set<string>()

  function report(detail: string): void {
    if (!damaged.has(detail)) sink.damaged(detail)
    damaged.add(detail)
  }

  function page(number: number): Buffer | null {
    const place = logged.get(number)
    const stored = number >= 1 && (number - 1) * pageSize < file.size ? read((number - 1) * pageSize, pageSize) : null
    const bytes = place === undefined || log === null ? stored : asBuffer(log.read(place, pageSize))
    if (bytes === null || bytes.length < pageSize || visited.has(number)) {
      report('a page is missing, cut off or used twice')
      return null
    }
    visited.add(number)
    return bytes
  }

  function walk(root: number, row: (payload: Buffer) => void): void {
    const pending: (readonly [page: number, depth: number])[] = [[root, 0]]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [number, depth] = next
      const bytes = depth > MAX_DEPTH ? null : page(number)
      if (bytes === null) continue
      const at = number === 1 ? 100 : 0
      const kind = bytes[at]
      const cells = bytes.readUInt16BE(at + 3)
      const pointers = at + (kind === INTERIOR ? 12 : 8)
      if ((kind !== LEAF && kind !== INTERIOR) || pointers + cells * 2 > pageSize) {
        report('a page is no table page')
        continue
      }
      if (kind === INTERIOR) pending.push([bytes.readUInt32BE(at + 8), depth + 1])
      const places = Array.from({ length: cells }, (_, cell) => bytes.readUInt16BE(pointers + cell * 2))
      // The window under `bytes` may move while overflow pages are read.
      const own = kind === LEAF ? Buffer.from(bytes) : bytes
      if (kind === INTERIOR)
        for (const place of places.reverse()) pending.push([place + 4 <= pageSize ? own.readUInt32BE(place) : 0, depth + 1])
      else for (const place of places) rowAt(own, place, row)
    }
  }

  function rowAt(bytes: Buffer, place: number, row: (payload: Buffer) => void): void {
    const size = varint(bytes, place)
    const id = size === null ? null : varint(bytes, size.end)
    const payload = size === null || id === null || size.value > MAX_RECORD_BYTES ? null : payloadAt(bytes, id.end, size.value)
    if (payload === null) report('a row is damaged')
    else row(payload)
  }

  function payloadAt(bytes: Buffer, start: number, size: number): Buffer | null {
    const most = usable - 35
    const least = Math.floor(((usable - 12) * 32) / 255) - 23
    const fitting = least + ((size - least) % (usable - 4))
    const local = size <= most ? size : fitting <= most ? fitting : least
    if (start + local > usable) return null
    const parts = [bytes.subarray(start, start + local)]
    if (local === size) return parts[0] as Buffer
    if (start + local + 4 > usable) return null
    let next = bytes.readUInt32BE(start + local)
    for (let left = size - local; left > 0;) {
      const overflow = page(next)
      if (overflow === null) return null
      const part = Buffer.from(overflow.subarray(4, 4 + Math.min(left, usable - 4)))
      parts.push(part)
      left -= part.length
      next = overflow.readUInt32BE(0)
    }
    return Buffer.concat(parts)
  }

  let root = 0
  walk(1, (payload) => {
    const [type, name, , rootPage] = columnsOf(payload)
    if (type?.toString() === 'table' && name?.toString() === table) root = rootPage === undefined ? 0 : integer(rootPage)
  })
  if (root === 0) return report(`no table ${table}`)
  walk(root, (payload) => {
    const blob = columnsOf(payload)[1]
    if (blob === undefined) report('a row is damaged')
    else sink.blob(blob)
  })
}

/** The columns of a record as bytes; fewer when it breaks off. */
function columnsOf(payload: Buffer): readonly Buffer[] {
  const columns: Buffer[] = []
  const header = varint(payload, 0)
  if (header === null || header.value > payload.length) return columns
  let body = header.value
  for (let at = header.end; at < header.value && columns.length < 8;) {
    const type = varint(payload, at)
    if (type === null) return columns
    const size = type.value >= 12 ? Math.floor((type.value - 12) / 2) : (FIXED_SIZES[type.value] ?? 0)
    if (body + size > payload.length) return columns
    columns.push(payload.subarray(body, body + size))
    body += size
    at = type.end
  }
  return columns
}

const FIXED_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function integer(bytes: Buffer): number {
  return bytes.length >= 1 && bytes.length <= 6 ? bytes.readUIntBE(0, bytes.length) : 0
}

/** A variable-length integer of one to nine bytes; null when it breaks off or is over what a number holds exactly. */
function varint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | null {
  let value = 0
  for (let at = start; at < start + 8; at++) {
    const byte = bytes[at]
    if (byte === undefined || value > 2 ** 45) return null
    value = value * 128 + (byte & 0x7f)
    if (byte < 128) return { value, end: at + 1 }
  }
  return null
}
