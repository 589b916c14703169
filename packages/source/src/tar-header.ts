/** The 512-byte header of one tar entry, as it stands; extended headers may change name, target and size. */
export interface TarHeader {
  /** One character; `0` for the NUL of old archives. */
  readonly type: string
  readonly name: string
  readonly target: string
  /** Bytes of data that follow. */
  readonly size: number
}

export const TAR_BLOCK = 512

/**
 * Reads a header block: POSIX ustar, GNU and the older kinds (POSIX.1-2017 pax, "ustar Interchange Format"). null when its
 * checksum is wrong or its size is no number, so that it is not a header at all.
 */
export function tarHeader(block: Buffer): TarHeader | null {
  if (block.length < TAR_BLOCK || !checksumHolds(block)) return null
  const size = numberAt(block, 124, 12)
  if (size === null || size < 0) return null
  const type = block[156] === 0 ? '0' : String.fromCharCode(block[156] as number)
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0'
  const prefix = isPosix ? textAt(block, 345, 155) : ''
  const name = textAt(block, 0, 100)
  return { type, name: prefix === '' ? name : prefix + '/' + name, target: textAt(block, 157, 100), size }
}

export function isZeroBlock(block: Buffer): boolean {
  for (let at = 0; at < TAR_BLOCK; at++) if (block[at] !== 0) return false
  return true
}

/** Bytes of data with the padding to whole blocks. */
export function paddedSize(size: number): number {
  return Math.ceil(size / TAR_BLOCK) * TAR_BLOCK
}

/** Sum of all bytes with the checksum field as blanks; historic writers summed signed bytes. */
function checksumHolds(block: Buffer): boolean {
  const stated = numberAt(block, 148, 8)
  if (stated === null) return false
  let unsigned = 256
  let signed = 256
  for (let at = 0; at < TAR_BLOCK; at++) {
    if (at >= 148 && at < 156) continue
    const byte = block[at] as number
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return stated === unsigned || stated === signed
}

/** Octal digits between blanks and NULs, or GNU's base 256 when the first bit is set. */
function numberAt(block: Buffer, at: number, length: number): number | null {
  const first = block[at] as number
  if ((first & 0x80) === 0) {
    const text = textAt(block, at, length).trim()
    return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null
  }
  if ((first & 0x40) !== 0) return null
  let value = first & 0x3f
  for (let place = at + 1; place < at + length; place++) value = value * 256 + (block[place] as number)
  return Number.isSafeInteger(value) ? value : null
}

function textAt(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at)
  return block.toString('utf8', at, end < 0 || end > at + length ? at + length : end)
}
