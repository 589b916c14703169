import type { RandomAccess } from '@cupel/source'
import type { RecordSink } from './record-reader.ts'
import { MAX_RECORD_BYTES, windowedReader } from './record-reader.ts'

const SLOT_BYTES = 16
const PAGE_BYTES = 4096
const BLOCK_BYTES = 16

/**
 * Hands out the records of rpm's own "ndb" database, Packages.db (rpm, lib/backend/ndb: little-endian; a header of two slots, slots
 * of 16 bytes that say where blobs stand in blocks of 16, each blob between a head and a tail).
 */
export function readNdbBlobs(file: RandomAccess, sink: RecordSink): void {
  const read = windowedReader(file)
  const header = read(0, 32)
  if (header.length < 32 || header.toString('latin1', 0, 4) !== 'RpmP') return sink.damaged('not an ndb file')
  const version = header.readUInt32LE(4)
  if (version !== 0) return sink.damaged(`ndb version ${version}`)
  const slotBytes = header.readUInt32LE(12) * PAGE_BYTES
  if (slotBytes === 0 || slotBytes > file.size) return sink.damaged('the slots of the file are cut off')
  const slots = Buffer.from(file.read(0, slotBytes))
  let broken = 0
  for (let at = 2 * SLOT_BYTES; at + SLOT_BYTES <= slots.length; at += SLOT_BYTES) {
    const index = slots.readUInt32LE(at + 4)
    if (slots.toString('latin1', at, at + 4) !== 'Slot') broken++
    else if (index !== 0) {
      const blob = blobAt(read, slots.readUInt32LE(at + 8) * BLOCK_BYTES, index)
      if (blob === null) broken++
      else sink.blob(blob)
    }
  }
  if (broken > 0) sink.damaged(`${broken} slots of the file are damaged or lead nowhere`)
}

function blobAt(read: (offset: number, length: number) => Buffer, offset: number, index: number): Buffer | null {
  const head = read(offset, 16)
  if (head.length < 16 || head.toString('latin1', 0, 4) !== 'BlbS' || head.readUInt32LE(4) !== index) return null
  const size = head.readUInt32LE(12)
  const blob = size > MAX_RECORD_BYTES ? null : read(offset + 16, size)
  return blob !== null && blob.length === size ? blob : null
}
