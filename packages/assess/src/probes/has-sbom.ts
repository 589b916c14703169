import { toolsOf } from '../documents/tools-in-use.ts'
import { found, notFound } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { releaseSboms } from '../releases/release-sboms.ts'
import { readableSboms, rootSboms, sbomSteps } from '../releases/sbom-files.ts'

export default defineProbe({
  id: 'hasSBOM',
  title: 'Is there a bill of materials?',
  remediation: { text: 'Write an SBOM in the release workflow and attach it to the release: `cupel sbom`', effort: 'low' },
  run(facts, reading) {
    const released = releaseSboms(facts).map(({ url, name }) => found('a release has an SBOM', [{ url }], { asset: name }))
    if (reading === 'scorecard-5') {
      const all = [...released, ...rootSboms(facts).map((path) => found('the tree has an SBOM', [{ path }]))]
      return all.length > 0 ? all : [notFound('there is no SBOM')]
    }
    const read = readableSboms(facts)
    const all = [
      ...released,
      ...read.filter(({ readable }) => readable).map(({ path }) => found('the tree has an SBOM that names components', [{ path }])),
      ...[
        ...sbomSteps(facts),
        ...toolsOf(facts, 'sbom').flatMap(({ runs }) => runs.slice(0, 1).map(({ path, line }) => ({ path, line }))),
      ].map((place) => found('a workflow writes an SBOM', [place], { written: true })),
    ]
    if (all.length > 0) return all
    const unreadable = read.map(({ path }) => ({ path }))
    return [
      unreadable.length > 0 ? notFound('a file is named like an SBOM and names no components', unreadable) : notFound('there is no SBOM'),
    ]
  },
})
