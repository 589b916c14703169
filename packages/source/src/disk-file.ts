import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { bufferAccess } from './random-access.ts'
import type { OpenFile } from './tree.ts'
import { ReadFailed } from './tree.ts'

/** Not blocking: a FIFO opens at once and is then refused. Not following: the last segment cannot have become a link. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)
/** A single read call takes at most 2 GiB - 1. */
const READ_BYTES = 1 << 30
/** Files of /proc state no size; no more than this is read of one. */
const UNSIZED_BYTES = 1 << 26
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'ENODEV', 'EISDIR', 'ERR_INVALID_ARG_VALUE'])

/**
 * Opens a regular file by its real path. null when there is none, or it is a folder, link, device, socket or FIFO (never
 * blocks on one); throws ReadFailed when the system refuses.
 */
export function openDiskFile(realPath: string): OpenFile | null {
  let descriptor: number
  try {
    descriptor = openSync(realPath, FLAGS)
  } catch (error) {
    if (isAbsent(error)) return null
    throw readFailed(error)
  }
  try {
    const stat = fstatSync(descriptor)
    if (stat.isFile()) return stat.size > 0 ? sized(descriptor, stat.size) : unsized(descriptor)
  } catch (error) {
    closeSync(descriptor)
    throw readFailed(error)
  }
  closeSync(descriptor)
  return null
}

/** Errors that say there is no such file, as opposed to one that cannot be read. */
export function isAbsent(error: unknown): boolean {
  return ABSENT.has(codeOf(error))
}

/** The system's error as ReadFailed, without the absolute path that its own message holds. */
export function readFailed(error: unknown): ReadFailed {
  if (error instanceof ReadFailed) return error
  const code = codeOf(error)
  return new ReadFailed(REASONS[code] ?? `the system refused (${code === '' ? 'no reason given' : code})`)
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk reported an error',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ENAMETOOLONG: 'the path is too long for the system',
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function sized(descriptor: number, size: number): OpenFile {
  let isOpen = true
  return {
    size,
    read(offset, length) {
      if (!isOpen) throw new ReadFailed('the file is closed')
      const wanted = Math.max(0, Math.min(length, size - offset))
      return fill(descriptor, Buffer.allocUnsafeSlow(wanted), offset)
    },
    close() {
      if (isOpen) closeSync(descriptor)
      isOpen = false
    },
  }
}

function fill(descriptor: number, buffer: Buffer, offset: number): Uint8Array {
  let done = 0
  while (done < buffer.length) {
    const count = readOnce(descriptor, buffer, done, offset + done)
    if (count === 0) return buffer.subarray(0, done)
    done += count
  }
  return buffer
}

function readOnce(descriptor: number, buffer: Buffer, at: number, offset: number | null): number {
  try {
    return readSync(descriptor, buffer, at, Math.min(READ_BYTES, buffer.length - at), offset)
  } catch (error) {
    throw readFailed(error)
  }
}

function unsized(descriptor: number): OpenFile {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.allocUnsafeSlow(total === 0 ? 4096 : 1 << 16)
    const count = readOnce(descriptor, chunk, 0, null)
    if (count === 0) break
    total += count
    if (total > UNSIZED_BYTES) throw new ReadFailed('the file has no stated size and does not end')
    chunks.push(chunk.subarray(0, count))
  }
  closeSync(descriptor)
  return { ...bufferAccess(Buffer.concat(chunks)), close: () => {} }
}
