import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Vulnerabilities',
  title: 'No known vulnerability applies',
  risk: 'high',
  probes: ['hasOSVVulnerabilities'],
  score(findings, reading) {
    const all = findings.get('hasOSVVulnerabilities') ?? []
    if (all.some(({ outcome }) => outcome === 'unknown')) return inconclusive('no advisory data was at hand', missingOf(all))
    const hits = all.filter(({ outcome }) => outcome === 'true')
    if (reading === 'cupel' && hits.some(({ values }) => values?.['malware'] === true)) return scored(0, 'a component is malicious')
    return scored(10 - hits.length, hits.length === 0 ? 'no known vulnerability applies' : `${hits.length} known problem(s) apply`)
  },
})
