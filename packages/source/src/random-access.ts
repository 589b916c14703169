/** Bytes that can be read at any place without holding them all: a file, a member of an archive, a buffer. */
export interface RandomAccess {
  /** Bytes. */
  readonly size: number
  /**
   * Reads up to `length` bytes from `offset`; shorter only at the end. The result may share memory with the source: do not
   * write into it, and copy what outlives the next read.
   */
  read(offset: number, length: number): Uint8Array
}

/** Bytes already in memory. */
export function bufferAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  }
}

/** `size` bytes of another one, from `offset` on. */
export function windowAccess(file: RandomAccess, offset: number, size: number): RandomAccess {
  return {
    size,
    read: (at, length) => (at >= size ? new Uint8Array() : file.read(offset + at, Math.min(length, size - at))),
  }
}
