import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'blocksForcePushOnBranches',
  title: 'Is rewriting branches blocked?',
  remediation: {
    text: 'Forbid force pushes in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(facts, reading, 'safe from force pushes', ({ allowsForcePush }) => (allowsForcePush === null ? null : !allowsForcePush)),
})
