import type { Log } from '../../services.ts'
import { inBackground } from '../background-work.ts'
import { capacityOf } from '../capacity.ts'
import type { Database } from '../database.ts'
import { schemaVersion } from '../migrate.ts'

export interface HousekeepingOptions {
  readonly log: Log
  readonly everySeconds?: number
}

const EVERY_SECONDS = 30
/** As autovacuum's: a table is due when this many rows changed, and this share of it. */
const VACUUM_ROWS = 50
const VACUUM_SHARE = 0.2
const ANALYZE_ROWS = 50
const ANALYZE_SHARE = 0.1
const ONE_ROUND = 8
/** Rounds between two looks at how much is used. */
const MEASURE_ROUNDS = 20

interface DueTable {
  readonly name: string
  readonly vacuum: boolean
}

/**
 * What background processes do on a server and nobody does in the embedded engine: checkpoints (else the log grows without end),
 * vacuum, statistics for the planner, and the pending lists of GIN indexes. Stops with the function that it gives.
 */
export function keepHouse(db: Database, { log, everySeconds = EVERY_SECONDS }: HousekeepingOptions): () => Promise<void> {
  let position = ''
  let round: Promise<void> = Promise.resolve()
  let busy = false
  let rounds = 0
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    round = inBackground(() => tidy(db, position))
      .then((reached) => {
        position = reached
        return rounds++ % MEASURE_ROUNDS === 0 ? warnOfSize(db, log) : undefined
      })
      .catch((error: unknown) => log.warn({ reason: (error as Error).message }, 'housekeeping of the embedded database failed'))
      .finally(() => void (busy = false))
  }, everySeconds * 1000)
  timer.unref()
  return () => {
    clearInterval(timer)
    return round
  }
}

/** One round; gives the position in the log up to which nothing is left to do. */
export async function tidy(db: Database, since: string): Promise<string> {
  if ((await logPosition(db)) === since) return since
  for (const { name, vacuum } of await dueTables(db)) await db.run(`${vacuum ? 'VACUUM (ANALYZE)' : 'ANALYZE'} ${name}`)
  await db.query(
    "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE relname IN ('component_set_members', 'component_set_past') AND relkind = 'i'",
  )
  await db.run('CHECKPOINT')
  return logPosition(db)
}

async function warnOfSize(db: Database, log: Log): Promise<void> {
  if ((await schemaVersion(db)) === 0) return
  const { state, advice, bytes, memberships } = await capacityOf(db)
  if (state !== 'fine') log.warn({ state, bytes, memberships }, advice)
}

async function logPosition(db: Database): Promise<string> {
  const [row] = await db.query<{ position: string }>('SELECT pg_current_wal_insert_lsn()::text AS position')
  return row?.position ?? ''
}

async function dueTables(db: Database): Promise<readonly DueTable[]> {
  // What this session counted is passed on after a second only, unless asked.
  await db.query('SELECT pg_stat_force_next_flush()')
  return db.query<DueTable>(
    `SELECT format('%I.%I', schemaname, relname) AS name, n_dead_tup > $1::float8 + $2::float8 * n_live_tup AS vacuum
     FROM pg_stat_user_tables
     WHERE n_dead_tup > $1::float8 + $2::float8 * n_live_tup OR n_mod_since_analyze > $3::float8 + $4::float8 * n_live_tup
     ORDER BY n_dead_tup + n_mod_since_analyze DESC LIMIT ${ONE_ROUND}`,
    [VACUUM_ROWS, VACUUM_SHARE, ANALYZE_ROWS, ANALYZE_SHARE],
  )
}
