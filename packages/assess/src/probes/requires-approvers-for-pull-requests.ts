import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'requiresApproversForPullRequests',
  title: 'Are approvals required?',
  remediation: {
    text: 'Require two approvals in the ruleset',
    effort: 'medium',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(
      facts,
      reading,
      'asking for approvals',
      ({ requiredApprovals }) => (requiredApprovals === null ? null : requiredApprovals > 0),
      ({ requiredApprovals }) => ({ numberOfRequiredReviewers: requiredApprovals ?? 0 }),
    ),
})
