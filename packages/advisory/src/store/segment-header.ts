import { crc32 } from 'node:zlib'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import type { TablePlace } from './key-table.ts'

/**
 * Grows with every change of the files’ layout, of what the packed records mean, and of the keys that packages are kept under
 * (PACKAGE_KEY_REVISION); an index of another version is built anew.
 */
export const FORMAT_VERSION = 3
export const SEGMENT_HEADER_BYTES = 96
/** Records whose texts share one compressed block. */
export const RECORDS_PER_BLOCK = 64
/** Marks a row of the table of ids that stands for an alias. */
export const ALIAS_BIT = 0x8000_0000

const MAGIC = Buffer.from('CUPELSEG', 'latin1')

/** What stands at the start of a segment file. All places are byte offsets in the file. */
export interface SegmentHeader {
  readonly size: number
  readonly records: number
  readonly packages: TablePlace
  readonly ids: TablePlace
  /** `records` words: place of each record's facts, 0 when they stand in its block. */
  readonly factsPlaces: number
  /** Places of the blocks. */
  readonly blockPlaces: number
  /** JSON blob: `[ordinal, id, ...aliases]` of every live record that states aliases. */
  readonly aliases: number
  /** JSON blob: for each older segment by file name, ordinals of the records that this segment replaces or removes. */
  readonly superseded: number
}

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES)
  MAGIC.copy(bytes)
  const words = [FORMAT_VERSION, 0, header.size, header.records]
  for (const table of [header.packages, header.ids]) words.push(table.offset, table.count, table.crc)
  words.push(header.factsPlaces, header.blockPlaces, header.aliases, header.superseded)
  words.forEach((word, index) => bytes.writeUInt32LE(word, MAGIC.length + index * 4))
  bytes.writeUInt32LE(crc32(bytes.subarray(MAGIC.length + 8)), MAGIC.length + 4)
  return bytes
}

/** Reads and checks the header; refuses a file of another kind, version or length. */
export function readSegmentHeader(source: ByteSource): SegmentHeader {
  const bytes = source.read(0, SEGMENT_HEADER_BYTES)
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged(source.name, 'not a segment')
  const word = (index: number): number => bytes.readUInt32LE(MAGIC.length + index * 4)
  if (word(0) !== FORMAT_VERSION) throw damaged(source.name, `format version ${word(0)}`)
  if (crc32(bytes.subarray(MAGIC.length + 8)) !== word(1)) throw damaged(source.name, 'wrong checksum of the header')
  if (word(2) !== source.size) throw damaged(source.name, `${source.size} bytes long instead of ${word(2)}`)
  return {
    size: word(2),
    records: word(3),
    packages: { offset: word(4), count: word(5), crc: word(6) },
    ids: { offset: word(7), count: word(8), crc: word(9) },
    factsPlaces: word(10),
    blockPlaces: word(11),
    aliases: word(12),
    superseded: word(13),
  }
}
