import { pid } from 'node:process'
import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'
import { jsonText } from '../store/stored-text.ts'

const KEY = 'advisory-turn'
/** Whoever gave no sign for this long, by the clock of the database, is believed dead; it gives one with each step. */
const SILENCE = "interval '2 minutes'"

/** The embedded store belongs to one process: whose turn it was in another, that one is gone. */
const PROCESS = `${pid}/${performance.timeOrigin}`

/** Somebody else brings the store up to advisory data meanwhile: what was being done is given up. */
export class TurnLost extends Error {
  override readonly name = 'TurnLost'
}

/** The turn of one of all workers to bring the store up to its advisory data. */
export interface RefreshTurn {
  /** To be called in each transaction that writes: goes on with the turn, or throws `TurnLost`. */
  keep(transaction: Queryable): Promise<void>
}

/**
 * Does `work` when nobody else is at it. Each worker has data of its own: of two at once, one that is behind would take away what the other
 * has just brought, and what the store is brought up to would not be what it says. null: it is somebody else's turn.
 */
export async function inTurn<T>(
  { db, random }: Pick<Services, 'db' | 'random'>,
  work: (turn: RefreshTurn) => Promise<T>,
): Promise<T | null> {
  const by = Buffer.from(random(16)).toString('hex')
  const taken = await db.run(
    `INSERT INTO setting AS s (key, value) VALUES ($1, $2::text::jsonb || jsonb_build_object('at', clock_timestamp()))
     ON CONFLICT (key) DO UPDATE SET value = excluded.value
     WHERE (s.value->>'at')::timestamptz NOT BETWEEN clock_timestamp() - ${SILENCE} AND clock_timestamp() + ${SILENCE}
       OR ($3 AND s.value->>'process' <> $4)`,
    [KEY, jsonText({ by, process: PROCESS }), db.engine === 'embedded', PROCESS],
  )
  if (taken === 0) return null
  try {
    return await work({
      async keep(transaction) {
        const kept = await transaction.run(
          `UPDATE setting SET value = value || jsonb_build_object('at', clock_timestamp()) WHERE key = $1 AND value->>'by' = $2`,
          [KEY, by],
        )
        if (kept === 0) throw new TurnLost('another worker brings the store up to its advisory data')
      },
    })
  } finally {
    await db.run("DELETE FROM setting WHERE key = $1 AND value->>'by' = $2", [KEY, by])
  }
}
