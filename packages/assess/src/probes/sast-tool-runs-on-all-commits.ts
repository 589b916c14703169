import { found, notApplicable, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

const APPS = new Set(['github-advanced-security', 'github-code-scanning', 'lgtm-com', 'sonarcloud', 'sonarqubecloud'])
const MORE_APPS = /^(?:semgrep|snyk|codacy|deepsource|codefactor|qodana|sonarqube)/i

export default defineProbe({
  id: 'sastToolRunsOnAllCommits',
  title: 'Did a static analysis tool look at every change before it was merged?',
  remediation: { text: 'Run the analyser on `pull_request` and require its check before merging', effort: 'medium' },
  run(facts, reading) {
    const { changes } = facts.forge
    if (!changes.known) return [unseen(changes.missing)]
    const merged = changes.value.filter(({ mergedAt }) => mergedAt !== '')
    if (merged.length === 0) return [notApplicable('no change requests were merged')]
    const looked = merged.filter(({ checks }) =>
      (checks ?? []).some(
        ({ kind, name, state }) =>
          kind === 'check-run' &&
          (state === 'success' || state === 'neutral') &&
          (APPS.has(name) || (reading === 'cupel' && MORE_APPS.test(name))),
      ),
    )
    const values = { totalPullRequestsAnalyzed: looked.length, totalPullRequestsMerged: merged.length }
    const missed = merged.filter((change) => !looked.includes(change)).slice(0, 5)
    if (missed.length === 0) return [found(`all ${merged.length} changes were looked at`, [], values)]
    return [
      notFound(
        `${looked.length} of ${merged.length} changes were looked at`,
        missed.map(({ url }) => ({ url })),
        values,
      ),
    ]
  },
})
