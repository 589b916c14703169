import { EVALUATE_QUEUE } from '../policy/policy-due.ts'
import { runEvaluation } from '../policy/run-evaluation.ts'
import { defineJob } from './define-job.ts'

/** Runs when something is touched, and each minute for what expires by itself. */
export default defineJob({
  queue: EVALUATE_QUEUE,
  summary: 'Ask the policy packs about the projects of which something changed or expired',
  concurrency: 1,
  retries: 5,
  everySeconds: 60,
  async run(services, _, signal) {
    const { projects, changed } = await runEvaluation(services, signal)
    if (projects > 0) services.log.debug({ projects, changed }, 'policy packs were asked')
  },
})
