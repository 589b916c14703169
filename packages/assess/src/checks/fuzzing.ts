import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Fuzzing',
  title: 'The project is fuzzed',
  risk: 'medium',
  probes: ['fuzzed'],
  score(findings) {
    const all = findings.get('fuzzed') ?? []
    const yes = all.find(({ outcome }) => outcome === 'true')
    if (all.some(({ outcome }) => outcome === 'unknown'))
      return inconclusive('nothing in the tree shows fuzzing; OSS-Fuzz was not asked', missingOf(all))
    return yes === undefined ? scored(0, 'nothing shows that the project is fuzzed') : scored(10, yes.message)
  },
})
