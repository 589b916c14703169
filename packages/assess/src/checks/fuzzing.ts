import { defineCheck } from '../check.ts'
import { scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Fuzzing',
  title: 'The project is fuzzed',
  risk: 'medium',
  probes: ['fuzzed'],
  score(findings) {
    const yes = findings.get('fuzzed')?.find(({ outcome }) => outcome === 'true')
    return yes === undefined ? scored(0, 'nothing shows that the project is fuzzed') : scored(10, yes.message)
  },
})
