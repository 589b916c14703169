import { defineCheck } from '../check.ts'
import { byClone, inconclusive, missingOf, scored } from '../scorecard/score.ts'

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
      return findings.get('hasReleaseSBOM')?.some(({ values }) => values?.['pipeline'] === 'none') === true
        ? byClone(scored(0, 'the tree has no SBOM, and the release process writes none', missing))
        : inconclusive('the tree has no SBOM; releases were not seen', missing)
    if (!has('hasSBOM')) return scored(0, 'there is no SBOM', missing)
    const own = findings.get('hasSBOM')?.filter(({ outcome }) => outcome === 'true') ?? []
    if (missing.length > 0 && own.every(({ values }) => values?.['written'] === true))
      return byClone(scored(5, 'a workflow writes an SBOM; releases were not seen', missing))
    return has('hasReleaseSBOM')
      ? scored(10, 'releases have an SBOM')
      : scored(5, 'the project has an SBOM, its releases show none', missing)
  },
})
