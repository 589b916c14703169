import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'blocksDeleteOnBranches',
  title: 'Is deleting branches blocked?',
  remediation: {
    text: 'Forbid deletions in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(facts, reading, 'safe from deletion', ({ allowsDeletion }) => (allowsDeletion === null ? null : !allowsDeletion)),
})
