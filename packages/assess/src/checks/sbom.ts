import { defineCheck } from '../check.ts'
import { missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'SBOM',
  title: 'There is a bill of materials',
  risk: 'medium',
  probes: ['hasSBOM', 'hasReleaseSBOM'],
  score(findings) {
    const has = (id: string): boolean => findings.get(id)?.some(({ outcome }) => outcome === 'true') === true
    const missing = missingOf(findings.get('hasReleaseSBOM') ?? [])
    if (!has('hasSBOM')) return scored(0, 'there is no SBOM', missing)
    return has('hasReleaseSBOM')
      ? scored(10, 'releases have an SBOM')
      : scored(5, 'the project has an SBOM, its releases show none', missing)
  },
})
