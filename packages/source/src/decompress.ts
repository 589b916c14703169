import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Decompress } from 'fzstd'
import type { Compression } from './archive-kind.ts'
import { ArchiveRefused } from './archive-refused.ts'
import type { RandomAccess } from './random-access.ts'
import { zstdGuard } from './zstd-guard.ts'

const PIECE_BYTES = 1 << 20

/** A file in pieces, first to last. `seen` is called with each before it is handed on. */
export function* piecesOf(file: RandomAccess, seen?: (piece: Uint8Array) => void): Generator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const piece = file.read(at, PIECE_BYTES)
    if (piece.length === 0) return
    seen?.(piece)
    yield piece
  }
}

/**
 * Inflates pieces and hands the bytes to `take`, never more than a few MiB at a time. Throws ArchiveRefused for damaged data, for
 * xz and bzip2, and what `take` throws.
 */
export async function inflateInto(
  pieces: Iterable<Uint8Array>,
  compression: Compression | null,
  take: (bytes: Uint8Array) => void,
): Promise<void> {
  if (compression === null) for (const piece of pieces) take(piece)
  else if (compression === 'gzip') await gunzipInto(pieces, take)
  else if (compression === 'zstd') unzstdInto(pieces, take)
  else throw new ArchiveRefused('unsupported-content', `${compression} compression`)
}

async function gunzipInto(pieces: Iterable<Uint8Array>, take: (bytes: Uint8Array) => void): Promise<void> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  // A failure of the source or of inflating destroys the stream, so the loop below gets it.
  const fed = pipeline(Readable.from(pieces, { objectMode: true }), gunzip).catch(() => {})
  try {
    for await (const piece of gunzip) take(piece as Uint8Array)
    await fed
  } catch (error) {
    const isData = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
    throw isData ? new ArchiveRefused('malformed', 'the gzip data is damaged or cut off') : error
  } finally {
    gunzip.destroy()
  }
}

/** Each block makes the decoder move its window once, so the window bounds the time as well as the memory. */
const ZSTD_WINDOW_BYTES = 32 * 1024 * 1024

/** Inflates zstd at once, handing the bytes to `take`. Throws ArchiveRefused for damaged data, and what `take` throws. */
export function unzstdInto(pieces: Iterable<Uint8Array>, take: (bytes: Uint8Array) => void): void {
  let failedTaking = false
  const stream = new Decompress((data) => {
    try {
      take(data)
    } catch (error) {
      failedTaking = true
      throw error
    }
  })
  const guard = zstdGuard(ZSTD_WINDOW_BYTES)
  try {
    for (const piece of pieces) {
      guard(piece)
      // The decoder recurses once a frame: small steps keep a piece full of empty frames off the stack's end.
      for (let at = 0; at < piece.length; at += 1 << 14) stream.push(piece.subarray(at, at + (1 << 14)))
    }
    stream.push(new Uint8Array(), true)
  } catch (error) {
    throw failedTaking || error instanceof ArchiveRefused ? error : new ArchiveRefused('malformed', 'the zstd data is damaged or cut off')
  }
}
