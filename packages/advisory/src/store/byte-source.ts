import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes of an index file, read at any place. */
export interface ByteSource {
  /** File name, for messages. */
  readonly name: string
  readonly size: number
  /** Shorter than asked only at the end. The caller may keep the result. */
  read(offset: number, length: number): Buffer
  close(): void
}

/** A file of the disk. Throws what the operating system throws. */
export function fileSource(path: string, name: string): ByteSource {
  const fd = openSync(path, 'r')
  const stat = fstatSync(fd)
  if (!stat.isFile()) {
    closeSync(fd)
    throw new Error('it is not a file')
  }
  const { size } = stat
  return {
    name,
    size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset))
      // Not from the pool: tables are viewed as 32-bit words and need an aligned start.
      const buffer = wanted > 2048 ? Buffer.from(new ArrayBuffer(wanted)) : Buffer.allocUnsafe(wanted)
      let done = 0
      while (done < wanted) {
        const count = readSync(fd, buffer, done, wanted - done, offset + done)
        if (count === 0) break
        done += count
      }
      return done === wanted ? buffer : buffer.subarray(0, done)
    },
    close: () => closeSync(fd),
  }
}

/** Bytes in memory, read by the same interface. */
export function memorySource(bytes: Buffer, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
    close: () => undefined,
  }
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
