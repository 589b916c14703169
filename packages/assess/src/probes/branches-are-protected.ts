import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'branchesAreProtected',
  title: 'Are development and release branches protected?',
  remediation: {
    text: 'Protect the default branch and release branches by a ruleset',
    effort: 'low',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run: (facts, reading) => branchFindings(facts, reading, 'protected', ({ protected: on }) => on),
})
