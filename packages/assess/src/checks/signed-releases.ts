import { defineCheck } from '../check.ts'
import type { CheckScore } from '../check.ts'
import type { Missing } from '../outcome.ts'
import type { ProbeFinding } from '../probe.ts'
import { byClone, inconclusive, missingOf, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Signed-Releases',
  title: 'Releases are signed',
  risk: 'high',
  probes: ['releasesAreSigned', 'releasesHaveProvenance'],
  score(findings, reading) {
    const signed = findings.get('releasesAreSigned') ?? []
    const provenance = findings.get('releasesHaveProvenance') ?? []
    const missing = missingOf([...signed, ...provenance])
    if (signed.some(({ outcome }) => outcome === 'not-applicable')) return inconclusive('there are no releases with files')
    const points = new Map<string, number | null>()
    for (const { outcome, values } of signed) {
      const name = String(values?.['releaseName'] ?? '')
      points.set(name, outcome === 'true' ? 8 : outcome === 'unknown' ? null : 0)
    }
    for (const { outcome, values } of provenance) {
      const name = String(values?.['releaseName'] ?? '')
      if (outcome === 'true') points.set(name, 10)
    }
    points.delete('')
    // A signature that could not be judged is no proof either way: such releases are left out.
    const judged = [...points.values()].filter((one) => one !== null)
    if (judged.length === 0) return ofPipeline(signed, provenance, missing) ?? inconclusive('no release could be judged', missing)
    const count = judged.filter((one) => one > 0).length
    const total = reading === 'cupel' ? judged.length : points.size
    const score = Math.floor(judged.reduce((sum, one) => sum + one, 0) / total)
    const what = signed.some(({ values }) => values?.['tag'] === true) ? 'version tags' : 'releases'
    return scored(score, `${count} of the last ${total} ${what} are signed`, missing)
  },
})

/** Releases were not seen: what the release process does to them is the next best evidence. */
function ofPipeline(signed: readonly ProbeFinding[], provenance: readonly ProbeFinding[], missing: readonly Missing[]): CheckScore | null {
  const [signing, proving] = [signed, provenance].map((all) =>
    all.map(({ values }) => values?.['pipeline']).find((one) => one !== undefined),
  )
  if (proving !== undefined && proving !== 'none')
    return byClone(scored(10, `the release process makes provenance with ${String(proving)}`, missing))
  if (signing !== undefined && signing !== 'none') return byClone(scored(8, `the release process signs with ${String(signing)}`, missing))
  // Signed tags whose keys nobody gave may be all the signing there is.
  if (signing === 'none' && signed.every(({ values }) => values?.['tag'] !== true))
    return byClone(scored(0, 'the release process signs nothing that it publishes', missing))
  return null
}
