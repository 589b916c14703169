import { ingestUpload, ingestUploads } from '../ingest/ingest-uploads.ts'
import { INGEST_QUEUE } from '../ingest/keep-uploads.ts'
import { defineJob, JobRefused } from './define-job.ts'
import type { JobPayload } from './define-job.ts'

/** Sent with every upload, in its transaction. */
export default defineJob({
  queue: INGEST_QUEUE,
  summary: 'Read an uploaded document and make it a part of its project',
  concurrency: 2,
  retries: 5,
  run: (services, payload, signal) => ingestUpload(services, { upload: uploadOf(payload) }, { signal }),
  together: {
    most: 32,
    async run(services, payloads, signal) {
      const uploads = payloads.map(({ upload }) => (typeof upload === 'number' ? upload : null))
      const failures = await ingestUploads(
        services,
        uploads.flatMap((upload) => upload ?? []),
        { signal },
      )
      return uploads.map((upload) => (upload === null ? refused() : (failures.get(upload) ?? null)))
    },
  },
})

function uploadOf({ upload }: JobPayload): number {
  if (typeof upload !== 'number') throw refused()
  return upload
}

function refused(): JobRefused {
  return new JobRefused('the payload names no upload')
}
