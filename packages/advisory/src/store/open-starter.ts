import { brotliDecompressSync, crc32 } from 'node:zlib'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { damaged } from '../errors.ts'
import type { BundledFile } from './bundle-format.ts'
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
    return { ...memorySource(unpack(buffer.subarray(file.offset, file.offset + file.packedBytes), file), name), isChecked: true }
  })
}

function unpack(packed: Buffer, { file, bytes, crc32: checksum }: BundledFile): Buffer {
  let plain: Buffer
  try {
    plain = brotliDecompressSync(packed, { maxOutputLength: Math.max(1, bytes) })
  } catch {
    throw damaged(NAME, `${file} cannot be unpacked`)
  }
  if (plain.length !== bytes || crc32(plain) !== checksum) throw damaged(NAME, `${file} is not what was packed`)
  return plain
}
