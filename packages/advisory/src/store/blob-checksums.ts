import { BLOB_HEADER } from './blob.ts'
import { memorySource } from './byte-source.ts'
import { damaged } from '../errors.ts'
import { readSegmentHeader, SEGMENT_HEADER_BYTES } from './segment-header.ts'
import { readTableHeader, TABLE_HEADER_BYTES } from './table-file.ts'

/** A copy of an index file without the checksums of its blobs: a sixth of what the file takes once packed. Its whole is to have one. */
export function withoutBlobChecksums(plain: Buffer, name: string): Buffer {
  const bare = Buffer.from(plain)
  for (const start of blobsOf(plain, name)) bare.writeUInt32LE(0, start)
  return bare
}

/** Blobs stand one after the other between the header and the tables, with up to three bytes behind them to align these. */
function* blobsOf(file: Buffer, name: string): Iterable<number> {
  const source = memorySource(file, name)
  const isSegment = name.endsWith('.seg')
  const tables = isSegment ? readSegmentHeader(source).packages.offset : readTableHeader(source).offset
  let start = isSegment ? SEGMENT_HEADER_BYTES : TABLE_HEADER_BYTES
  while (start + BLOB_HEADER <= tables) {
    const end = start + BLOB_HEADER + file.readUInt32LE(start + 4)
    if (end > tables) throw damaged(name, `entry at ${start} runs over the end`)
    yield start
    start = end
  }
}
