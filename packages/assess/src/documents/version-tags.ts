import type { Facts } from '../facts/facts.ts'
import type { TagFact } from '../facts/git-facts.ts'
import { reading } from '../facts/reading.ts'
import type { Fact } from '../outcome.ts'

export interface VersionTag {
  readonly tag: TagFact
  /** The version in the tag's name. */
  readonly version: string
  /** What stands before it: `v`, `release-`, `pkg/sub/v`; one project may number several things. */
  readonly prefix: string
}

const TAG = /^(.{0,80}?)(\d{1,6}(?:[._]\d{1,10}){1,4}(?:[-._+]?[0-9A-Za-z.+-]{1,60})?)$/

/** Tags that name versions, newest first. */
export const versionTags: (facts: Facts) => Fact<readonly VersionTag[]> = reading(({ git }) => {
  if (!git.known) return git
  const tags = git.value.tags.flatMap((tag): readonly VersionTag[] => {
    const found = TAG.exec(tag.name)
    return found === null ? [] : [{ tag, prefix: found[1] ?? '', version: found[2] ?? '' }]
  })
  return { known: true, value: tags.sort((a, b) => (a.tag.date < b.tag.date ? 1 : a.tag.date > b.tag.date ? -1 : 0)) }
})
