import { syncAdvisories } from '../feed/sync-advisories.ts'
import { defineJob } from './define-job.ts'

const HOURS = 3600

export default defineJob({
  queue: 'sync-advisories',
  summary: 'Fetch new advisory data and bring matches up to it',
  concurrency: 1,
  retries: 2,
  everySeconds: 4 * HOURS,
  async run(services, _, signal) {
    await syncAdvisories(services, signal)
  },
})
