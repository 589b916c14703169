import { defineCheck } from '../check.ts'
import { byClone, inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Packaging',
  title: 'Packages are published by a workflow',
  risk: 'medium',
  probes: ['packagedWithAutomatedWorkflow'],
  score(findings, reading) {
    const all = findings.get('packagedWithAutomatedWorkflow') ?? []
    const yes = all.find(({ outcome }) => outcome === 'true')
    if (yes !== undefined) {
      const answer = scored(10, yes.message, missingOf(all))
      return reading === 'cupel' && yes.values?.['runsUnseen'] === true ? byClone(answer) : answer
    }
    // Publishing by hand leaves no trace in the repository: nothing found proves nothing.
    return inconclusive('no publishing workflow was seen', missingOf(all))
  },
})
