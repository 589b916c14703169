import { createHash } from 'node:crypto'
import type { JsonObject } from '../encoding/json-value.ts'
import { asCount, asObject, asString, optionalObject } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'

/** What one metadata file says about another file (§4.4, §4.5). */
export interface FileDescription {
  /** Undefined for targets, which have no version. */
  readonly version: number | undefined
  readonly length: number | undefined
  /** Hexadecimal by algorithm; empty when none is given. */
  readonly hashes: Readonly<Record<string, string>>
}

const KNOWN_HASHES: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512'])

/** The description of a metadata file: version needed, length and hashes at will. */
export function readMetaFile(value: JsonObject, what: string): FileDescription {
  return { version: asCount(value['version'], `the version of ${what}`), length: readLength(value, what), hashes: readHashes(value, what) }
}

/** The description of a target: length and at least one hash are needed. */
export function readTargetFile(value: JsonObject, what: string): FileDescription {
  const length = asCount(value['length'], `the length of ${what}`)
  const hashes = readHashes(value, what)
  if (Object.keys(hashes).length === 0) throw new Refused('malformed', `${what} has no hash`)
  return { version: undefined, length, hashes }
}

/** Throws unless the bytes are the described file: length, and every hash that is known, of which there must be one if any is given. */
export function checkFile(bytes: Uint8Array, description: FileDescription, what: string): void {
  const { length, hashes } = description
  if (length !== undefined && bytes.length !== length) {
    throw new Refused('digest-mismatch', `${what} has another length than announced`, {
      expected: `${length} bytes`,
      found: `${bytes.length} bytes`,
    })
  }
  const known = Object.entries(hashes).filter(([algorithm]) => KNOWN_HASHES.has(algorithm))
  if (known.length === 0 && Object.keys(hashes).length > 0) {
    throw new Refused('unsupported-algorithm', `${what} is announced with hashes of unknown kinds only`, {
      found: Object.keys(hashes).join(', ').slice(0, 200),
    })
  }
  for (const [algorithm, expected] of known) {
    const found = createHash(algorithm).update(bytes).digest('hex')
    if (found !== expected.toLowerCase()) throw new Refused('digest-mismatch', `${what} is not the file announced`, { expected, found })
  }
}

function readLength(value: JsonObject, what: string): number | undefined {
  return value['length'] === undefined ? undefined : asCount(value['length'], `the length of ${what}`)
}

function readHashes(value: JsonObject, what: string): Readonly<Record<string, string>> {
  const hashes = optionalObject(value['hashes'], `the hashes of ${what}`)
  return Object.fromEntries(
    Object.entries(hashes ?? {}).map(([algorithm, hash]) => [algorithm, asString(hash, `the ${algorithm.slice(0, 20)} hash of ${what}`)]),
  )
}

/** The entries under `meta` of a timestamp or snapshot. */
export function metaOf(signed: JsonObject, what: string): JsonObject {
  return asObject(signed['meta'], `"meta" of ${what}`)
}
