import { TOUCH_QUEUE, touchHolders, touchUsers } from '../policy/policy-due.ts'
import { defineJob, JobRefused } from './define-job.ts'

export default defineJob({
  queue: TOUCH_QUEUE,
  summary: 'Find the projects whose policy verdict a change of advisories or of versions may change',
  concurrency: 1,
  retries: 5,
  async run(services, { vulnerabilities, versions, at }) {
    const used = idsOf(versions)
    if (used.length > 0) return touchUsers(services, used)
    const ids = idsOf(vulnerabilities)
    const moment = new Date(typeof at === 'string' ? at : Number.NaN)
    if (ids.length === 0 || Number.isNaN(moment.getTime())) throw new JobRefused('the payload names no problems, or no moment')
    await touchHolders(services, ids, moment)
  },
})

function idsOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((id): id is number => Number.isInteger(id)) : []
}
