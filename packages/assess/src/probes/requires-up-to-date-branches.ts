import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'requiresUpToDateBranches',
  title: 'Must branches be up to date before merging?',
  remediation: {
    text: 'Require branches to be up to date in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) => branchFindings(facts, reading, 'asking for up-to-date branches', ({ requiresUpToDate }) => requiresUpToDate),
})
