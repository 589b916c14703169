import { verifyProject } from '../trust/verify-project.ts'
import { VERIFY_QUEUE, verifyRounds } from '../trust/verify-round.ts'
import { defineJob } from './define-job.ts'

/** Runs when a trust policy or the repository of a project becomes another, and each hour for what was interrupted and for roots that age. */
export default defineJob({
  queue: VERIFY_QUEUE,
  summary: 'Verify kept attestations by the present trust policies',
  concurrency: 1,
  retries: 5,
  everySeconds: 3600,
  async run(services, { project, at }, signal) {
    if (typeof project === 'number') {
      const moment = new Date(typeof at === 'string' ? at : Number.NaN)
      return verifyProject(services, { project, at: Number.isNaN(moment.getTime()) ? services.now() : moment }, signal)
    }
    const documents = await verifyRounds(services, signal)
    if (documents > 0) services.log.info({ documents }, 'documents of attestations were verified again')
  },
})
