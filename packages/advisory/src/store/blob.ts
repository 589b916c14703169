import { crc32 } from 'node:zlib'
import type { ByteSource } from './byte-source.ts'
import { damaged } from '../errors.ts'

/** Bytes before a blob's content: CRC-32 of the content, then its length, both little-endian. */
export const BLOB_HEADER = 8

/** Most blobs are smaller, so that one reading gets them whole. */
const FIRST_READ = 4096

/** Content with its header, ready to be appended. */
export function frameBlob(content: Buffer): Buffer {
  const header = Buffer.allocUnsafe(BLOB_HEADER)
  header.writeUInt32LE(crc32(content), 0)
  header.writeUInt32LE(content.length, 4)
  return Buffer.concat([header, content])
}

/** Content of the blob at `offset`, good until the source's next `view`. Throws `indexDamaged` when it is cut or its checksum is wrong. */
export function readBlob(source: ByteSource, offset: number, firstRead = FIRST_READ): Buffer {
  const head = source.view(offset, firstRead)
  if (head.length < BLOB_HEADER) throw damaged(source.name, `nothing to read at ${offset}`)
  const length = head.readUInt32LE(4)
  if (offset + BLOB_HEADER + length > source.size) throw damaged(source.name, `entry at ${offset} runs over the end`)
  const content =
    BLOB_HEADER + length <= head.length ? head.subarray(BLOB_HEADER, BLOB_HEADER + length) : source.read(offset + BLOB_HEADER, length)
  const isWhole = content.length === length && (source.isChecked === true || crc32(content) === head.readUInt32LE(0))
  if (!isWhole) throw damaged(source.name, `wrong checksum at ${offset}`)
  return content
}

/** The blob at `offset` as JSON. */
export function readJsonBlob(source: ByteSource, offset: number): unknown {
  return JSON.parse(readBlob(source, offset).toString('utf8'))
}
