import { isZeroBlock, TAR_BLOCK, tarHeader } from './tar-header.ts'

export type ArchiveKind = 'tar' | 'zip' | Compression
export type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2'

/** Bytes that archiveKind wants to see. */
export const HEAD_BYTES = TAR_BLOCK

/** Tells an archive by its first bytes; null when it is none of those known. A compressed file need not hold a tar. */
export function archiveKind(head: Uint8Array): ArchiveKind | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, HEAD_BYTES))
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)) return 'zip'
  return compressionOf(bytes) ?? (isTarStart(bytes) ? 'tar' : null)
}

/** The compression, by first bytes (RFC 1952, RFC 8878; zstd data may begin with a skippable frame); null for none. */
export function compressionOf(head: Uint8Array): Compression | null {
  const [a = 0, b = 0, c = 0, d = 0] = head
  const first = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0
  if (first >>> 16 === 0x1f8b) return 'gzip'
  if (first === 0x28b52ffd || (first & 0xf0ffffff) >>> 0 === 0x502a4d18) return 'zstd'
  if (first === 0xfd377a58) return 'xz'
  return first >>> 8 === 0x425a68 ? 'bzip2' : null
}

/** Whether the first block is a tar header. */
export function isTarStart(head: Uint8Array): boolean {
  const block = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, TAR_BLOCK))
  return block.length === TAR_BLOCK && !isZeroBlock(block) && tarHeader(block) !== null
}
