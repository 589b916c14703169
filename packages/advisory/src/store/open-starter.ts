import { brotliDecompressSync } from 'node:zlib'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { damaged } from '../errors.ts'
import { readContents } from './bundle-format.ts'
import { memorySource } from './byte-source.ts'
import { IndexReader } from './index-reader.ts'

const NAME = 'starter.bin'

/**
 * Opens the built-in starter set: the same index, in one file, each part unpacked when first asked for. Its state says
 * `starter`. Throws CupelError when the bytes are not what was written.
 */
export function openStarterIndex(bytes: Uint8Array): AdvisoryIndex {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { files, parsed } = readContents(memorySource(buffer, NAME))
  const byName = new Map(files.map((file) => [file.file, file]))
  return new IndexReader(parsed, 'starter', (name) => {
    const file = byName.get(name)
    if (file === undefined) throw damaged(NAME, `${name} is missing`)
    return memorySource(unpack(buffer.subarray(file.offset, file.offset + file.packedBytes), file.bytes, name), name)
  })
}

function unpack(packed: Buffer, bytes: number, name: string): Buffer {
  let plain: Buffer
  try {
    plain = brotliDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) })
  } catch {
    throw damaged(NAME, `${name} cannot be unpacked`)
  }
  if (plain.length !== bytes) throw damaged(NAME, `${name} has another length`)
  return plain
}
