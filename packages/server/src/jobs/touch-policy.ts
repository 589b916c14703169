import { TOUCH_QUEUE, touchHolders } from '../policy/policy-due.ts'
import { defineJob, JobRefused } from './define-job.ts'

export default defineJob({
  queue: TOUCH_QUEUE,
  summary: 'Find the projects whose policy verdict a change of advisories may change',
  concurrency: 1,
  retries: 5,
  async run(services, { vulnerabilities, at }) {
    const ids = Array.isArray(vulnerabilities) ? vulnerabilities.filter((id): id is number => Number.isInteger(id)) : []
    const moment = new Date(typeof at === 'string' ? at : Number.NaN)
    if (ids.length === 0 || Number.isNaN(moment.getTime())) throw new JobRefused('the payload names no problems, or no moment')
    await touchHolders(services, ids, moment)
  },
})
