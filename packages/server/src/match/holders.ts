import { holdingSnapshots } from '../read/holding-snapshots.ts'
import type { Queryable } from '../store/database.ts'

/** Who has a version: the projects whose picture of now is a set that holds it, and these sets in the same order. */
export interface Holders {
  readonly sets: readonly number[]
  readonly projects: readonly number[]
}

interface HoldingColumns {
  /** Places of the versions, from 1. */
  readonly places: readonly number[] | null
  readonly sets: readonly number[] | null
  readonly projects: readonly number[] | null
}

/**
 * Who has each of these versions; those that nobody has are left out. As one row, since thousands of rows cost more to hand over than to
 * find.
 */
export async function holdersOf(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, Holders>> {
  const holders = new Map<number, { readonly sets: number[]; readonly projects: number[] }>()
  if (versions.length === 0) return holders
  const [row] = await db.query<HoldingColumns>(
    `SELECT array_agg(x.n::int4) AS places, array_agg(s.set_id) AS sets, array_agg(s.project_id) AS projects
     FROM unnest($1::int4[]) WITH ORDINALITY AS x(version_id, n) ${holdingSnapshots('x.version_id', 'now', 's.until IS NULL')}`,
    [versions],
  )
  const [sets, projects] = [row?.sets ?? [], row?.projects ?? []]
  for (const [at, place] of (row?.places ?? []).entries()) {
    const version = versions[place - 1] as number
    const known = holders.get(version) ?? { sets: [], projects: [] }
    holders.set(version, known)
    known.sets.push(sets[at] as number)
    known.projects.push(projects[at] as number)
  }
  return holders
}
