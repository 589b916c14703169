import { defineCheck } from '../check.ts'
import { inconclusive, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Dangerous-Workflow',
  title: 'No workflow runs what outsiders write',
  risk: 'critical',
  probes: ['hasDangerousWorkflowScriptInjection', 'hasDangerousWorkflowUntrustedCheckout'],
  score(findings, reading) {
    const all = [...findings.values()].flat()
    if (all.some(({ outcome }) => outcome === 'not-applicable')) return inconclusive('there are no workflows')
    const broken = all.some(({ outcome }) => outcome === 'error')
    if (broken && reading === 'scorecard-5') return inconclusive('a workflow could not be read')
    if (all.some(({ outcome }) => outcome === 'true')) return scored(0, 'a workflow runs what outsiders write')
    // A workflow that nobody could read is no proof of anything.
    if (broken) return inconclusive('nothing dangerous was found, but a workflow could not be read')
    return scored(10, 'no workflow runs what outsiders write')
  },
})
