import { scheduleSources } from '../sources/schedule-sources.ts'
import { defineJob } from './define-job.ts'

export default defineJob({
  queue: 'schedule-sources',
  summary: 'Set out the repositories and folders whose turn it is',
  concurrency: 1,
  retries: 2,
  everySeconds: 30,
  async run(services) {
    await scheduleSources(services)
  },
})
