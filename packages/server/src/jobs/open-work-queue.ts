import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { redact } from '@cupel/model'
import PgBoss from 'pg-boss'
import type { Database, Queryable } from '../store/database.ts'
import type { JobDefinition } from './define-job.ts'
import type { AsideJob, QueueCounts, TakenJob, WorkQueue } from './work-queue.ts'

export interface WorkQueueOptions {
  readonly definitions: readonly JobDefinition[]
  /** A worker that gives no sign for this long is believed dead. */
  readonly leaseSeconds?: number
}

const LEASE_SECONDS = 60
const RETRY_DELAY_SECONDS = 5
const MAX_REASON = 4000
/** A job from further in the future than this was written by a clock that was wrong. */
const LONGEST_RETRY = "interval '6 hours'"
const AFTER_COMMIT_MS = 100
/** Before now: pg-boss takes what began before now, and the embedded engine's clock counts milliseconds. */
const AT_ONCE = '-1 millisecond'
const CLOCK_TOLERANCE = "interval '2 minutes'"

/** PostgreSQL ended one of two transactions that waited for each other. */
const DEADLOCK = '40P01'
const ATTEMPTS = 8

/** Processes that start together make the same queues; one that is the other's deadlock begins again, as the making is idempotent. */
async function makeQueuesAmongOthers(db: Database, boss: PgBoss, wanted: readonly Queue[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await makeQueues(db, boss, wanted)
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === ATTEMPTS) throw error
    }
  }
}

type Queue = PgBoss.Queue

function queueOf({ queue, retries, retryDelaySeconds = RETRY_DELAY_SECONDS }: JobDefinition, leaseSeconds: number): Queue {
  const options = { policy: 'short' as const, retryLimit: retries, retryDelay: retryDelaySeconds, retryBackoff: true }
  return { name: queue, ...options, expireInSeconds: leaseSeconds }
}

/** Only what is not so yet is written. */
async function makeQueues(db: Database, boss: PgBoss, wanted: readonly Queue[]): Promise<void> {
  const kept = await db.query<Queue>(
    `SELECT name, policy, retry_limit AS "retryLimit", retry_delay AS "retryDelay", retry_backoff AS "retryBackoff",
       expire_seconds AS "expireInSeconds" FROM pgboss.queue`,
  )
  const byName = new Map(kept.map((queue) => [queue.name, queue]))
  for (const queue of wanted) {
    if (isDeepStrictEqual(byName.get(queue.name), queue)) continue
    await boss.createQueue(queue.name, queue)
    await boss.updateQueue(queue.name, queue)
  }
}

/**
 * The job queue: pg-boss over our own database, so that a job is stored in the transaction of its cause, on both engines. What it
 * does not have is added in its own table: leases are renewed (its expiry counts from `started_on`), jobs are handed back.
 */
export async function openWorkQueue(db: Database, { definitions, leaseSeconds = LEASE_SECONDS }: WorkQueueOptions): Promise<WorkQueue> {
  const boss = new PgBoss({ db: bossDatabase(db), supervise: false, schedule: false, migrate: true })
  // Statements that fail reject where they were called.
  boss.on('error', () => {})
  await boss.start()
  await makeQueuesAmongOthers(
    db,
    boss,
    definitions.map((definition) => queueOf(definition, leaseSeconds)),
  )
  if (db.engine === 'embedded' && !opened.has(db)) await endLeases(db, boss)
  opened.add(db)
  const listeners = new Set<() => void>()
  const ring = (): void => {
    for (const listener of listeners) listener()
  }
  const sent = (transaction: Queryable | undefined): void => {
    ring()
    // Not seen by others before its transaction has ended.
    if (transaction !== undefined) setTimeout(ring, AFTER_COMMIT_MS).unref()
  }
  return {
    async send(queue, payload, { transaction, key, afterSeconds } = {}) {
      await boss.send(queue, payload, {
        // One waiting job a key; one without a key is its own.
        singletonKey: key ?? randomUUID(),
        startAfter: afterSeconds ?? AT_ONCE,
        ...(transaction === undefined ? {} : { db: bossQueryable(transaction) }),
      })
      sent(transaction)
    },
    async sendEach(queue, jobs, { transaction } = {}) {
      await boss.insert(
        jobs.map(({ payload, key }) => ({ name: queue, data: payload, singletonKey: key, startAfter: AT_ONCE })),
        transaction === undefined ? {} : { db: bossQueryable(transaction) },
      )
      sent(transaction)
    },
    async due(queues) {
      const rows = await db.query<{ name: string }>(
        `SELECT q AS name FROM unnest($1::text[]) AS q
         WHERE EXISTS (SELECT 1 FROM pgboss.job WHERE name = q AND state < 'active' AND start_after < now())`,
        [queues],
      )
      return rows.map(({ name }) => name)
    },
    async take(queue, limit) {
      const jobs = await boss.fetch<Record<string, unknown>>(queue, { batchSize: limit, includeMetadata: true })
      return jobs
        .toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime() || (a.id < b.id ? -1 : 1))
        .map(({ id, data, retryCount }) => ({ id, queue, payload: data, attempt: retryCount + 1 }))
    },
    async renew(jobs) {
      const rows = await db.query<{ id: string }>(
        `UPDATE pgboss.job SET started_on = now() FROM ${OURS}
         WHERE job.name = ours.name AND job.id = ours.id AND job.state = 'active' AND job.retry_count = ours.tries RETURNING job.id`,
        oursOf(jobs),
      )
      return new Set(rows.map(({ id }) => id))
    },
    async done(queue, jobs) {
      if (jobs.length === 0) return
      await boss.deleteJob(
        queue,
        jobs.map(({ id }) => id),
      )
    },
    async failed({ queue, id }, reason, { final = false } = {}) {
      if (final) await db.run('UPDATE pgboss.job SET retry_limit = retry_count WHERE name = $1 AND id = $2', [queue, id])
      await boss.fail(queue, id, { reason: redact(reason).slice(0, MAX_REASON) })
    },
    async release(jobs) {
      await db.run(
        `UPDATE pgboss.job SET state = 'retry', started_on = NULL, start_after = now() + interval '${AT_ONCE}' FROM ${OURS}
         WHERE job.name = ours.name AND job.id = ours.id AND job.state = 'active' AND job.retry_count = ours.tries`,
        oursOf(jobs),
      )
    },
    async expire() {
      await db.run(
        `UPDATE pgboss.job SET
           started_on = least(started_on, now()),
           start_after = CASE
             WHEN state = 'retry' THEN least(start_after, now() + ${LONGEST_RETRY})
             WHEN created_on > now() THEN start_after - (created_on - now())
             ELSE start_after END,
           created_on = least(created_on, now())
         WHERE state <= 'active' AND (created_on > now() + ${CLOCK_TOLERANCE} OR started_on > now() + ${CLOCK_TOLERANCE}
           OR (state = 'retry' AND start_after > now() + ${LONGEST_RETRY}))`,
      )
      await expireLeases(boss)
    },
    aside: (limit = 1000) => asideJobs(db, limit),
    async retryAside(queue, id) {
      return (
        (await db.run(
          `UPDATE pgboss.job SET state = 'retry', retry_limit = $3, retry_count = 0, started_on = NULL, completed_on = NULL,
             start_after = now() + interval '${AT_ONCE}'
           WHERE name = $1 AND id::text = $2 AND state = 'failed'`,
          [queue, id, definitions.find((definition) => definition.queue === queue)?.retries ?? 0],
        )) > 0
      )
    },
    async dropAside(queue, id) {
      return (await db.run("DELETE FROM pgboss.job WHERE name = $1 AND id::text = $2 AND state = 'failed'", [queue, id])) > 0
    },
    counts: () => queueCounts(db),
    onSend(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Stores whose queue this process has opened before. */
const opened = new WeakSet<Database>()

/** The embedded store belongs to one process: what is held when that opens it was held by one that is gone. */
async function endLeases(db: Database, boss: PgBoss): Promise<void> {
  await db.run("UPDATE pgboss.job SET started_on = now() - expire_in - interval '1 second' WHERE state = 'active'")
  await expireLeases(boss)
}

/** Left out of pg-boss's types. */
async function expireLeases(boss: PgBoss): Promise<void> {
  await (boss as unknown as { expire(): Promise<void> }).expire()
}

const OURS = 'unnest($1::text[], $2::uuid[], $3::int4[]) AS ours (name, id, tries)'

function oursOf(jobs: readonly TakenJob[]): readonly unknown[] {
  return [jobs.map(({ queue }) => queue), jobs.map(({ id }) => id), jobs.map(({ attempt }) => attempt - 1)]
}

async function asideJobs(db: Database, limit: number): Promise<readonly AsideJob[]> {
  const rows = await db.query<{ id: string; name: string; data: AsideJob['payload']; tries: number; output: unknown; since: Date }>(
    `SELECT id::text, name, data, retry_count + 1 AS tries, output, completed_on AS since
     FROM pgboss.job WHERE state = 'failed' ORDER BY completed_on DESC, id LIMIT $1`,
    [limit],
  )
  return rows.map(({ id, name, data, tries, output, since }) => ({
    id,
    queue: name,
    payload: data,
    attempts: tries,
    reason: reasonOf(output),
    since,
  }))
}

/** Ours, or what pg-boss writes when a lease ran out. */
function reasonOf(output: unknown): string {
  const { reason, value } = (output ?? {}) as { reason?: unknown; value?: { message?: unknown } }
  if (typeof reason === 'string') return reason
  return value?.message === undefined ? 'no reason was kept' : 'the worker gave no sign of life: it was killed, or hung'
}

function queueCounts(db: Database): Promise<readonly QueueCounts[]> {
  return db.query<QueueCounts>(
    `SELECT name AS queue,
       count(*) FILTER (WHERE state < 'active') AS waiting,
       count(*) FILTER (WHERE state = 'active') AS running,
       count(*) FILTER (WHERE state = 'failed') AS aside,
       coalesce(max(extract(epoch FROM now() - start_after)) FILTER (WHERE state < 'active' AND start_after < now()), 0)::float8 AS "oldestSeconds"
     FROM pgboss.job GROUP BY name ORDER BY name`,
  )
}

/** pg-boss sends single statements with parameters, and scripts that bring their own BEGIN and COMMIT. */
function bossDatabase(db: Database): PgBoss.Db {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      const script = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/.exec(text)
      if (script === null) return { rows: [...(await db.query(text, values))] }
      await db.script(script[1] as string)
      return { rows: [] }
    },
  }
}

function bossQueryable(transaction: Queryable): PgBoss.Db {
  return { executeSql: async (text: string, values: unknown[] = []) => ({ rows: [...(await transaction.query(text, values))] }) }
}
