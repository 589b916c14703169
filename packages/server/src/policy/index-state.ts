import type { IndexState } from '@cupel/model'
import type { Queryable } from '../store/database.ts'

type Kept = Partial<IndexState>

/**
 * Which advisory data the matches come from: what the feed wrote under the setting `advisory-data`. Without it there is none, and what
 * rules ask about it is unknown.
 */
export async function indexState(db: Queryable): Promise<IndexState> {
  const [row] = await db.query<{ value: Kept }>("SELECT value FROM setting WHERE key = 'advisory-data'")
  const { kind = 'none', digest = '', modified = '', records = 0, ecosystems = [], kev, epss } = row?.value ?? {}
  const signals = kev !== undefined && epss !== undefined ? { kev, epss } : await storedSignals(db)
  return { kind, digest, modified, records, ecosystems, kev: kev ?? signals.kev, epss: epss ?? signals.epss }
}

/** Where nobody says which catalogues are in the data, what they say of known problems shows it. */
async function storedSignals(db: Queryable): Promise<{ readonly kev: string; readonly epss: string }> {
  const [row] = await db.query<{ kev: string | null; scored: boolean }>(
    `SELECT (SELECT max(kev_added)::text FROM vulnerability WHERE kev_added IS NOT NULL) AS kev,
       EXISTS (SELECT 1 FROM vulnerability WHERE epss IS NOT NULL) AS scored`,
  )
  return { kev: row?.kev ?? '', epss: row?.scored === true ? 'unknown' : '' }
}
