/** Numbers of one byte order and address size out of a buffer; what lies outside it reads as 0. */
export interface ByteReader {
  u16(at: number): number
  u32(at: number): number
  /** Addresses over 2^53 lose their last bits, which no file offset has. */
  u64(at: number): number
  /** Four or eight bytes. */
  word(at: number): number
}

export function byteReader(bytes: Buffer, isLittle: boolean, is64: boolean): ByteReader {
  const has = (at: number, length: number) => at >= 0 && at + length <= bytes.length
  const u16 = (at: number) => (has(at, 2) ? (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) : 0)
  const u32 = (at: number) => (has(at, 4) ? (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) : 0)
  const u64 = (at: number) => (isLittle ? u32(at) + u32(at + 4) * 2 ** 32 : u32(at + 4) + u32(at) * 2 ** 32)
  return { u16, u32, u64, word: is64 ? u64 : u32 }
}

/** Text up to a NUL or the end of a field of fixed length. */
export function fixedText(bytes: Buffer, at: number, length: number): string {
  const end = bytes.indexOf(0, at)
  return bytes.toString('latin1', at, end < 0 || end > at + length ? Math.min(bytes.length, at + length) : end)
}
