import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'SAST',
  title: 'Static analysis looks for weaknesses',
  risk: 'medium',
  probes: ['sastToolConfigured', 'sastToolRunsOnAllCommits'],
  score(findings, reading) {
    const configured = findings.get('sastToolConfigured') ?? []
    const [runs] = findings.get('sastToolRunsOnAllCommits') ?? []
    const missing = missingOf(runs === undefined ? [] : [runs])
    if (reading === 'scorecard-5' && configured.some(({ outcome }) => outcome === 'error'))
      return inconclusive('a workflow could not be read')
    const tools = configured.filter(({ outcome }) => outcome === 'true')
    const codeql = tools.some(({ values }) => values?.['tool'] === 'CodeQL')
    // Hadolint looks at images only: in our reading it is not static analysis of the code.
    const others = tools.filter(({ values }) => values?.['tool'] !== 'CodeQL' && (reading === 'scorecard-5' || values?.['narrow'] !== true))
    const narrow = reading === 'cupel' && tools.length > 0 && !codeql && others.length === 0
    if (others.length > 0) return scored(10, `static analysis is set up: ${String(others[0]?.values?.['tool'])}`, missing)
    const known = runs !== undefined && (runs.outcome === 'true' || runs.outcome === 'false')
    const share = known
      ? proportional(Number(runs.values?.['totalPullRequestsAnalyzed']), Number(runs.values?.['totalPullRequestsMerged']))
      : null
    if (share === 10) return scored(10, 'static analysis looked at every change')
    if (codeql)
      return share === null
        ? scored(10, 'static analysis is set up: CodeQL', missing)
        : scored(Math.floor((share * 3 + 10 * 7) / 10), 'CodeQL is set up but did not look at every change')
    if (narrow) return scored(Math.max(5, share ?? 0), `only part of the code is looked at: ${String(tools[0]?.values?.['tool'])}`, missing)
    if (share !== null) return scored(share, 'static analysis did not look at every change')
    // The forge’s own set-up leaves no trace in the tree.
    if (reading === 'cupel' && runs?.outcome === 'unknown')
      return inconclusive('the tree sets up no static analysis; the forge’s own was not seen', missing)
    return scored(0, 'no static analysis tool was seen', missing)
  },
})
