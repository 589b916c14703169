import { defineCheck } from '../check.ts'
import { inconclusive, MAX_SCORE, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Vulnerabilities',
  title: 'No known vulnerability applies',
  risk: 'high',
  probes: ['hasOSVVulnerabilities'],
  score(findings, reading) {
    const all = findings.get('hasOSVVulnerabilities') ?? []
    const hits = all.filter(({ outcome }) => outcome === 'true')
    const missing = missingOf(all)
    if (reading === 'cupel' && hits.some(({ values }) => values?.['malware'] === true))
      return scored(0, 'a component is malicious', missing)
    if (missing.length > 0) {
      // Whatever else there is, ten are enough for nothing; fewer say only how much it is at most.
      if (hits.length >= MAX_SCORE) return scored(0, `${hits.length} known problem(s) apply at least`, missing)
      return inconclusive(
        hits.length === 0
          ? 'advisory data did not cover all dependencies'
          : `${hits.length} known problem(s) apply, and not all dependencies could be judged`,
        missing,
      )
    }
    return scored(10 - hits.length, hits.length === 0 ? 'no known vulnerability applies' : `${hits.length} known problem(s) apply`)
  },
})
