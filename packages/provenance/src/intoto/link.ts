import type { JsonObject, JsonValue } from '../encoding/json-value.ts'
import { asArray, asObject, asString, optionalObject, showJson } from '../encoding/json-value.ts'
import { Refused } from '../verdict/refused.ts'
import type { DigestSet } from './digest.ts'
import { readDigestSet } from './digest.ts'
import type { ArtifactKind } from './artifact-rule.ts'

/** Files by path with their digests, as they were before or after a step. */
export type Artifacts = ReadonlyMap<string, DigestSet>

/** What somebody says a step did (in-toto specification 1.0, section 4.4). */
export interface Link {
  readonly name: string
  readonly materials: Artifacts
  readonly products: Artifacts
  readonly command: readonly string[]
  readonly byproducts: JsonObject
  readonly environment: JsonObject
}

/** The part of a link that artifact rules look at. */
export type LinkArtifacts = Readonly<Record<ArtifactKind, Artifacts>>

const MAX_ARTIFACTS = 1_000_000

/** Reads the payload of a link file. */
export function readLink(payload: JsonObject): Link {
  if (payload['_type'] !== 'link')
    throw new Refused('malformed', 'The link file holds something else', { found: showJson(payload['_type']) })
  return {
    name: asString(payload['name'], "The link's name"),
    materials: readArtifacts(payload['materials'], "The link's materials"),
    products: readArtifacts(payload['products'], "The link's products"),
    command: readCommand(payload['command']),
    byproducts: optionalObject(payload['byproducts'], "The link's by-products") ?? {},
    environment: optionalObject(payload['environment'], "The link's environment") ?? {},
  }
}

/** Reads files by path with their digests. */
export function readArtifacts(value: JsonValue | undefined, what: string): Artifacts {
  const entries = Object.entries(asObject(value, what))
  if (entries.length > MAX_ARTIFACTS) throw new Refused('limit-exceeded', `${what} are too many`)
  return new Map(entries.map(([path, digest]) => [path, readDigestSet(digest, `the digest of ${path}`)]))
}

/** Whether two sets of artifacts are the same files with the same digests. */
export function sameArtifacts(left: Artifacts, right: Artifacts): boolean {
  return left.size === right.size && [...left].every(([path, digests]) => sameDigests(digests, right.get(path)))
}

/** Equal in every digest: in-toto compares whole digest sets, so that a second, differing digest cannot hide. */
export function sameDigests(left: DigestSet | undefined, right: DigestSet | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  const names = Object.keys(left)
  return names.length > 0 && names.length === Object.keys(right).length && names.every((name) => left[name] === right[name])
}

/** Older links have the command as one text. */
function readCommand(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'string') return [value]
  return asArray(value, 'A command').map((word) => asString(word, 'A word of a command'))
}
