import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'requiresLastPushApproval',
  title: 'Must somebody else approve the last push?',
  remediation: {
    text: 'Require approval of the most recent push in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(facts, reading, 'asking for approval of the last push', ({ requiresLastPushApproval }) => requiresLastPushApproval),
})
