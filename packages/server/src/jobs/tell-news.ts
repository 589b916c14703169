import { tellEvents } from '../outbox/tell-events.ts'
import { NEWS_QUEUE } from '../outbox/tell-news.ts'
import { defineJob } from './define-job.ts'

/** Sent where events are written; each minute for those whose writer does not. */
export default defineJob({
  queue: NEWS_QUEUE,
  summary: 'Tell people and webhooks of events that they wished to hear of',
  concurrency: 1,
  retries: 5,
  everySeconds: 60,
  async run(services, _, signal) {
    await tellEvents(services, signal)
  },
})
