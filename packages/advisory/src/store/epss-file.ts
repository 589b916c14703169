import { crc32 } from 'node:zlib'
import type { ExploitPrediction } from '@cupel/model'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import { hash32 } from './hash32.ts'
import { wordsOf } from './key-table.ts'
import type { FileStamp } from './new-file.ts'
import { NewFile } from './new-file.ts'

export interface EpssRow extends ExploitPrediction {
  readonly id: string
}

const MAGIC = 'CUPELEPS'
const HEADER_BYTES = 24
const ROW_WORDS = 4
const ROW_BYTES = 4 * ROW_WORDS
const ROWS_PER_PAGE = 256
const PAGE_BYTES = ROW_BYTES * ROWS_PER_PAGE
const SECOND_SEED = 0x9747b28c
/** FIRST publishes five decimals. */
const UNIT = 100_000

/**
 * Writes EPSS scores: pages of rows (64-bit hash of the id, score, percentile) in the order of the hash, then for each page
 * its first hash and its checksum, so that one score costs one page.
 */
export function writeEpssFile(folder: string, rows: readonly EpssRow[]): FileStamp {
  const first = Uint32Array.from(rows, (row) => hash32(row.id))
  const second = Uint32Array.from(rows, (row) => hash32(row.id, SECOND_SEED))
  const order = Uint32Array.from(rows.keys()).sort((a, b) => first[a]! - first[b]! || second[a]! - second[b]!)
  const file = new NewFile(folder, 'epss')
  try {
    file.append(Buffer.alloc(HEADER_BYTES))
    const directory: number[] = []
    for (let start = 0; start < order.length; start += ROWS_PER_PAGE) {
      const page = Buffer.alloc(Math.min(ROWS_PER_PAGE, order.length - start) * ROW_BYTES)
      order.subarray(start, start + ROWS_PER_PAGE).forEach((index, place) => {
        const row = rows[index]!
        const words = [first[index]!, second[index]!, Math.round(row.score * UNIT), Math.round(row.percentile * UNIT)]
        words.forEach((word, column) => page.writeUInt32LE(word, place * ROW_BYTES + column * 4))
      })
      file.append(page)
      directory.push(first[order[start]!]!, crc32(page))
    }
    const directoryBytes = Buffer.from(Uint32Array.from(directory).buffer)
    file.append(directoryBytes)
    const header = Buffer.alloc(HEADER_BYTES)
    header.write(MAGIC, 'latin1')
    header.writeUInt32LE(order.length, 12)
    header.writeUInt32LE(crc32(directoryBytes), 16)
    header.writeUInt32LE(crc32(header.subarray(12)), 8)
    file.replaceStart(header)
    return file.finish('epss', '.tbl')
  } catch (error) {
    file.abandon()
    throw error
  }
}

/** Reads scores one by one. */
export class EpssFile {
  readonly #source: ByteSource
  readonly #rows: number
  /** For each page its first hash and its checksum. */
  readonly #directory: Uint32Array

  constructor(source: ByteSource) {
    this.#source = source
    const header = source.read(0, HEADER_BYTES)
    if (header.length < HEADER_BYTES || header.toString('latin1', 0, 8) !== MAGIC) throw damaged(source.name, 'not a file of scores')
    if (crc32(header.subarray(12)) !== header.readUInt32LE(8)) throw damaged(source.name, 'wrong checksum of the header')
    this.#rows = header.readUInt32LE(12)
    const pages = Math.ceil(this.#rows / ROWS_PER_PAGE)
    const place = HEADER_BYTES + this.#rows * ROW_BYTES
    if (place + pages * 8 !== source.size) throw damaged(source.name, 'wrong length')
    const directory = source.read(place, pages * 8)
    this.#directory = wordsOf(directory)
    if (crc32(directory) !== header.readUInt32LE(16)) throw damaged(source.name, 'wrong checksum of the directory')
  }

  /** null when the id has no score. */
  get(id: string): ExploitPrediction | null {
    const hash = hash32(id)
    const check = hash32(id, SECOND_SEED)
    for (let page = this.#firstPage(hash); page < this.#directory.length / 2; page += 1) {
      if (this.#directory[page * 2]! > hash) return null
      const words = wordsOf(this.#page(page))
      for (let place = firstRow(words, hash); place < words.length && words[place] === hash; place += ROW_WORDS) {
        if (words[place + 1] === check) return { score: words[place + 2]! / UNIT, percentile: words[place + 3]! / UNIT }
      }
    }
    return null
  }

  close(): void {
    this.#source.close()
  }

  /** The last page that starts below the hash, since equal hashes may run over a page's end. */
  #firstPage(hash: number): number {
    let low = 0
    let high = this.#directory.length / 2
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#directory[middle * 2]! < hash) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  #page(page: number): Buffer {
    const start = HEADER_BYTES + page * PAGE_BYTES
    const end = Math.min(start + PAGE_BYTES, HEADER_BYTES + this.#rows * ROW_BYTES)
    const bytes = this.#source.view(start, end - start)
    if (bytes.length !== end - start || crc32(bytes) !== this.#directory[page * 2 + 1]) {
      throw damaged(this.#source.name, `wrong checksum of page ${page}`)
    }
    return bytes
  }
}

/** Place of the first row of a page whose hash is not below `hash`. */
function firstRow(words: Uint32Array, hash: number): number {
  let low = 0
  let high = words.length / ROW_WORDS
  while (low < high) {
    const middle = (low + high) >>> 1
    if (words[middle * ROW_WORDS]! < hash) low = middle + 1
    else high = middle
  }
  return low * ROW_WORDS
}
