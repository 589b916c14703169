import { Buffer } from 'node:buffer'
import type { Hash, HashAlgorithm } from '@cupel/model'

const BYTES: Partial<Record<HashAlgorithm, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

/** A base64 digest as lower-case hexadecimal; empty when it has not the length of its algorithm. */
export function base64Hash(algorithm: HashAlgorithm, base64: string): readonly Hash[] {
  const bytes = Buffer.from(base64, 'base64')
  return bytes.length === BYTES[algorithm] ? [{ algorithm, value: bytes.toString('hex') }] : []
}

/** A hexadecimal digest in lower case; empty when it has not the length of its algorithm or other characters. */
export function hexHash(algorithm: HashAlgorithm, hex: string): readonly Hash[] {
  const length = (BYTES[algorithm] ?? 0) * 2
  return hex.length === length && /^[0-9a-f]+$/i.test(hex) ? [{ algorithm, value: hex.toLowerCase() }] : []
}
