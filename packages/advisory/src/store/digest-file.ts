import { createHash } from 'node:crypto'
import type { ByteSource } from './byte-source.ts'

const CHUNK = 1 << 20

/** SHA-256 of all bytes, in hexadecimal. */
export function digestOf(source: ByteSource): string {
  const hash = createHash('sha256')
  for (let offset = 0; offset < source.size; offset += CHUNK) hash.update(source.read(offset, CHUNK))
  return hash.digest('hex')
}
