import { createHash } from 'node:crypto'
import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CupelError, documentInvalid, targetMissing } from '@cupel/model'
import { shardNames, sortResources } from '@cupel/provenance'
import type { ModelResource, ModelSerialization } from '@cupel/provenance'

/** How a model's files are hashed. */
export type ModelHashing = Pick<ModelSerialization, 'method' | 'hash' | 'shardSize' | 'allowSymlinks'>

/** Ends the name that stands for an empty file among pieces: the specification has none for it, so nobody can have signed it. */
export const NO_PIECE = ':0:0'

const CHUNK = 1 << 20
const MAX_FILES = 1_000_000

/**
 * Every file of a model with its digest (model signing specification 1.0, "Manifest"); `skip` tells paths below the model that are
 * left out. Files are hashed in pieces, none is held. Refuses links unless they are allowed, and whatever is no file.
 */
export function hashModel(path: string, hashing: ModelHashing, skip: (name: string) => boolean): readonly ModelResource[] {
  const found: ModelResource[] = []
  const visit = (file: string, name: string): void => {
    const stat = lstatSync(file)
    if (stat.isSymbolicLink() && !hashing.allowSymlinks)
      throw documentInvalid(file, 'is a link, which models are signed without', { hint: 'give --allow-symlinks if the link belongs to it' })
    const target = stat.isSymbolicLink() ? statSync(file) : stat
    if (target.isDirectory()) {
      if (stat.isSymbolicLink()) throw documentInvalid(file, 'is a link to a folder')
      for (const child of readdirSync(file)) {
        const inner = name === '.' ? child : `${name}/${child}`
        if (!skip(inner)) visit(join(file, child), inner)
      }
      return
    }
    if (!target.isFile()) throw documentInvalid(file, 'is neither file nor folder')
    if (found.length > MAX_FILES) throw documentInvalid(path, `has more than ${MAX_FILES} files`)
    found.push(...resourcesOf(file, name, target.size, hashing))
  }
  try {
    visit(path, '.')
  } catch (error) {
    throw error instanceof CupelError ? error : targetMissing(path, error)
  }
  return sortResources(found)
}

function resourcesOf(file: string, name: string, size: number, { method, hash, shardSize = 0 }: ModelHashing): readonly ModelResource[] {
  if (method === 'files') return [{ name, digest: hashRange(file, hash, 0, size) }]
  if (size === 0) return [{ name: name + NO_PIECE, digest: hashRange(file, hash, 0, 0) }]
  return shardNames(name, size, shardSize).map((shard, index) => {
    return { name: shard, digest: hashRange(file, hash, index * shardSize, Math.min((index + 1) * shardSize, size)) }
  })
}

function hashRange(file: string, algorithm: string, start: number, end: number): string {
  const hash = createHash(algorithm)
  const handle = openSync(file, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    for (let at = start; at < end;) {
      const read = readSync(handle, chunk, 0, Math.min(CHUNK, end - at), at)
      if (read === 0) break
      hash.update(chunk.subarray(0, read))
      at += read
    }
  } finally {
    closeSync(handle)
  }
  return hash.digest('hex')
}
