import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes of an index file, read at any place. */
export interface ByteSource {
  /** File name, for messages. */
  readonly name: string
  readonly size: number
  /** All its bytes were held against one checksum: its blobs have none of their own. */
  readonly isChecked?: true
  /** Shorter than asked only at the end. The caller may keep the result. */
  read(offset: number, length: number): Buffer
  /** As `read`, for bytes that are done with before the next reading: small ones are laid over those of the call before. */
  view(offset: number, length: number): Buffer
  close(): void
}

/** Largest view that is laid over the one before. */
const VIEW_BYTES = 4096

/** A file of the disk. Throws what the operating system throws. */
export function fileSource(path: string, name: string): ByteSource {
  const fd = openSync(path, 'r')
  const stat = fstatSync(fd)
  if (!stat.isFile()) {
    closeSync(fd)
    throw new Error('it is not a file')
  }
  const { size } = stat
  const overlaid = Buffer.allocUnsafe(VIEW_BYTES)
  const wantedOf = (offset: number, length: number): number => Math.max(0, Math.min(length, size - offset))
  return {
    name,
    size,
    read(offset, length) {
      const wanted = wantedOf(offset, length)
      // Not from the pool: tables are viewed as 32-bit words and need an aligned start.
      return filled(fd, wanted > 2048 ? Buffer.from(new ArrayBuffer(wanted)) : Buffer.allocUnsafe(wanted), offset, wanted)
    },
    view(offset, length) {
      const wanted = wantedOf(offset, length)
      return filled(fd, wanted > VIEW_BYTES ? Buffer.allocUnsafe(wanted) : overlaid, offset, wanted)
    },
    close: () => closeSync(fd),
  }
}

function filled(fd: number, buffer: Buffer, offset: number, wanted: number): Buffer {
  let done = 0
  while (done < wanted) {
    const count = readSync(fd, buffer, done, wanted - done, offset + done)
    if (count === 0) break
    done += count
  }
  return done === buffer.length ? buffer : buffer.subarray(0, done)
}

/** Bytes in memory, read by the same interface. */
export function memorySource(bytes: Buffer, name: string): ByteSource {
  const read = (offset: number, length: number): Buffer => bytes.subarray(offset, Math.min(bytes.length, offset + length))
  return { name, size: bytes.length, read, view: read, close: () => undefined }
}

/** Makes a reader of a source; a source that cannot be read is closed again. */
export function openedBy<T>(source: ByteSource, make: (source: ByteSource) => T): T {
  try {
    return make(source)
  } catch (error) {
    source.close()
    throw error
  }
}
