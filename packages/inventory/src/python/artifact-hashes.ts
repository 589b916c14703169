import type { Hash, HashAlgorithm } from '@cupel/model'
import { hexHash } from '../text/digest.ts'

const ALGORITHMS: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])

/** `algorithm:hex` texts of a release's files, as hashes; each once, unknown algorithms left out. */
export function artifactHashes(texts: Iterable<unknown>): readonly Hash[] {
  const hashes = new Map<string, Hash>()
  for (const text of texts) {
    if (typeof text !== 'string') continue
    const colon = text.indexOf(':')
    const algorithm = text.slice(0, colon).toLowerCase()
    if (!ALGORITHMS.has(algorithm)) continue
    for (const hash of hexHash(algorithm as HashAlgorithm, text.slice(colon + 1))) hashes.set(text.toLowerCase(), hash)
  }
  return [...hashes.values()]
}
