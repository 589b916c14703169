import { decodeHex } from '../encoding/hex.ts'
import type { JsonValue } from '../encoding/json-value.ts'
import { asObject, asString } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'

/** Digests of one thing by algorithm name, hex in lower case (in-toto attestation v1, DigestSet). */
export type DigestSet = Readonly<Record<string, string>>

/** Hash functions on which identity of content may rest, with the bytes of their output. */
const STRONG = new Map([
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
  ['sha3_256', 32],
  ['sha3_384', 48],
  ['sha3_512', 64],
  ['sha512_256', 32],
])

/** Names of git objects: the repository's own check stands behind them, so SHA-1 is as good as git is. */
const GIT_OBJECTS = ['gitCommit', 'gitTree', 'gitBlob', 'gitTag']

/**
 * Reads a DigestSet. Hex of known algorithms is brought to lower case and must have the right length; digests of unknown
 * algorithms stay as they are and never count in a comparison.
 */
export function readDigestSet(value: JsonValue | undefined, what: string): DigestSet {
  const digests: Record<string, string> = { __proto__: null } as unknown as Record<string, string>
  for (const [algorithm, digest] of Object.entries(asObject(value, what))) {
    const text = asString(digest, `${algorithm} of ${what}`)
    digests[algorithm] = comparable(algorithm) ? normalDigest(algorithm, text, what) : text
  }
  return digests
}

/** True where equality of this digest proves equality of content. */
export function isStrong(algorithm: string): boolean {
  return STRONG.has(algorithm) || GIT_OBJECTS.includes(algorithm)
}

/**
 * Whether two digest sets are about the same content: `equal` needs a strong algorithm in common and no common one that differs;
 * `weak` says that only weak algorithms agree.
 */
export function compareDigests(left: DigestSet, right: DigestSet): 'equal' | 'weak' | 'different' | 'nothing-in-common' {
  const common = Object.keys(left).filter((algorithm) => comparable(algorithm) && right[algorithm] !== undefined)
  if (common.some((algorithm) => left[algorithm] !== right[algorithm])) return 'different'
  if (common.some((algorithm) => isStrong(algorithm))) return 'equal'
  return common.length > 0 ? 'weak' : 'nothing-in-common'
}

/** `sha256:ab12…` of the first strong digest, for people. */
export function showDigests(digests: DigestSet): string {
  const entries = Object.entries(digests)
  const [algorithm, digest] = entries.find(([name]) => isStrong(name)) ?? entries[0] ?? []
  return algorithm === undefined ? 'no digest' : `${algorithm}:${digest}`
}

function comparable(algorithm: string): boolean {
  return isStrong(algorithm) || algorithm === 'sha1' || algorithm === 'md5' || algorithm === 'sha224'
}

function normalDigest(algorithm: string, text: string, what: string): string {
  const bytes = decodeHex(text, `${algorithm} of ${what}`)
  const length = STRONG.get(algorithm)
  if (bytes.length === 0 || (length !== undefined && bytes.length !== length)) {
    throw new Refused('malformed', `${algorithm} of ${what} has the wrong length`, { found: `${bytes.length} bytes` })
  }
  return text.toLowerCase()
}
