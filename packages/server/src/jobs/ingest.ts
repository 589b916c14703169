import { ingestUpload } from '../ingest/ingest-upload.ts'
import { INGEST_QUEUE } from '../ingest/receive-upload.ts'
import { defineJob, JobRefused } from './define-job.ts'

/** Sent with every upload, in its transaction. */
export default defineJob({
  queue: INGEST_QUEUE,
  summary: 'Read an uploaded document and make it a part of its project',
  concurrency: 2,
  retries: 5,
  async run(services, { upload }) {
    if (typeof upload !== 'number') throw new JobRefused('the payload names no upload')
    await ingestUpload(services, { upload })
  },
})
