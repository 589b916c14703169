import { containingSets } from '../read/containing-sets.ts'
import type { Queryable } from '../store/database.ts'

/** Who has versions: a project whose picture of now is a set that holds one. */
export interface Holding {
  readonly set: number
  readonly project: number
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
export async function holdersOf(db: Queryable, versions: readonly number[]): Promise<ReadonlyMap<number, readonly Holding[]>> {
  const holders = new Map<number, Holding[]>()
  if (versions.length === 0) return holders
  const [row] = await db.query<HoldingColumns>(
    `SELECT array_agg(x.n::int4) AS places, array_agg(c.id) AS sets, array_agg(s.project_id) AS projects
     FROM unnest($1::int4[]) WITH ORDINALITY AS x(version_id, n) ${containingSets('x.version_id', 'now')}
     JOIN snapshot s ON s.set_id = c.id AND s.until IS NULL`,
    [versions],
  )
  const [sets, projects] = [row?.sets ?? [], row?.projects ?? []]
  for (const [at, place] of (row?.places ?? []).entries()) {
    const version = versions[place - 1] as number
    const holding = { set: sets[at] as number, project: projects[at] as number }
    const known = holders.get(version)
    if (known === undefined) holders.set(version, [holding])
    else known.push(holding)
  }
  return holders
}
