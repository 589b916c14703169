import { pipeline, Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { HttpProblem } from '../api/problem-details.ts'

export interface RawLimits {
  readonly uploadBytes: number
  readonly unpackedBytes: number
}

const UNPACKERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** More than so many times its size is no document but a bomb, once it is larger than a first free megabyte. */
const RATIO = 200
const FREE_BYTES = 1024 * 1024

/**
 * The bytes of an upload, unpacked by its Content-Encoding, as they arrive: never more than the limits in memory or out of it.
 * Reading throws a problem when a limit is passed or what arrives cannot be unpacked.
 */
export function rawBody(stream: AsyncIterable<Uint8Array>, encoding: string | undefined, limits: RawLimits): AsyncIterable<Uint8Array> {
  const received = { bytes: 0 }
  const arriving = counted(stream, received, limits.uploadBytes)
  if (encoding === undefined || encoding === 'identity') return arriving
  const unpacker = UNPACKERS[encoding.trim().toLowerCase()]
  if (unpacker === undefined) throw new HttpProblem(415, 'media-type', 'Content-Encoding may be gzip, deflate or br')
  return unpacked(arriving, unpacker(), received, limits.unpackedBytes)
}

async function* counted(stream: AsyncIterable<Uint8Array>, received: { bytes: number }, limit: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    received.bytes += chunk.length
    if (received.bytes > limit) throw tooLarge(`more than ${limit} bytes arrived`)
    yield chunk
  }
}

async function* unpacked(
  arriving: AsyncIterable<Uint8Array>,
  unpacker: NodeJS.ReadWriteStream,
  received: { readonly bytes: number },
  limit: number,
): AsyncGenerator<Uint8Array> {
  const output = pipeline(Readable.from(arriving), unpacker, () => {
    // The error also ends the reading below.
  }) as unknown as AsyncIterable<Uint8Array>
  let bytes = 0
  try {
    for await (const chunk of output) {
      bytes += chunk.length
      if (bytes > limit) throw tooLarge(`more than ${limit} bytes unpacked`)
      if (bytes > FREE_BYTES && bytes > received.bytes * RATIO) throw tooLarge('it unpacks to far more than a document of its size')
      yield chunk
    }
  } catch (error) {
    if (error instanceof HttpProblem) throw error
    throw new HttpProblem(400, 'invalid', 'the body is not what its Content-Encoding says')
  }
}

function tooLarge(why: string): HttpProblem {
  return new HttpProblem(413, 'too-large', `the upload is too large: ${why}`)
}
