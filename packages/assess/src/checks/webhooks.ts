import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Webhooks',
  title: 'Webhooks have secrets',
  risk: 'critical',
  probes: ['webhooksUseSecrets'],
  score(findings) {
    const all = findings.get('webhooksUseSecrets') ?? []
    if (all.some(({ outcome }) => outcome === 'unknown')) return inconclusive('webhooks could not be seen', missingOf(all))
    if (all.some(({ outcome }) => outcome === 'not-applicable')) return scored(10, 'the repository has no webhooks')
    const secret = all.filter(({ outcome }) => outcome === 'true').length
    return scored(proportional(secret, all.length), `${secret} of ${all.length} webhooks have a secret`)
  },
})
