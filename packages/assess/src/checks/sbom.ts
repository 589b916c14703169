import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'SBOM',
  title: 'There is a bill of materials',
  risk: 'medium',
  probes: ['hasSBOM', 'hasReleaseSBOM'],
  score(findings, reading) {
    const has = (id: string): boolean => findings.get(id)?.some(({ outcome }) => outcome === 'true') === true
    const missing = missingOf(findings.get('hasReleaseSBOM') ?? [])
    // Releases may have one that nobody looked for.
    if (!has('hasSBOM') && reading === 'cupel' && missing.length > 0)
      return inconclusive('the tree has no SBOM; releases were not seen', missing)
    if (!has('hasSBOM')) return scored(0, 'there is no SBOM', missing)
    return has('hasReleaseSBOM')
      ? scored(10, 'releases have an SBOM')
      : scored(5, 'the project has an SBOM, its releases show none', missing)
  },
})
