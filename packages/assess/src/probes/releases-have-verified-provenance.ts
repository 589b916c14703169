import { defineProbe } from '../probe.ts'
import { signedFindings } from '../releases/signed-findings.ts'

export default defineProbe({
  id: 'releasesHaveVerifiedProvenance',
  title: 'Does the provenance of releases hold?',
  remediation: {
    text: 'Publish provenance that names this repository and verify it before publishing',
    effort: 'medium',
    link: 'https://slsa.dev/spec/latest/verifying-artifacts',
  },
  run: (facts) => signedFindings(facts, 'cupel', 'provenance'),
})
