import { constants, inflateRawSync } from 'node:zlib'
import { documentInvalid } from '@cupel/model'
import { MAX_TOGETHER_BYTES } from './claim-uploads.ts'
import type { KeptDocument } from './read-document.ts'

/** The bytes of a document, unpacked. */
export interface DocumentBytes {
  readonly size: number
  read(offset: number, length: number): Uint8Array
}

/** What is told from the beginning of a document is told from this much of it. */
export const HEAD_BYTES = 65_536
/** Deflating never makes more of the head than this. */
const PACKED_HEAD_BYTES = HEAD_BYTES + 4096

/**
 * The bytes of an upload's document. Of a large one only the head is kept, and all of it is unpacked when it is asked for: beside the
 * text that is made of it, and what is made of that, there is no room for it. Throws CupelError when there is nothing to read.
 */
export function documentBytes({ name, body, size, maxBytes }: Omit<KeptDocument, 'kind'>): DocumentBytes {
  if (body === null) throw documentInvalid(name, 'its bytes were let go')
  if (size > maxBytes) throw documentInvalid(name, `larger than ${maxBytes} bytes`)
  // In one piece of the size that it is known to have: pieces that are put together afterwards take twice the memory.
  const whole = (): Uint8Array => inflateRawSync(body, { maxOutputLength: maxBytes, chunkSize: Math.max(64, size + 1) })
  if (size <= MAX_TOGETHER_BYTES) return bytesInMemory(whole())
  const begun = inflateRawSync(body.subarray(0, PACKED_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH })
  const head = Uint8Array.prototype.slice.call(begun, 0, HEAD_BYTES)
  return {
    size,
    read: (offset, length) => (offset + length <= head.length ? head : whole()).subarray(offset, Math.min(size, offset + length)),
  }
}

/** Attestations are verified apart from this size on: each signature is over all of it. */
const APART_BYTES = 1024 * 1024

/** Whether a document is one for a thread of its own, as far as its beginning tells. */
export function isReadApart(document: Omit<KeptDocument, 'kind'>): boolean {
  if (document.size > MAX_TOGETHER_BYTES) return true
  if (document.size <= APART_BYTES || document.body === null) return false
  const begun = inflateRawSync(document.body.subarray(0, PACKED_HEAD_BYTES), { finishFlush: constants.Z_SYNC_FLUSH })
  return /"(?:payloadType|payload|dsseEnvelope|verificationMaterial)"\s*:/.test(
    Buffer.from(begun.subarray(0, HEAD_BYTES)).toString('latin1'),
  )
}

/** Bytes that are there anyway. */
export function bytesInMemory(bytes: Uint8Array): DocumentBytes {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)) }
}
