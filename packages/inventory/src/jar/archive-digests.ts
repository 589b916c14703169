import { createHash } from 'node:crypto'
import type { Hash } from '@cupel/model'
import type { RandomAccess } from '@cupel/source'

const CHUNK = 1024 * 1024

/** SHA-1 (what repositories publish beside a jar) and SHA-256 of the whole file. */
export function archiveDigests(file: RandomAccess): readonly Hash[] {
  const sha1 = createHash('sha1')
  const sha256 = createHash('sha256')
  for (let offset = 0; offset < file.size; offset += CHUNK) {
    const bytes = file.read(offset, CHUNK)
    sha1.update(bytes)
    sha256.update(bytes)
  }
  return [
    { algorithm: 'sha1', value: sha1.digest('hex') },
    { algorithm: 'sha256', value: sha256.digest('hex') },
  ]
}
