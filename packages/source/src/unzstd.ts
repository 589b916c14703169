import { ArchiveRefused } from './archive-refused.ts'
import { piecesOf, unzstdInto } from './decompress.ts'
import type { RandomAccess } from './random-access.ts'

/** The whole of a file compressed by zstd. Throws ArchiveRefused for damaged data and for more than `maxBytes`. */
export function unzstd(file: RandomAccess, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = []
  let size = 0
  unzstdInto(piecesOf(file), (bytes) => {
    size += bytes.length
    if (size > maxBytes) throw new ArchiveRefused('limit-exceeded', `more than ${maxBytes} bytes when inflated`)
    // The decoder uses its buffer again.
    parts.push(bytes.slice())
  })
  return Buffer.concat(parts, size)
}
