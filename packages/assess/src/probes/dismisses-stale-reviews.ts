import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'dismissesStaleReviews',
  title: 'Are approvals dropped when new commits arrive?',
  remediation: {
    text: 'Dismiss stale approvals in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(
      facts,
      reading,
      'dropping approvals of what came before new commits',
      ({ dismissesStaleReviews }) => dismissesStaleReviews,
    ),
})
