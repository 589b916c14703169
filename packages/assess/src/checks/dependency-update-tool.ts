import { defineCheck } from '../check.ts'
import { scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Dependency-Update-Tool',
  title: 'A tool proposes updates of dependencies',
  risk: 'high',
  probes: ['dependencyUpdateToolConfigured'],
  score(findings) {
    const yes = findings.get('dependencyUpdateToolConfigured')?.find(({ outcome }) => outcome === 'true')
    return yes === undefined ? scored(0, 'no tool proposes updates of dependencies') : scored(10, yes.message)
  },
})
