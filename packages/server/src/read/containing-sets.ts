import type { Picture } from './picture.ts'

/** Sets that may be somebody's picture of now, or all that ever were somebody's. */
export type SetsOf = 'now' | 'ever'

/** The sets among which those of the picture's moment are. */
export function setsOf({ at }: Pick<Picture, 'at'>): SetsOf {
  return at === null ? 'now' : 'ever'
}

/**
 * The sets that have the version which `version` (SQL) names, as a subquery `c` with `id`. The inverted index is asked version by
 * version: left to itself, the planner takes a version for rare or for frequent without knowing which, and reads every set there is.
 * Sets that nobody has any more have an index of their own (`retireSets`), so that what is asked about now does not grow with the past.
 */
export function setsWith(version: string, of: SetsOf): string {
  const among = (which: string): string =>
    `SELECT sets.id FROM component_set sets WHERE sets.members @> ARRAY[${version}] AND sets.matched IS ${which}`
  return `(${among('NULL')}${of === 'ever' ? ` UNION ALL ${among('NOT NULL')}` : ''} OFFSET 0) c`
}

/** `setsWith` for each row of what stands before it. */
export function containingSets(version: string, of: SetsOf): string {
  return `CROSS JOIN LATERAL ${setsWith(version, of)}`
}

/** SQL: the members of the set `c` that may have matches. Of a set that nobody has any more these are kept: they are few. */
export const MATCHED_MEMBERS = 'coalesce(c.matched, c.members)'

/** The same for sets of the picture's moment. Of the bare column the planner knows (since PostgreSQL 17) how many members sets have. */
export function matchedMembers(of: SetsOf): string {
  return of === 'now' ? 'c.members' : MATCHED_MEMBERS
}
