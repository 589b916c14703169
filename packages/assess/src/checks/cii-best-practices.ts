import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

const POINTS: Readonly<Record<string, number>> = { Gold: 10, Silver: 7, Passing: 5, InProgress: 2 }

export default defineCheck({
  id: 'CII-Best-Practices',
  title: 'The project has a Best Practices Badge',
  risk: 'low',
  probes: ['hasOpenSSFBadge'],
  score(findings) {
    const all = findings.get('hasOpenSSFBadge') ?? []
    const level = all.find(({ outcome }) => outcome === 'true')?.values?.['badgeLevel']
    const missing = missingOf(all)
    if (level !== undefined) return scored(POINTS[String(level)] ?? 0, `badge: ${String(level)}`, missing)
    if (all.some(({ outcome }) => outcome === 'unknown')) return inconclusive('the badge could not be seen', missing)
    return scored(0, 'the project has no badge')
  },
})
