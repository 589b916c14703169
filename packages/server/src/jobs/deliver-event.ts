import { deliver, DELIVERY_QUEUE } from '../outbox/deliver.ts'
import { defineJob, JobRefused } from './define-job.ts'

/** Sent for each event and webhook; it sends itself again after a failure, until it gives up. */
export default defineJob({
  queue: DELIVERY_QUEUE,
  summary: 'Send an event to a webhook',
  concurrency: 4,
  retries: 3,
  async run(services, { webhook, event }) {
    if (typeof webhook !== 'number' || typeof event !== 'number') throw new JobRefused('the payload names no delivery')
    await deliver(services, { webhook, event })
  },
})
