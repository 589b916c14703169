import { createHash } from 'node:crypto'
import { Refused } from '../verdict/refused.ts'
import { refuseSha1Collision } from './sha1-collision.ts'

/** Objects that carry signatures. */
export type SignedObjectType = 'commit' | 'tag'

export type GitObjectType = SignedObjectType | 'tree'

/** The id that git gives an object with this content; SHA-1 or SHA-256 by the length of the id it should have. */
export function gitObjectId(type: GitObjectType, raw: Uint8Array, idLength: number): string {
  return createHash(idLength === 64 ? 'sha256' : 'sha1')
    .update(`${type} ${raw.length}\0`)
    .update(raw)
    .digest('hex')
}

/**
 * Refuses an object that is not the one its id names, as a damaged or dishonest object store may give, and one that shares its SHA-1 id
 * with another by design.
 */
export function checkObjectId(id: string, type: GitObjectType, raw: Uint8Array): void {
  const found = gitObjectId(type, raw, id.length)
  if (found !== id) throw new Refused('digest-mismatch', `the content of the ${type} does not give its id`, { expected: id, found })
  if (id.length === 64) return
  const head = Buffer.from(`${type} ${raw.length}\0`)
  refuseSha1Collision(Buffer.concat([head, raw]), `the ${type}`, head.length)
}
