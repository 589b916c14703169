import { ArchiveRefused } from './archive-refused.ts'

const FREE_WINDOWS = 256 * 1024 * 1024
const WINDOWS_PER_BYTE = 128

/**
 * Follows the frames of zstd data without decoding them (RFC 8878 §3.1) and throws ArchiveRefused before a decoder is handed a
 * frame whose window is over `maxWindow` bytes or that needs a dictionary: both are allowed by the format, and the first
 * lets a few bytes ask for gigabytes.
 */
export function zstdGuard(maxWindow: number): (piece: Uint8Array) => void {
  /** Bytes of header gathered so far; a header is at most 18 bytes. */
  let header: number[] = []
  let state: 'frame' | 'block' | 'skip' = 'frame'
  let skip = 0
  let after: 'frame' | 'block' = 'frame'
  let checksum = 0
  /** Sum of all windows, and bytes seen: the decoder makes a window anew for every frame. */
  let windows = 0
  let seen = 0

  function skipThen(bytes: number, next: 'frame' | 'block'): void {
    header = []
    skip = bytes
    after = next
    state = bytes === 0 ? next : 'skip'
  }

  function frame(): void {
    if (header.length < 8) return
    const isSkippable = header[1] === 0x2a && header[2] === 0x4d && header[3] === 0x18 && (header[0] as number) >> 4 === 5
    if (isSkippable) return skipThen(littleEndian(header, 4, 4), 'frame')
    if (littleEndian(header, 0, 4) !== 0xfd2fb528) throw new ArchiveRefused('malformed', 'no zstd frame where one must begin')
    const flags = header[4] as number
    const isSingle = (flags & 0x20) !== 0
    const dictionaryBytes = [0, 1, 2, 4][flags & 3] as number
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][flags >> 6] as number
    const end = 5 + (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes
    if (header.length < end) return
    const size = littleEndian(header, end - sizeBytes, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
    const window = isSingle ? size : windowOf(header[5] as number)
    if (window > maxWindow) throw new ArchiveRefused('limit-exceeded', `a zstd window of ${window} bytes`)
    windows += window
    if (windows > FREE_WINDOWS + seen * WINDOWS_PER_BYTE)
      throw new ArchiveRefused('limit-exceeded', 'zstd frames that ask for far more memory than they fill')
    if (dictionaryBytes > 0 && littleEndian(header, end - sizeBytes - dictionaryBytes, dictionaryBytes) !== 0) {
      throw new ArchiveRefused('unsupported-content', 'zstd data that needs a dictionary')
    }
    checksum = (flags & 4) !== 0 ? 4 : 0
    // The header may be shorter than the eight bytes gathered to tell the frames apart.
    const surplus = header.slice(end)
    skipThen(0, 'block')
    for (const byte of surplus) take(byte)
  }

  function block(): void {
    if (header.length < 3) return
    const value = littleEndian(header, 0, 3)
    const isRepeated = ((value >> 1) & 3) === 1
    const isLast = (value & 1) !== 0
    skipThen((isRepeated ? 1 : value >> 3) + (isLast ? checksum : 0), isLast ? 'frame' : 'block')
  }

  function take(byte: number): void {
    if (state === 'skip') {
      if (--skip === 0) state = after
      return
    }
    header.push(byte)
    if (state === 'frame') frame()
    else block()
  }

  return (piece) => {
    seen += piece.length
    for (let at = 0; at < piece.length;) {
      if (state === 'skip') {
        const used = Math.min(skip, piece.length - at)
        skip -= used
        at += used
        if (skip === 0) state = after
      } else {
        take(piece[at] as number)
        at++
      }
    }
  }
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function littleEndian(bytes: readonly number[], at: number, count: number): number {
  let value = 0
  for (let place = at + count - 1; place >= at; place--) value = value * 256 + (bytes[place] as number)
  return value
}
