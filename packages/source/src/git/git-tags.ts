import type { GitPerson } from './git-person.ts'
import { parseCommit } from './parse-commit.ts'
import type { GitTagObject } from './parse-tag.ts'
import { parseTag } from './parse-tag.ts'
import type { GitObject } from './read-objects.ts'
import { readObjects } from './read-objects.ts'
import type { GitRef } from './read-refs.ts'
import type { GitPlace } from './run-git.ts'

/** A tag of the repository. */
export interface GitTag {
  /** Without `refs/tags/`. */
  readonly name: string
  /** What the ref points at: the tag object, or the tagged object itself when lightweight. */
  readonly id: string
  readonly annotated: boolean
  /** Id of the object at the end of all tags of tags; null when one of them is missing. */
  readonly target: string | null
  readonly targetType: GitObject['type']
  /** Who tagged; for a lightweight tag who committed. null when the object does not say. */
  readonly tagger: GitPerson | null
  /** Only annotated tags. */
  readonly object: GitTagObject | null
}

const NESTED_TAGS = 5

/** All tags by name. */
export async function readTags(place: GitPlace, refs: readonly GitRef[]): Promise<readonly GitTag[]> {
  const tagRefs = refs.filter((ref) => ref.name.startsWith('refs/tags/'))
  const known = new Map<string, GitObject>()
  let wanted = new Set(tagRefs.map((ref) => ref.id))
  for (let round = 0; round <= NESTED_TAGS && wanted.size > 0; round++) {
    const next = new Set<string>()
    for await (const objects of readObjects(place, wanted)) {
      for (const object of objects) {
        known.set(object.id, kept(object))
        const target = targetOf(object)
        if (target !== null && !known.has(target)) next.add(target)
      }
    }
    wanted = next
  }
  return tagRefs.map((ref) => tagOf(ref, known))
}

/** Pieces of the stream share memory with much that is not needed; contents of trees and blobs are not needed at all. */
function kept(object: GitObject): GitObject {
  const isNeeded = object.type === 'tag' || object.type === 'commit'
  return { ...object, bytes: isNeeded && object.bytes !== null ? Uint8Array.from(object.bytes) : null }
}

function targetOf({ id, type, bytes }: GitObject): string | null {
  if (type !== 'tag' || bytes === null) return null
  const { target } = parseTag(id, bytes)
  return /^[0-9a-f]{40,64}$/.test(target) && target.length === id.length ? target : null
}

function tagOf(ref: GitRef, known: ReadonlyMap<string, GitObject>): GitTag {
  const own = known.get(ref.id)
  let end = own
  for (let round = 0; round <= NESTED_TAGS && end?.type === 'tag'; round++) end = known.get(targetOf(end) ?? '')
  const object = own?.type === 'tag' && own.bytes !== null ? parseTag(own.id, own.bytes) : null
  const commit = own?.type === 'commit' && own.bytes !== null ? parseCommit(own.id, own.bytes) : null
  return {
    name: ref.name.slice('refs/tags/'.length),
    id: ref.id,
    annotated: own?.type === 'tag',
    target: end === undefined || end.type === 'tag' || end.type === 'missing' ? null : end.id,
    targetType: end?.type ?? 'missing',
    tagger: object?.tagger ?? commit?.committer ?? null,
    object,
  }
}
