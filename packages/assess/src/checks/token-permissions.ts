import { defineCheck } from '../check.ts'
import type { CheckScore } from '../check.ts'
import type { ProbeFinding } from '../probe.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Token-Permissions',
  title: 'Workflow tokens have the least rights',
  risk: 'high',
  probes: ['hasNoGitHubWorkflowPermissionUnknown', 'jobLevelPermissions', 'topLevelPermissions'],
  score(findings, reading) {
    const jobs = findings.get('jobLevelPermissions') ?? []
    const tops = findings.get('topLevelPermissions') ?? []
    const all = [...jobs, ...tops]
    if (all.some(({ outcome }) => outcome === 'not-applicable')) return inconclusive('there are no workflows')
    if (all.every(({ outcome }) => outcome === 'error')) return inconclusive('no workflow could be read')
    if (reading === 'scorecard-5' && all.some(({ outcome }) => outcome === 'error')) return inconclusive('a workflow could not be read')
    return judge(jobs, tops)
  },
})

const WEIGHT: Readonly<Record<string, number>> = {
  checks: 0.5,
  statuses: 0.5,
  contents: 10,
  packages: 10,
  actions: 10,
  deployments: 1,
  'security-events': 1,
}

/** Scorecard's arithmetic: jobs first, then the tops, points taken for each file. */
function judge(jobs: readonly ProbeFinding[], tops: readonly ProbeFinding[]): CheckScore {
  const undeclaredJob = new Set<string>()
  const writingJob = new Set<string>()
  let points = 10
  const lacking = jobs.filter(({ outcome }) => outcome === 'false')
  for (const { values = {} } of lacking) {
    const path = String(values['path'])
    if (values['permissionLevel'] === 'undeclared') undeclaredJob.add(path)
    else if (values['permissionLevel'] === 'write') writingJob.add(path)
  }
  for (const { outcome, values = {} } of tops) {
    if (outcome !== 'false') continue
    const path = String(values['path'])
    const level = values['permissionLevel']
    if (level === 'undeclared') points = undeclaredJob.has(path) ? 0 : points - 0.5
    else if (level === 'write') {
      const name = String(values['tokenName'])
      if (name !== 'write-all' && name !== 'all') points -= WEIGHT[name] ?? 0
      else if (writingJob.has(path) || undeclaredJob.has(path)) return scored(0, 'a workflow gives its token every right', missingOf(tops))
      else points -= 0.5
    }
  }
  const unseen = missingOf(tops)
  if (points === 10 && unseen.length > 0)
    return inconclusive('what workflows do not state depends on a default that could not be seen', unseen)
  return points === 10
    ? scored(10, 'workflow tokens have the least rights')
    : scored(points, 'workflow tokens have more rights than they need', unseen)
}
