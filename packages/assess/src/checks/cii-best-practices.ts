import { defineCheck } from '../check.ts'
import { byClone, inconclusive, missingOf, scored } from '../scorecard/score.ts'

const POINTS: Readonly<Record<string, number>> = { Gold: 10, Silver: 7, Passing: 5, InProgress: 2 }

export default defineCheck({
  id: 'CII-Best-Practices',
  title: 'The project has a Best Practices Badge',
  risk: 'low',
  probes: ['hasOpenSSFBadge'],
  score(findings) {
    const all = findings.get('hasOpenSSFBadge') ?? []
    const values = all.find(({ outcome }) => outcome === 'true')?.values
    const level = values?.['badgeLevel']
    const missing = missingOf(all)
    if (level !== undefined) {
      const answer = scored(POINTS[String(level)] ?? 0, `badge: ${String(level)}`, missing)
      return values?.['claimed'] === true ? byClone(answer) : answer
    }
    if (all.some(({ outcome }) => outcome === 'unknown')) return inconclusive('the badge could not be seen', missing)
    return scored(0, 'the project has no badge')
  },
})
