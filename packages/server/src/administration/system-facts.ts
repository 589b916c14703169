import type { Static } from 'typebox'
import type { AppContext } from '../api/app-context.ts'
import type { System } from '../api/contract/administration.ts'
import { timeOf } from '../read/vulnerability-facts.ts'
import type { Services } from '../services.ts'
import { durabilityOf } from '../store/embedded/durability.ts'

interface Sizes {
  readonly bytes: number
  readonly schema: number
  readonly projects: number
  readonly memberships: number
}

/** What an operator wants to know of a running server. */
export async function systemFacts({ db }: Services, app: AppContext, now: Date): Promise<Static<typeof System>> {
  const [sizes] = await db.query<Sizes>(
    `SELECT pg_database_size(current_database()) AS bytes, coalesce((SELECT max(version) FROM schema_migration), 0) AS schema,
       (SELECT count(*) FROM project WHERE archived_at IS NULL) AS projects,
       (SELECT coalesce(sum(c.n), 0) FROM snapshot s JOIN component_set c ON c.id = s.set_id WHERE s.until IS NULL) AS memberships`,
  )
  const [index, backup, queues] = await Promise.all([app.index(), app.lastBackup(), app.work?.counts() ?? []])
  return {
    version: app.version,
    engine: db.engine,
    durability: durabilityOf(app.demo ? 'memory' : db.engine),
    databaseBytes: Number(sizes?.bytes ?? 0),
    schema: Number(sizes?.schema ?? 0),
    projects: Number(sizes?.projects ?? 0),
    memberships: Number(sizes?.memberships ?? 0),
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
