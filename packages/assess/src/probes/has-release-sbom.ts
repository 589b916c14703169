import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'
import { pipelineAnswer } from '../releases/release-pipeline.ts'
import { releaseSboms } from '../releases/release-sboms.ts'

export default defineProbe({
  id: 'hasReleaseSBOM',
  title: 'Do releases come with a bill of materials?',
  remediation: { text: 'Attach the SBOM to the release as an asset named `….spdx.json` or `….cdx.json`', effort: 'low' },
  run(facts, reading) {
    if (!facts.releases.known) {
      const answer = reading === 'cupel' ? pipelineAnswer(facts, 'sbom') : null
      return [unseen(facts.releases.missing, answer === null ? undefined : { pipeline: answer.tool ?? 'none' })]
    }
    const sboms = releaseSboms(facts)
    return sboms.length > 0
      ? sboms.map(({ name, url }) => found('a release has an SBOM', [{ url }], { asset: name }))
      : [notFound('no release has an SBOM', [{ url: facts.project.url }])]
  },
})
