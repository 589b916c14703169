import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RandomAccess } from './random-access.ts'

/** Bytes put aside, in memory while they are few and in a temporary file after that. */
export interface Spool {
  /** Bytes written so far: where the next `append` will stand. */
  readonly size: number
  append(bytes: Uint8Array): void
  /** What stands at `offset`; valid until `close`. */
  access(offset: number, size: number): RandomAccess
  /** Frees the memory or the file. */
  close(): void
}

const MEMORY_BYTES = 32 * 1024 * 1024
const PIECE_BYTES = 1 << 20

/**
 * Opens a spool. Its file can be read by this user only and has no name any more once it is open (where the system allows that), so
 * nothing stays behind however the process ends. System errors (disk full) are thrown as they are.
 */
export function openSpool(memoryBytes: number = MEMORY_BYTES): Spool {
  let pieces: Buffer[] = []
  let piece = Buffer.allocUnsafeSlow(64 * 1024)
  let used = 0
  let inFile = 0
  let inPieces = 0
  let file: { readonly descriptor: number; readonly remove: () => void } | null = null

  function flush(): void {
    file ??= temporaryFile()
    for (const part of [...pieces, piece.subarray(0, used)]) inFile += writeAll(file.descriptor, part, inFile)
    pieces = []
    inPieces = 0
    used = 0
  }

  function copy(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length)
    let done = 0
    if (file !== null && offset < inFile) {
      while (done < length && offset + done < inFile)
        done += readSync(file.descriptor, bytes, done, Math.min(length - done, inFile - offset - done), offset + done)
    }
    let start = inFile
    for (const part of [...pieces, piece.subarray(0, used)]) {
      const from = offset + done - start
      if (done < length && from >= 0 && from < part.length)
        done += part.copy(bytes, done, from, Math.min(part.length, from + length - done))
      start += part.length
    }
    return bytes.subarray(0, done)
  }

  return {
    get size() {
      return inFile + inPieces + used
    },
    append(bytes) {
      for (let at = 0; at < bytes.length;) {
        const count = Math.min(bytes.length - at, piece.length - used)
        piece.set(bytes.subarray(at, at + count), used)
        used += count
        at += count
        if (used < piece.length) continue
        if (file !== null || inPieces + used >= memoryBytes) {
          flush()
        } else {
          pieces.push(piece)
          inPieces += used
          piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
          used = 0
        }
      }
    },
    access: (offset, size) => ({
      size,
      read: (at, length) => (at >= size ? new Uint8Array() : copy(offset + at, Math.min(length, size - at))),
    }),
    close() {
      pieces = []
      piece = Buffer.alloc(0)
      if (file !== null) {
        closeSync(file.descriptor)
        file.remove()
      }
      file = null
    },
  }
}

function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), 'cupel-'))
  const descriptor = openSync(join(folder, 'spool'), 'wx+', 0o600)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  if (process.platform === 'win32') return { descriptor, remove }
  remove()
  return { descriptor, remove: () => {} }
}

function writeAll(descriptor: number, bytes: Uint8Array, position: number): number {
  let done = 0
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done, position + done)
  return done
}
