import { defineProbe } from '../probe.ts'
import { signedFindings } from '../releases/signed-findings.ts'

export default defineProbe({
  id: 'releasesHaveProvenance',
  title: 'Do releases come with provenance?',
  remediation: {
    text: 'Attest what the release workflow builds: `actions/attest-build-provenance`',
    effort: 'low',
    link: 'https://docs.github.com/actions/security-for-github-actions/using-artifact-attestations',
  },
  run: (facts, reading) => signedFindings(facts, reading, 'provenance'),
})
