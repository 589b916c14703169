import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'

/** Job queue that brings the standings up to date. */
export const STANDINGS_QUEUE = 'fold-standings'

/** What comes meanwhile is folded in together. */
const PAUSE_SECONDS = 10

/** To be called where pictures, matches or triage change, in the transaction that changes them. */
export async function standingsTouched(transaction: Queryable, { jobs }: Pick<Services, 'jobs'>): Promise<void> {
  await jobs.send(STANDINGS_QUEUE, {}, { transaction, key: STANDINGS_QUEUE, afterSeconds: PAUSE_SECONDS })
}

/** To be called where matches of problems, or what people said of them, change: they are counted anew. */
export async function recountProblems(transaction: Queryable, problems: readonly number[]): Promise<void> {
  if (problems.length === 0) return
  await transaction.run('INSERT INTO recount (vulnerability_id) SELECT DISTINCT unnest($1::int4[])', [problems])
}
