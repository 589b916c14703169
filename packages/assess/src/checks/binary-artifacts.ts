import { defineCheck } from '../check.ts'
import { scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Binary-Artifacts',
  title: 'No programs that nobody can review',
  risk: 'high',
  probes: ['hasUnverifiedBinaryArtifacts'],
  score(findings, reading) {
    const counted = (findings.get('hasUnverifiedBinaryArtifacts') ?? []).filter(({ outcome }) => outcome === 'true')
    if (counted.length === 0) return scored(10, 'no programs that nobody can review')
    if (reading === 'cupel' && counted.some(({ values }) => values?.['verdict'] === 'planted'))
      return scored(0, 'a file hides a program that the build takes up')
    return scored(10 - counted.length, `${counted.length} program(s) that nobody can review`)
  },
})
