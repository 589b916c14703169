import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'branchProtectionAppliesToAdmins',
  title: 'Do the rules hold for administrators too?',
  remediation: {
    text: 'Let nobody bypass the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) => branchFindings(facts, reading, 'bound for administrators too', ({ enforcedOnAdmins }) => enforcedOnAdmins),
})
