import { foldStandings } from '../standings/fold-standings.ts'
import { STANDINGS_QUEUE } from '../standings/standings-touched.ts'
import { defineJob } from './define-job.ts'

/** Runs some seconds after something changed, and each minute for what expires by itself. */
export default defineJob({
  queue: STANDINGS_QUEUE,
  summary: 'Count how many projects have each package, version and problem',
  concurrency: 1,
  retries: 5,
  everySeconds: 60,
  async run(services, _, signal) {
    const { pictures, steps, isComplete } = await foldStandings(services, { signal })
    if (pictures > 0) services.log.debug({ pictures, steps, isComplete }, 'standings were brought up to date')
  },
})
