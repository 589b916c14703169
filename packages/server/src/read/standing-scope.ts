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
 * Gives one picture of the standings, where they answer for the viewer: for whoever sees all, or organisations and nothing else, as
 * things are now, in a store of many projects of which everything was counted once. null: it must be counted.
 */
export async function fromStandings<T>(
  db: Database,
  picture: Picture,
  read: (transaction: Queryable, scope: StandingScope) => Promise<T>,
): Promise<T | null> {
  const { projects } = picture.viewer
  if (picture.at !== null || (projects !== null && (projects.ids.length > 0 || projects.organisations.length === 0))) return null
  const organisations = projects === null ? null : projects.organisations
  if ((await scopeOf(db, organisations)) === null) return null
  return db.transaction(
    async (transaction) => {
      const scope = await scopeOf(transaction, organisations)
      return scope === null ? null : read(transaction, scope)
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}

/** null: there are none for a store of this size, or not of everything yet. `only` null: of all organisations. */
async function scopeOf(db: Queryable, only: readonly number[] | null): Promise<StandingScope | null> {
  const [row] = await db.query<{ as_of: Date; folded: number; wide: number; organisations: readonly number[] }>(
    `SELECT as_of, folded, wide, ARRAY(SELECT id FROM organisation WHERE $2::int4[] IS NULL OR id = ANY($2::int4[]) ORDER BY id) AS organisations
     FROM standing WHERE as_of IS NOT NULL AND projects >= $1`,
    [FEWEST_PROJECTS, only],
  )
  if (row === undefined) return null
  const { organisations, folded, wide } = row
  return { organisations, asOf: new Date(row.as_of), folded: Number(folded), wide }
}
