import { defineCheck } from '../check.ts'
import { byClone, inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

/** Organisations for the full score. */
const WANTED = 3

export default defineCheck({
  id: 'Contributors',
  title: 'Several organisations contribute',
  risk: 'low',
  probes: ['contributorsFromOrgOrCompany'],
  score(findings) {
    const all = findings.get('contributorsFromOrgOrCompany') ?? []
    if (all.every(({ outcome }) => outcome === 'unknown')) return inconclusive('contributors could not be seen', missingOf(all))
    const count = all.filter(({ outcome }) => outcome === 'true').length
    const missing = missingOf(all)
    if (count < WANTED && missing.length > 0)
      return inconclusive(`${count} organisation(s) show in mail addresses; accounts were not seen`, missing)
    const answer = scored(proportional(count, WANTED), `${count} organisation(s) contribute`, missing)
    // Anybody can write any address into a commit.
    return missing.length > 0 ? byClone(answer) : answer
  },
})
