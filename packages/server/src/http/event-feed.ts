import { NEWS_PARTS } from '../outbox/news-with.ts'
import type { Log } from '../services.ts'
import type { Database } from '../store/database.ts'

/** One event of the outbox, as it is told to browsers. */
export interface FeedEvent {
  readonly id: number
  /** Where to take up after it: no event that was not told before lies before this place. */
  readonly place: string
  readonly at: string
  readonly kind: string
  readonly organisation: number
  readonly project: number | null
  readonly vulnerability: number | null
  readonly text: string
}

export interface EventFeed {
  /** The place of now. */
  newest(): Promise<string>
  /** Events after a place, in order; at most `limit`. null: the place is none of this store. */
  after(place: string, limit: number): Promise<readonly FeedEvent[] | null>
  /**
   * Rings for every new event, from one look at the store a moment for all listeners. What is asked with `after` from then on and what
   * rings are together all there is. Gives the function that ends it.
   */
  listen(listener: (event: FeedEvent) => void): () => void
}

const POLL_MS = 500
const BATCH = 1000

interface Row {
  readonly id: number
  readonly xact: string
  readonly settled: boolean
  readonly at: Date
  readonly kind: string
  readonly org_id: number
  readonly project_id: number | null
  readonly vulnerability_id: number | null
  readonly text: string | null
}

/**
 * What happens, in an order in which nothing turns up late. Ids are given before their transaction ends, so a smaller one may be seen
 * after a larger one; but no transaction that is still to be seen is older than the oldest that runs. What is older than that is
 * settled, and a place is one of settled events only. Newer events are told at once all the same, under the place before them: a
 * listener who comes back may hear of them again, and never misses one.
 */
export function createEventFeed(db: Database, log: Log): EventFeed {
  const listeners = new Set<(event: FeedEvent) => void>()
  /** Told, but not settled yet. */
  const told = new Set<number>()
  let floor: string | null = null
  let starting: Promise<string> | null = null
  let timer: NodeJS.Timeout | undefined

  function start(): Promise<string> {
    starting ??= newestSettled(db).then(
      (place) => (floor ??= place),
      (error: unknown) => {
        starting = null
        throw error
      },
    )
    return starting
  }

  async function look(): Promise<void> {
    floor ??= await start()
    for (const { event, settled } of await eventsAfter(db, floor, BATCH)) {
      if (settled) floor = event.place
      const known = settled ? told.delete(event.id) : told.has(event.id)
      if (!settled) told.add(event.id)
      if (!known) for (const listener of listeners) listener(event)
    }
  }

  function poll(): void {
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.warn({ reason: (error as Error).message }, 'new events cannot be read; trying again'))
        .finally(() => {
          timer = undefined
          if (listeners.size > 0) return poll()
          floor = starting = null
          told.clear()
        })
    }, POLL_MS)
    timer.unref()
  }

  return {
    newest: () => newestSettled(db),
    async after(place, limit) {
      if (listeners.size > 0) await start()
      const from = await knownPlace(db, place)
      return from === null ? null : (await eventsAfter(db, from, limit)).map(({ event }) => event)
    },
    listen(listener) {
      listeners.add(listener)
      if (timer === undefined) poll()
      return () => void listeners.delete(listener)
    },
  }
}

/** Of the event `e`. (Its text stands under the same name in the answer: without the `e.` an order would be one of texts.) */
const SETTLED = 'e.xact < pg_snapshot_xmin(pg_current_snapshot())'

/** SQL of the first events `e`, and perhaps more: of what was told and of what was not, each from where it stands in order. */
function inOrder(condition: string, direction: 'ASC' | 'DESC', limit: string): string {
  const order = `ORDER BY e.xact ${direction}, e.id ${direction} LIMIT ${limit}`
  return `(${NEWS_PARTS.map(([relation, holds]) => `(SELECT * FROM ${relation} e WHERE ${holds} AND ${condition} ${order})`).join(' UNION ALL ')})`
}

/** The place of the newest event that is settled. */
async function newestSettled(db: Database): Promise<string> {
  const [row] = await db.query<{ xact: string; id: number }>(
    `SELECT e.xact::text AS xact, e.id FROM ${inOrder(SETTLED, 'DESC', '1')} e ORDER BY e.xact DESC, e.id DESC LIMIT 1`,
  )
  return row === undefined ? '0-0' : `${row.xact}-${row.id}`
}

/** The place as it was given; null for what is none, and for one of a transaction that this store has not had. */
async function knownPlace(db: Database, place: string): Promise<string | null> {
  const [, xact, id] = /^(\d{1,19})-(\d{1,15})$/.exec(place) ?? []
  if (xact === undefined || id === undefined) return null
  const [row] = await db.query<{ known: boolean }>(
    'SELECT $1::text::numeric < pg_snapshot_xmax(pg_current_snapshot())::text::numeric AS known',
    [xact],
  )
  return row?.known === true ? place : null
}

async function eventsAfter(
  db: Database,
  place: string,
  limit: number,
): Promise<readonly { readonly event: FeedEvent; readonly settled: boolean }[]> {
  const [xact, id] = place.split('-')
  const rows = await db.query<Row>(
    `SELECT e.id, e.xact::text AS xact, ${SETTLED} AS settled, e.at, e.kind, e.org_id, e.project_id, e.vulnerability_id, e.payload->>'text' AS text
     FROM ${inOrder('(e.xact, e.id) > ($1::text::xid8, $2::int8)', 'ASC', '$3')} e ORDER BY e.xact, e.id LIMIT $3`,
    [xact, id, limit],
  )
  let last = place
  return rows.map((row) => {
    if (row.settled) last = `${row.xact}-${row.id}`
    return { event: eventOf(row, last), settled: row.settled }
  })
}

function eventOf({ id, at, kind, org_id, project_id, vulnerability_id, text }: Row, place: string): FeedEvent {
  const time = new Date(at).toISOString()
  return {
    id: Number(id),
    place,
    at: time,
    kind,
    organisation: org_id,
    project: project_id,
    vulnerability: vulnerability_id,
    text: text ?? '',
  }
}
