import type { Database, Queryable } from '../store/database.ts'
import type { Picture } from './picture.ts'

/** What standings an answer may be read from. */
export interface StandingScope {
  /** Whose numbers are added up. */
  readonly organisations: readonly number[]
  /** All that was so by then is counted. */
  readonly asOf: Date
  /** Another number whenever a standing is another one. */
  readonly folded: number
  /** From so many projects on, of all organisations, the versions of a package are counted. */
  readonly wide: number
}

/** Where there are fewer, all is counted when somebody asks, and is of now. */
const FEWEST_PROJECTS = 500
/**
 * They are brought up to date each minute. Where that fails, or does not keep up, what was counted lacks what became known since, and
 * would show as free of problems what is not: then all is counted when somebody asks, however long it takes.
 */
const OLDEST_MS = 15 * 60_000
/** A clock was set back: until something is counted by it, nobody knows how old they are. */
const AHEAD_MS = 60_000

/**
 * Gives one picture of the standings, where they answer for the viewer: for whoever sees all, or organisations and nothing else, as
 * things are now, in a store of many projects of which everything was counted lately. null: it must be counted.
 */
export async function fromStandings<T>(
  db: Database,
  picture: Picture,
  read: (transaction: Queryable, scope: StandingScope) => Promise<T>,
): Promise<T | null> {
  const { projects } = picture.viewer
  if (picture.at !== null || (projects !== null && (projects.ids.length > 0 || projects.organisations.length === 0))) return null
  const organisations = projects === null ? null : projects.organisations
  if ((await scopeOf(db, organisations, picture.now)) === null) return null
  return db.transaction(
    async (transaction) => {
      const scope = await scopeOf(transaction, organisations, picture.now)
      return scope === null ? null : read(transaction, scope)
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}

/** null: there are none for a store of this size, not of everything yet, or none of these minutes. `only` null: of all organisations. */
async function scopeOf(db: Queryable, only: readonly number[] | null, now: Date): Promise<StandingScope | null> {
  const [row] = await db.query<{ as_of: Date; folded: number; wide: number; organisations: readonly number[] }>(
    `SELECT as_of, folded, wide, ARRAY(SELECT id FROM organisation WHERE $2::int4[] IS NULL OR id = ANY($2::int4[]) ORDER BY id) AS organisations
     FROM standing WHERE as_of BETWEEN $3::timestamptz AND $4::timestamptz AND projects >= $1`,
    [FEWEST_PROJECTS, only, new Date(now.getTime() - OLDEST_MS), new Date(now.getTime() + AHEAD_MS)],
  )
  if (row === undefined) return null
  const { organisations, folded, wide } = row
  return { organisations, asOf: new Date(row.as_of), folded: Number(folded), wide }
}
