import type { Log } from '../services.ts'
import type { Database } from '../store/database.ts'

/** One event of the outbox, as it is told to browsers. */
export interface FeedEvent {
  readonly id: number
  readonly at: string
  readonly kind: string
  readonly organisation: number
  readonly project: number | null
  readonly vulnerability: number | null
  readonly text: string
}

export interface EventFeed {
  /** Newest event known. */
  last(): Promise<number>
  /** Events after `id`, in order; at most `limit`. */
  after(id: number, limit: number): Promise<readonly FeedEvent[]>
  /** Rings for every new event, from one look at the store a moment for all listeners. Gives the function that ends it. */
  listen(listener: (event: FeedEvent) => void): () => void
}

const POLL_MS = 500
/** Ids are given before their transaction ends: smaller ones may turn up this long after larger ones. */
const LATE_MS = 10_000
const BATCH = 1000

interface Row {
  readonly id: number
  readonly at: Date
  readonly kind: string
  readonly org_id: number
  readonly project_id: number | null
  readonly vulnerability_id: number | null
  readonly text: string | null
}

export function createEventFeed(db: Database, log: Log, now: () => Date): EventFeed {
  const listeners = new Set<(event: FeedEvent) => void>()
  const seen = new Map<number, number>()
  let floor: number | null = null
  let timer: NodeJS.Timeout | undefined

  async function last(): Promise<number> {
    const [row] = await db.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM outbox')
    return Number(row?.id ?? 0)
  }

  async function after(id: number, limit: number): Promise<readonly FeedEvent[]> {
    const rows = await db.query<Row>(
      `SELECT id, at, kind, org_id, project_id, vulnerability_id, payload->>'text' AS text FROM outbox WHERE id > $1 ORDER BY id LIMIT $2`,
      [id, limit],
    )
    return rows.map(eventOf)
  }

  async function look(): Promise<void> {
    floor ??= await last()
    const time = now().getTime()
    for (const event of await after(floor, BATCH)) {
      if (seen.has(event.id)) continue
      seen.set(event.id, time)
      for (const listener of listeners) listener(event)
    }
    const old = [...seen].filter(([, at]) => time - at > LATE_MS || seen.size > BATCH / 2).map(([id]) => id)
    for (const id of old) {
      floor = Math.max(floor, id)
      seen.delete(id)
    }
    for (const id of seen.keys()) if (id <= floor) seen.delete(id)
  }

  function poll(): void {
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => log.warn({ reason: (error as Error).message }, 'new events cannot be read; trying again'))
        .finally(() => {
          timer = undefined
          if (listeners.size > 0) poll()
          else floor = null
        })
    }, POLL_MS)
    timer.unref()
  }

  return {
    last,
    after,
    listen(listener) {
      listeners.add(listener)
      if (timer === undefined) poll()
      return () => void listeners.delete(listener)
    },
  }
}

function eventOf({ id, at, kind, org_id, project_id, vulnerability_id, text }: Row): FeedEvent {
  const time = new Date(at).toISOString()
  return { id: Number(id), at: time, kind, organisation: org_id, project: project_id, vulnerability: vulnerability_id, text: text ?? '' }
}
