import type { RandomAccess } from '@cupel/source'
import { asBuffer } from '../binary/as-buffer.ts'

/** What a reader of a database file hands out, one record after the other. */
export interface RecordSink {
  blob(bytes: Buffer): void
  /** Something in the file breaks its format: at most a few of these. */
  damaged(detail: string): void
}

/** Largest header rpm itself accepts; no record of a sound database is larger. */
export const MAX_RECORD_BYTES = 0x0fffffff + 0xffff * 16 + 8

/** Reads at any place, in windows of 256 KiB: databases are read nearly in order, in small pieces. */
export function windowedReader(file: RandomAccess): (offset: number, length: number) => Buffer {
  let window: Buffer = Buffer.alloc(0)
  let start = 0
  return (offset, length) => {
    if (length > WINDOW_BYTES) return asBuffer(file.read(offset, length))
    if (offset < start || offset + length > start + window.length) {
      window = asBuffer(file.read(offset, WINDOW_BYTES))
      start = offset
    }
    return window.subarray(offset - start, offset - start + length)
  }
}

const WINDOW_BYTES = 256 * 1024
