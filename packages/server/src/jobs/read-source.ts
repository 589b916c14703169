import { readSource } from '../sources/read-source.ts'
import { SOURCE_QUEUE } from '../sources/schedule-sources.ts'
import { defineJob, JobRefused } from './define-job.ts'

export default defineJob({
  queue: SOURCE_QUEUE,
  summary: 'Read a repository or folder that a project is kept up to date from',
  concurrency: 2,
  retries: 2,
  async run(services, { source }) {
    if (typeof source !== 'number') throw new JobRefused('the payload names no source')
    await readSource(services, { source })
  },
})
