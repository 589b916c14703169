import { defineProbe } from '../probe.ts'
import { signedFindings } from '../releases/signed-findings.ts'

export default defineProbe({
  id: 'releasesAreSigned',
  title: 'Are releases signed?',
  remediation: {
    text: 'Sign release files in the release workflow, keyless with Sigstore or with a published key',
    effort: 'medium',
    link: 'https://docs.sigstore.dev/cosign/signing/signing_with_blobs/',
  },
  run: (facts, reading) => signedFindings(facts, reading, 'signature'),
})
