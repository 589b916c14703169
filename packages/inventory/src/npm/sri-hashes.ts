import { Buffer } from 'node:buffer'
import type { Hash, HashAlgorithm } from '@cupel/model'

const BYTES: Readonly<Record<string, readonly [algorithm: HashAlgorithm, bytes: number]>> = {
  md5: ['md5', 16],
  sha1: ['sha1', 20],
  sha256: ['sha256', 32],
  sha384: ['sha384', 48],
  sha512: ['sha512', 64],
}

/** Digests are decoded here; one byte more than the longest, so that a longer one is seen. */
const decoded = Buffer.allocUnsafe(65)

/** Digests of an integrity text (W3C Subresource Integrity §3.5). Unknown algorithms and digests of a wrong length are left out. */
export function sriHashes(integrity: string): readonly Hash[] {
  const hashes: Hash[] = []
  if (!integrity.includes(' ')) addHash(integrity, hashes)
  else for (const part of integrity.split(' ')) addHash(part, hashes)
  return hashes
}

function addHash(part: string, hashes: Hash[]): void {
  const dash = part.indexOf('-')
  const known = BYTES[part.slice(0, dash)]
  if (known === undefined) return
  const options = part.indexOf('?')
  const length = decoded.write(part.slice(dash + 1, options < 0 ? undefined : options), 'base64')
  if (length === known[1]) hashes.push({ algorithm: known[0], value: decoded.toString('hex', 0, length) })
}
