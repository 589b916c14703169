import { retireSets } from '../ingest/retire-sets.ts'
import { defineJob } from './define-job.ts'

export default defineJob({
  queue: 'retire-sets',
  summary: 'Put apart what no project consists of any more, so that questions about now do not grow with the past',
  concurrency: 1,
  retries: 1,
  everySeconds: 900,
  async run(services, _, signal) {
    await retireSets(services, signal)
  },
})
