import { brotliCompressSync, constants, crc32, deflateRawSync } from 'node:zlib'
import { withoutBlobChecksums } from './blob-checksums.ts'
import type { BundleContents, BundledFile } from './bundle-format.ts'
import { encodeContents } from './bundle-format.ts'
import type { Manifest } from './manifest.ts'
import { encodeManifest, filesOf } from './manifest.ts'
import { openFile } from './open-index.ts'

/** Gives all bytes of a bundle, piece by piece: the files of an index folder, packed, then the contents. */
export function* bundleOf(folder: string, manifest: Manifest, codec: BundleContents['codec']): Iterable<Buffer> {
  const files: BundledFile[] = []
  let offset = 0
  for (const stamp of filesOf(manifest)) {
    const source = openFile(folder, stamp.file)
    const plain = source.read(0, source.size)
    source.close()
    const bare = codec === 'bare-brotli' ? withoutBlobChecksums(plain, stamp.file) : null
    const packed = bare === null ? deflateRawSync(plain, { level: 6 }) : brotli(bare)
    const checksum = bare === null ? {} : { crc32: crc32(bare) }
    files.push({ file: stamp.file, offset, packedBytes: packed.length, bytes: plain.length, sha256: stamp.sha256, ...checksum })
    offset += packed.length
    yield packed
  }
  yield encodeContents({ manifest: encodeManifest({ ...manifest, previous: [] }), codec, files })
}

function brotli(plain: Buffer): Buffer {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  }
  return brotliCompressSync(plain, { params })
}
