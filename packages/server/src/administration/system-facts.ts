import type { Static } from 'typebox'
import type { AppContext } from '../api/app-context.ts'
import type { System } from '../api/contract/administration.ts'
import { timeOf } from '../read/vulnerability-facts.ts'
import type { Services } from '../services.ts'
import { capacityOf } from '../store/capacity.ts'
import { durabilityOf } from '../store/embedded/durability.ts'

interface Sizes {
  readonly schema: number
  readonly projects: number
}

/** What an operator wants to know of a running server. */
export async function systemFacts({ db }: Services, app: AppContext, now: Date): Promise<Static<typeof System>> {
  const [sizes] = await db.query<Sizes>(
    `SELECT coalesce((SELECT max(version) FROM schema_migration), 0) AS schema,
       (SELECT count(*) FROM project WHERE archived_at IS NULL) AS projects`,
  )
  const capacity = await capacityOf(db)
  const [index, backup, queues] = await Promise.all([app.index(), app.lastBackup(), app.work?.counts() ?? []])
  return {
    version: app.version,
    engine: db.engine,
    durability: durabilityOf(app.demo ? 'memory' : db.engine),
    databaseBytes: Number(capacity.bytes),
    schema: Number(sizes?.schema ?? 0),
    projects: Number(sizes?.projects ?? 0),
    memberships: Number(capacity.memberships),
    advice: capacity.advice,
    index,
    queues: queues.map(({ queue, waiting, running, aside }) => ({
      name: queue,
      waiting: Number(waiting),
      running: Number(running),
      failed: Number(aside),
    })),
    backup: { last: timeOf(backup) },
    uptimeSeconds: Math.round((now.getTime() - app.startedAt.getTime()) / 1000),
  }
}
