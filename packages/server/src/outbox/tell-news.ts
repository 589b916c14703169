import type { Services } from '../services.ts'
import type { Queryable } from '../store/database.ts'

/** Job queue that tells those who wished to hear of events. */
export const NEWS_QUEUE = 'tell-news'

/** To be called where events were written, in the same transaction: whoever wished to hear of them will. */
export async function newsWritten(transaction: Queryable, services: Pick<Services, 'jobs'>): Promise<void> {
  await services.jobs.send(NEWS_QUEUE, {}, { transaction, key: NEWS_QUEUE })
}
