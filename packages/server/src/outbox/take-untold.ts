import type { Queryable } from '../store/database.ts'

/**
 * Takes the next events of which nobody was told yet, in their order: they count as told when the transaction ends, and nobody else takes them
 * until then. Gives their ids.
 */
export async function takeUntold(transaction: Queryable, limit: number): Promise<readonly number[]> {
  const [row] = await transaction.query<{ ids: readonly number[] | null }>(
    `WITH taken AS MATERIALIZED (
       SELECT id, xact FROM outbox WHERE NOT told ORDER BY xact, id LIMIT $1 FOR UPDATE SKIP LOCKED
     ), written AS (
       UPDATE outbox o SET told = true FROM taken WHERE o.id = taken.id
     )
     SELECT array_agg(id ORDER BY xact, id) AS ids FROM taken`,
    [limit],
  )
  return row?.ids ?? []
}

interface WaitingBatch {
  readonly id: number
  readonly events: number
}

/** The same of events that stand together: each gets its own row. Of batches as many as have no more events than `limit`, but one. */
export async function takeBatches(transaction: Queryable, limit: number): Promise<readonly number[]> {
  const waiting = await transaction.query<WaitingBatch>(
    `SELECT id, cardinality(ids) AS events FROM outbox_batch ORDER BY xact, id LIMIT ${MOST_BATCHES} FOR UPDATE SKIP LOCKED`,
  )
  let room = limit
  const chosen = waiting.filter(({ events }, at) => (room -= events) >= 0 || at === 0).map(({ id }) => id)
  if (chosen.length === 0) return []
  const [row] = await transaction.query<{ ids: readonly number[] }>(
    `WITH taken AS (
       DELETE FROM outbox_batch WHERE id = ANY($1::int8[]) RETURNING *
     ), written AS (
       INSERT INTO outbox (id, at, kind, org_id, project_id, vulnerability_id, payload, told, xact) OVERRIDING SYSTEM VALUE
       SELECT x.id, b.at, b.kind, b.org_id, x.project_id, b.vulnerability_id, b.payloads -> (x.place - 1), true, b.xact
       FROM taken b CROSS JOIN LATERAL unnest(b.ids, b.projects, b.places) AS x(id, project_id, place)
       RETURNING id, xact
     )
     SELECT array_agg(id ORDER BY xact, id) AS ids FROM written`,
    [chosen],
  )
  return row?.ids ?? []
}

const MOST_BATCHES = 200
