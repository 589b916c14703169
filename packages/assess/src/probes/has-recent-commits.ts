import { found, notFound, unseen } from '../finding.ts'
import { recentCommits } from '../maintenance/recent-commits.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'hasRecentCommits',
  title: 'Were there commits within the last 90 days?',
  remediation: { text: 'Say in the README whether the project is finished, looking for maintainers, or abandoned', effort: 'low' },
  run(facts, reading) {
    const recent = recentCommits(facts, reading)
    if ('what' in recent) return [unseen(recent)]
    const values = {
      commitsWithinThreshold: recent.count,
      lookBackDays: 90,
      quietDays: Number.isNaN(recent.quietDays) ? -1 : Math.floor(recent.quietDays),
    }
    const places = recent.newest === '' ? [{ path: '.' }] : [{ commit: recent.newest }]
    return [
      recent.count > 0
        ? found(`${recent.count} commit(s) within the last 90 days`, places, values)
        : notFound('no commit within the last 90 days', places, values),
    ]
  },
})
