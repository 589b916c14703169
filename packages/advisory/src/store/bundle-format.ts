import { crc32 } from 'node:zlib'
import { damaged } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { decodeManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'

/** One file of an index inside a bundle. */
export interface BundledFile {
  readonly file: string
  readonly offset: number
  readonly packedBytes: number
  readonly bytes: number
  readonly sha256: string
  /** CRC-32 of what was packed, where the blobs in it have none. */
  readonly crc32?: number
}

/** Table of contents of a bundle: a whole index in one file. It stands at the end, after the packed files. */
export interface BundleContents {
  /** As `encodeManifest` wrote it. */
  readonly manifest: string
  /** `bare-brotli`: the checksums of the blobs are left out of what is packed. */
  readonly codec: 'deflate' | 'bare-brotli'
  readonly files: readonly BundledFile[]
}

const MAGIC = 'CUPELDB1'
const TRAILER_BYTES = 16
const MAX_CONTENTS_BYTES = 1 << 26
const FILE_NAME = /^[a-z0-9-]{1,120}\.(?:seg|tbl|ids)$/

/** Contents with their length, checksum and magic, to be written after the files. */
export function encodeContents(contents: BundleContents): Buffer {
  const json = Buffer.from(JSON.stringify(contents))
  const trailer = Buffer.alloc(TRAILER_BYTES)
  trailer.writeUInt32LE(json.length, 0)
  trailer.writeUInt32LE(crc32(json), 4)
  trailer.write(MAGIC, 8, 'latin1')
  return Buffer.concat([json, trailer])
}

/** Reads and checks the contents. Throws CupelError when the bundle is cut, changed, of another format, or names files outside. */
export function readContents(source: ByteSource): BundleContents & { readonly parsed: Manifest } {
  const trailer = source.read(Math.max(0, source.size - TRAILER_BYTES), TRAILER_BYTES)
  if (trailer.length < TRAILER_BYTES || trailer.toString('latin1', 8) !== MAGIC)
    throw damaged(source.name, 'not a database file, or cut off')
  const length = trailer.readUInt32LE(0)
  const start = source.size - TRAILER_BYTES - length
  if (start < 0 || length > MAX_CONTENTS_BYTES) throw damaged(source.name, 'its table of contents does not fit in')
  const json = source.read(start, length)
  if (crc32(json) !== trailer.readUInt32LE(4)) throw damaged(source.name, 'wrong checksum of the table of contents')
  const contents = JSON.parse(json.toString('utf8')) as BundleContents
  for (const { file, offset, packedBytes } of contents.files) {
    if (!FILE_NAME.test(file)) throw damaged(source.name, 'a file in it has a name that no index file has')
    if (offset + packedBytes > start) throw damaged(source.name, `${file} runs over the end`)
  }
  return { ...contents, parsed: decodeManifest(contents.manifest) }
}
