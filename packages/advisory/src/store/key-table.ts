import { crc32 } from 'node:zlib'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import { hash32 } from './hash32.ts'

/** Rows of (hash of a key, value), sorted by hash: all hashes, then all values, 32-bit little-endian. The value leads to where the key itself stands. */
export interface KeyTable {
  readonly count: number
  /** Values of all rows whose key has the hash of `key`; the caller compares the key itself. */
  find(key: string): readonly number[]
  /** Values of all rows. */
  values(): Iterable<number>
}

/** Place of a table in its file. */
export interface TablePlace {
  readonly offset: number
  readonly count: number
  readonly crc: number
}

const NONE: readonly number[] = []

/** Sorts the rows and gives the table's bytes. */
export function encodeKeyTable(keys: readonly string[], values: readonly number[]): Buffer {
  const hashes = Uint32Array.from(keys, (key) => hash32(key))
  const order = Uint32Array.from(keys.keys()).sort((a, b) => hashes[a]! - hashes[b]! || values[a]! - values[b]!)
  const words = new Uint32Array(keys.length * 2)
  order.forEach((row, place) => {
    words[place] = hashes[row]!
    words[keys.length + place] = values[row]!
  })
  return Buffer.from(words.buffer)
}

/** Reads the whole table and checks it. */
export function readKeyTable(source: ByteSource, place: TablePlace): KeyTable {
  const { count } = place
  const bytes = source.read(place.offset, count * 8)
  if (bytes.length !== count * 8 || crc32(bytes) !== place.crc) throw damaged(source.name, `wrong checksum of the table at ${place.offset}`)
  const words = wordsOf(bytes)
  return {
    count,
    values: () => words.subarray(count),
    find(key) {
      const hash = hash32(key)
      let low = lowestRow(words, count, hash)
      if (low === count || words[low] !== hash) return NONE
      const found: number[] = []
      for (; low < count && words[low] === hash; low += 1) found.push(words[count + low]!)
      return found
    },
  }
}

/** Rows on either side of the place that a hash should have; hashes lie evenly. */
const NEAR = 32

/** The first row whose hash is not below `hash`: looked for where it should be, then, where it is not there, in all. */
function lowestRow(words: Uint32Array, count: number, hash: number): number {
  const first = Math.floor((hash / 0x1_0000_0000) * count)
  const off = first < count ? Math.round(((hash - words[first]!) / 0x1_0000_0000) * count) : 0
  let low = Math.max(0, Math.min(count, first + off) - NEAR)
  let high = Math.min(count, low + 2 * NEAR)
  if (low > 0 && words[low - 1]! >= hash) low = 0
  if (high < count && words[high]! < hash) high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (words[middle]! < hash) low = middle + 1
    else high = middle
  }
  return low
}

/** Bytes as 32-bit words, in place where they are aligned. */
export function wordsOf(bytes: Buffer): Uint32Array {
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  return new Uint32Array(Uint8Array.from(bytes).buffer)
}
