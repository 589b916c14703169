import { defineProbe } from '../probe.ts'
import { branchFindings } from '../protection/branch-findings.ts'

export default defineProbe({
  id: 'requiresCodeOwnersReview',
  title: 'Must owners of the code review changes?',
  remediation: {
    text: 'Add CODEOWNERS and require their review in the ruleset',
    effort: 'medium',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets',
  },
  run(facts, reading) {
    const owners = facts.files.paths.some((path) => path === 'CODEOWNERS' || path.endsWith('/CODEOWNERS'))
    return branchFindings(facts, reading, 'asking for review by owners of the code', ({ requiresCodeOwners }) =>
      requiresCodeOwners === null ? null : requiresCodeOwners && owners,
    )
  },
})
