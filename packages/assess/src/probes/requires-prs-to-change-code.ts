import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'requiresPRsToChangeCode',
  title: 'Are change requests required?',
  remediation: {
    text: 'Require a pull request before merging in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(facts, reading, 'open to change requests only', ({ requiresPullRequests }) => requiresPullRequests),
})
