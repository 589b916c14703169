import type { Services } from '../services.ts'

/** Job queue that reads one source. */
export const SOURCE_QUEUE = 'read-source'

/** Sources of one host that one round sets out: a forge is not asked for everything at once. */
const PER_HOST = 4
const ROUND = 200
/** The next turn comes this share of the interval sooner or later, so that what was set up together does not stay together. */
const JITTER = 0.1

interface DueRow {
  readonly id: number
  readonly location: string
  readonly kind: string
  readonly every_minutes: number
}

/**
 * Sets out the sources whose turn it is, the longest waiting first. Their next turn is set at once, so that a source which brings down
 * its reader does not do so in a loop; the time of the attempt is kept. Gives how many.
 */
export async function scheduleSources(services: Services): Promise<number> {
  const now = services.now()
  return services.db.transaction(async (transaction) => {
    const due = await transaction.query<DueRow>(
      `SELECT s.id, s.location, s.kind, s.every_minutes FROM source s JOIN project p ON p.id = s.project_id AND p.archived_at IS NULL
       WHERE s.enabled AND s.due_at <= $1 ORDER BY s.due_at, s.id LIMIT ${ROUND * 5} FOR UPDATE OF s SKIP LOCKED`,
      [now],
    )
    const hosts = new Map<string, number>()
    const chosen: DueRow[] = []
    for (const row of due) {
      const host = row.kind === 'git' ? hostOf(row.location) : ''
      const held = hosts.get(host) ?? 0
      if (chosen.length === ROUND || (host !== '' && held === PER_HOST)) continue
      hosts.set(host, held + 1)
      chosen.push(row)
    }
    for (const { id, every_minutes } of chosen) {
      const [byte = 128] = services.random(1)
      const minutes = every_minutes * (1 + JITTER * ((byte / 255) * 2 - 1))
      await transaction.run(`UPDATE source SET due_at = $2, attempted_at = $3 WHERE id = $1`, [
        id,
        new Date(now.getTime() + minutes * 60_000),
        now,
      ])
      await services.jobs.send(SOURCE_QUEUE, { source: id }, { transaction, key: `source-${id}` })
    }
    return chosen.length
  })
}

function hostOf(location: string): string {
  return URL.canParse(location) ? new URL(location).host : location
}
