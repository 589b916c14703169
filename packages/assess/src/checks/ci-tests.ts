import { defineCheck } from '../check.ts'
import { byClone, inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'CI-Tests',
  title: 'Changes are tested before they are merged',
  risk: 'low',
  probes: ['testsRunInCI'],
  score(findings) {
    const all = findings.get('testsRunInCI') ?? []
    const judged = all.filter(({ outcome }) => outcome === 'true' || outcome === 'false')
    if (judged.length === 0)
      return inconclusive(
        all.some(({ outcome }) => outcome === 'unknown') ? 'change requests could not be seen' : 'there are no change requests',
        missingOf(all),
      )
    const tested = judged.filter(({ outcome }) => outcome === 'true')
    if (judged.some(({ values }) => values?.['fromTree'] === true)) {
      const before = tested.some(({ values }) => values?.['onChanges'] === true)
      return before
        ? byClone(scored(10, 'the tree’s CI runs tests for each change request', missingOf(all)))
        : inconclusive('the tree’s CI runs tests after changes are in; whether before was not seen', missingOf(all))
    }
    return scored(
      proportional(tested.length, judged.length),
      `${tested.length} of ${judged.length} merged changes were tested`,
      missingOf(all),
    )
  },
})
