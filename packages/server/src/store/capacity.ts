import type { Database } from './database.ts'

/** How much of what the engine is made for is used. */
export interface Capacity {
  readonly bytes: number
  /** Components over all projects, as their documents state them. */
  readonly memberships: number
  /** `over`: still answered, but move; without limits it is always `fine`. */
  readonly state: 'fine' | 'near' | 'over'
  /** What to do about it; empty when fine. */
  readonly advice: string
}

/** Beyond these a PostgreSQL server is the better home: the embedded engine has one session and the memory of one thread. */
export const EMBEDDED_LIMITS = { bytes: 2_000_000_000, memberships: 5_000_000 } as const

const NEAR = 0.8

/** What the store holds, against what the embedded engine is made for. */
export async function capacityOf(
  db: Database,
  limits: { readonly bytes: number; readonly memberships: number } = EMBEDDED_LIMITS,
): Promise<Capacity> {
  const [row] = await db.query<{ bytes: number; memberships: number }>(
    `SELECT pg_database_size(current_database()) AS bytes,
       (SELECT coalesce(sum(n), 0) FROM set_count JOIN snapshot ON snapshot.set_id = set_count.set_id AND snapshot.until IS NULL) AS memberships`,
  )
  const { bytes = 0, memberships = 0 } = row ?? {}
  const used = db.engine === 'embedded' ? Math.max(bytes / limits.bytes, memberships / limits.memberships) : 0
  if (used < NEAR) return { bytes, memberships, state: 'fine', advice: '' }
  return {
    bytes,
    memberships,
    state: used < 1 ? 'near' : 'over',
    advice:
      `the embedded database holds ${(bytes / 1e9).toFixed(1)} GB and ${memberships.toLocaleString('en')} components in projects ` +
      `(made for ${limits.bytes / 1e9} GB, ${limits.memberships.toLocaleString('en')}); stop the server and move to PostgreSQL: ` +
      'cupel server move --to postgresql://USER@HOST/DATABASE',
  }
}
