import { splitObject } from './parse-commit.ts'
import type { GitPerson } from './git-person.ts'
import { parsePerson } from './git-person.ts'
import type { GitSignature } from './signed-object.ts'
import { splitSignedTag } from './signed-object.ts'

/** An annotated tag as its object states it. */
export interface GitTagObject {
  readonly id: string
  /** Object it points at; of `targetType`: commit, tree, blob or another tag. */
  readonly target: string
  readonly targetType: string
  /** The name inside the object; a ref of another name may point at it. */
  readonly name: string
  /** null in some tags older than 2005. */
  readonly tagger: GitPerson | null
  readonly message: string
  readonly signature: GitSignature | null
  /** The object itself, without its `tag <size>` head. */
  readonly raw: Uint8Array
}

/** Reads a raw tag object. Takes anything; what is missing stays empty. */
export function parseTag(id: string, raw: Uint8Array): GitTagObject {
  const { headers, body } = splitObject(raw)
  const header = (name: string) => headers.find(([key]) => key === name)?.[1]
  const tagger = header('tagger')
  return {
    id,
    target: header('object') ?? '',
    targetType: header('type') ?? '',
    name: header('tag') ?? '',
    tagger: tagger === undefined ? null : parsePerson(tagger),
    message: body.toString('utf8'),
    signature: splitSignedTag(raw),
    raw,
  }
}
