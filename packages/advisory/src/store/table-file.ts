import { crc32 } from 'node:zlib'
import { frameBlob, readJsonBlob } from './blob.ts'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import type { KeyTable, TablePlace } from './key-table.ts'
import { encodeKeyTable, readKeyTable } from './key-table.ts'
import type { FileStamp } from './new-file.ts'
import { NewFile } from './new-file.ts'

export type TableRow = readonly [keys: readonly string[], value: unknown]

const MAGIC = 'CUPELTBL'
/** What stands before the first blob. */
export const TABLE_HEADER_BYTES = 24

/** Writes a small file of JSON values, each under one or more keys. */
export function writeTableFile(folder: string, stem: string, rows: Iterable<TableRow>): FileStamp {
  const file = new NewFile(folder, stem)
  try {
    file.append(Buffer.alloc(TABLE_HEADER_BYTES))
    const keys: string[] = []
    const places: number[] = []
    for (const row of rows) {
      const place = file.append(frameBlob(Buffer.from(JSON.stringify(row))))
      for (const key of row[0]) {
        keys.push(key)
        places.push(place)
      }
    }
    if (file.length % 4 !== 0) file.append(Buffer.alloc(4 - (file.length % 4)))
    const table = encodeKeyTable(keys, places)
    const header = Buffer.alloc(TABLE_HEADER_BYTES)
    header.write(MAGIC, 'latin1')
    header.writeUInt32LE(keys.length, 12)
    header.writeUInt32LE(file.append(table), 16)
    header.writeUInt32LE(crc32(table), 20)
    header.writeUInt32LE(crc32(header.subarray(12)), 8)
    file.replaceStart(header)
    return file.finish(stem, '.tbl')
  } catch (error) {
    file.abandon()
    throw error
  }
}

/** Place of the keys, which end the file. Throws `indexDamaged` for a file of another kind or length. */
export function readTableHeader(source: ByteSource): TablePlace {
  const header = source.read(0, TABLE_HEADER_BYTES)
  if (header.length < TABLE_HEADER_BYTES || header.toString('latin1', 0, 8) !== MAGIC) throw damaged(source.name, 'not a table file')
  if (crc32(header.subarray(12)) !== header.readUInt32LE(8)) throw damaged(source.name, 'wrong checksum of the header')
  const [count, offset, crc] = [header.readUInt32LE(12), header.readUInt32LE(16), header.readUInt32LE(20)]
  if (offset + count * 8 !== source.size) throw damaged(source.name, 'wrong length')
  return { offset, count, crc }
}

/** Reads values of a table file one by one. */
export class TableFile {
  readonly #source: ByteSource
  readonly #table: KeyTable

  constructor(source: ByteSource) {
    this.#source = source
    this.#table = readKeyTable(source, readTableHeader(source))
  }

  /** undefined when the key is not there. */
  get(key: string): unknown {
    return this.#row(key)?.[1]
  }

  /** All keys of the value under `key`; undefined when it is not there. */
  keysWith(key: string): readonly string[] | undefined {
    return this.#row(key)?.[0]
  }

  /** Every value with its keys, in the order of the file. */
  rows(): readonly TableRow[] {
    const places = [...new Set(this.#table.values())].sort((a, b) => a - b)
    return places.map((place) => readJsonBlob(this.#source, place) as TableRow)
  }

  close(): void {
    this.#source.close()
  }

  #row(key: string): TableRow | undefined {
    for (const place of this.#table.find(key)) {
      const row = readJsonBlob(this.#source, place) as TableRow
      if (row[0].includes(key)) return row
    }
    return undefined
  }
}
