import type { Hash, HashAlgorithm } from '@cupel/model'

/** Names of the digest algorithms in the formats: CycloneDX, SPDX 2, SPDX 3. */
const NAMES: readonly (readonly [HashAlgorithm, cycloneDx: string, spdx2: string, spdx3: string])[] = [
  ['md5', 'MD5', 'MD5', 'md5'],
  ['sha1', 'SHA-1', 'SHA1', 'sha1'],
  ['sha224', '', 'SHA224', 'sha224'],
  ['sha256', 'SHA-256', 'SHA256', 'sha256'],
  ['sha384', 'SHA-384', 'SHA384', 'sha384'],
  ['sha512', 'SHA-512', 'SHA512', 'sha512'],
  ['sha3-256', 'SHA3-256', 'SHA3-256', 'sha3_256'],
  ['sha3-384', 'SHA3-384', 'SHA3-384', 'sha3_384'],
  ['sha3-512', 'SHA3-512', 'SHA3-512', 'sha3_512'],
  ['blake2b-256', 'BLAKE2b-256', 'BLAKE2b-256', 'blake2b256'],
  ['blake2b-384', 'BLAKE2b-384', 'BLAKE2b-384', 'blake2b384'],
  ['blake2b-512', 'BLAKE2b-512', 'BLAKE2b-512', 'blake2b512'],
  ['blake3', 'BLAKE3', 'BLAKE3', 'blake3'],
]

/** The format's name of an algorithm; empty when the format has none (SHA-224 in CycloneDX). */
export function hashName(algorithm: HashAlgorithm, format: 'cyclonedx' | 'spdx2' | 'spdx3'): string {
  const row = NAMES.find(([own]) => own === algorithm)
  return row?.[format === 'cyclonedx' ? 1 : format === 'spdx2' ? 2 : 3] ?? ''
}

/** A digest from any format's name of the algorithm, or null when it is unknown here or the value is not hexadecimal. */
export function hashOf(name: string, value: string): Hash | null {
  const wanted = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const row = NAMES.find(([own]) => own.replace(/[^a-z0-9]/g, '') === wanted)
  if (!row || !/^[0-9a-fA-F]+$/.test(value)) return null
  return { algorithm: row[0], value: value.toLowerCase() }
}
