import type { HashName } from '../keys/signature-scheme.ts'
import { Refused } from '../verdict/refused.ts'

/** The digests of sigstore_common.proto, by name and number. */
export const HASH_ALGORITHM = { SHA2_256: 1, SHA2_384: 2, SHA2_512: 3, SHA3_256: 4, SHA3_384: 5 } as const

export type HashAlgorithm = keyof typeof HASH_ALGORITHM

const NAMES: Partial<Record<HashAlgorithm, HashName>> = { SHA2_256: 'sha256', SHA2_384: 'sha384', SHA2_512: 'sha512' }

/** The digest a field names. Refuses SHA-3, which nothing signs with yet, and a field without value. */
export function hashNameOf(algorithm: HashAlgorithm | undefined, what: string): HashName {
  const name = algorithm && NAMES[algorithm]
  if (name === undefined) throw new Refused('unsupported-algorithm', `${what} is made with ${algorithm ?? 'no named digest'}`)
  return name
}

export function hashAlgorithmOf(name: HashName): HashAlgorithm {
  return name === 'sha256' ? 'SHA2_256' : name === 'sha384' ? 'SHA2_384' : 'SHA2_512'
}
