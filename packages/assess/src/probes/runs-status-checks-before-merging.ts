import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'runsStatusChecksBeforeMerging',
  title: 'Must checks pass before merging?',
  remediation: {
    text: 'Require the checks of CI in the ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) =>
    branchFindings(facts, reading, 'asking for checks to pass', ({ statusChecks, requiresStatusChecks }) =>
      statusChecks.length === 0 && requiresStatusChecks === null && reading === 'cupel' ? null : statusChecks.length > 0,
    ),
})
