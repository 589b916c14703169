import { refreshAdvisories } from '../feed/refresh-advisories.ts'
import { defineJob } from './define-job.ts'

/** Also sees what `cupel db sync` fetched beside the server. */
export default defineJob({
  queue: 'refresh-advisories',
  summary: 'Bring matches up to the advisory data of this machine',
  concurrency: 1,
  retries: 3,
  everySeconds: 60,
  async run(services) {
    await refreshAdvisories(services, null)
  },
})
