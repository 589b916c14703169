import { createHash } from 'node:crypto'
import { compareCodePoints } from '../encoding/canonical-json.ts'
import { decodeHex } from '../encoding/hex.ts'
import type { JsonObject } from '../encoding/json-value.ts'
import { STATEMENT_V1 } from '../intoto/statement.ts'
import { Refused } from '../verdict/refused.ts'

/** Predicate type of an OpenSSF model signature, version 1.0. */
export const MODEL_SIGNATURE = 'https://model_signing/signature/v1.0'

/** One file of a model, or one piece of a file, with its digest in hex. */
export interface ModelResource {
  /** Path below the model with `/`, `.` for a model that is one file; `path:start:end` for pieces. */
  readonly name: string
  readonly digest: string
}

export interface ModelSerialization {
  readonly method: 'files' | 'shards'
  readonly hash: 'sha256' | 'sha384' | 'sha512'
  /** Bytes; of the method shards only. */
  readonly shardSize?: number
  readonly allowSymlinks: boolean
  /** Paths that were left out, below the model. */
  readonly ignorePaths: readonly string[]
}

/** Every file of a model with its digest, sorted, and how the digests were taken. */
export interface ModelManifest {
  readonly name: string
  readonly serialization: ModelSerialization
  readonly resources: readonly ModelResource[]
}

/** The digest over all digests (model signing specification 1.0, "Root digest"): SHA-256 of their bytes one after the other. */
export function rootDigest(resources: readonly ModelResource[]): string {
  const hash = createHash('sha256')
  for (const { name, digest } of resources) hash.update(decodeHex(digest, `The digest of ${name}`))
  return hash.digest('hex')
}

/** Resources in the order of the format: by path, pieces of one file by where they start. */
export function sortResources(resources: readonly ModelResource[]): readonly ModelResource[] {
  const keyed = resources.map((resource) => ({ resource, ...splitShard(resource.name) }))
  return keyed
    .toSorted((left, right) => compareCodePoints(left.path, right.path) || left.start - right.start)
    .map(({ resource }) => resource)
}

/** `path:start:end` of every piece of a file of this size; none for an empty file. */
export function shardNames(path: string, size: number, shardSize: number): readonly string[] {
  const count = Math.ceil(size / shardSize)
  return Array.from({ length: count }, (_, index) => `${path}:${index * shardSize}:${Math.min((index + 1) * shardSize, size)}`)
}

/** The statement to sign for a model. Refuses paths that leave the model and names that come twice. */
export function makeModelStatement({ name, serialization, resources }: ModelManifest): JsonObject {
  checkNames(resources)
  const { method, hash, shardSize, allowSymlinks, ignorePaths } = serialization
  const sorted = sortResources(resources)
  const algorithm = method === 'shards' ? `${hash}-sharded-${shardSize}` : hash
  return {
    _type: STATEMENT_V1,
    subject: [{ name, digest: { sha256: rootDigest(sorted) } }],
    predicateType: MODEL_SIGNATURE,
    predicate: {
      serialization: {
        method,
        hash_type: hash,
        allow_symlinks: allowSymlinks,
        ...(shardSize === undefined ? {} : { shard_size: shardSize }),
        ...(ignorePaths.length === 0 ? {} : { ignore_paths: [...ignorePaths] }),
      },
      resources: sorted.map((resource) => ({ algorithm, digest: resource.digest, name: resource.name })),
    },
  }
}

/** Refuses absolute paths, steps upwards, empty parts and names that come twice. */
export function checkNames(resources: readonly ModelResource[]): void {
  const seen = new Set<string>()
  for (const { name } of resources) {
    const { path } = splitShard(name)
    const parts = path.split('/')
    const climbs = path !== '.' && parts.some((part) => part === '' || part === '.' || part === '..')
    if (climbs || name.includes('\0') || name.includes('\\')) {
      throw new Refused('malformed', 'A file of the model has a path that leads elsewhere', { found: name })
    }
    if (seen.has(name)) throw new Refused('malformed', 'A file of the model comes twice', { found: name })
    seen.add(name)
  }
}

function splitShard(name: string): { readonly path: string; readonly start: number } {
  const match = /^(.*):(\d+):(\d+)$/s.exec(name)
  return match === null ? { path: name, start: 0 } : { path: match[1] ?? '', start: Number(match[2]) }
}
