import type { Queryable } from '../database.ts'
import { SqlError } from '../store-fault.ts'

const SETTING = 'backup'
/** The schema is older than notes are, or the user of the database may only read: a backup is one all the same. */
const CANNOT = ['42P01', '42501', '25006']

/** Notes that a backup was made. */
export async function noteBackup(db: Queryable, made: Date): Promise<void> {
  try {
    await db.run('INSERT INTO setting (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value', [
      SETTING,
      JSON.stringify({ made: made.toISOString() }),
    ])
  } catch (error) {
    if (!(error instanceof SqlError) || !CANNOT.includes(error.code)) throw error
  }
}

/** When the newest backup by `cupel server backup` was made; null: none is known of. */
export async function lastBackup(db: Queryable): Promise<Date | null> {
  const [row] = await db.query<{ made: string | null }>("SELECT value->>'made' AS made FROM setting WHERE key = $1", [SETTING])
  return row?.made == null ? null : new Date(row.made)
}
