import { usedTools } from '../documents/used-tools.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  usedTools({
    id: 'signsReleases',
    title: 'Does the release process sign what it publishes?',
    what: 'signing releases',
    kinds: ['sign'],
    where: 'release',
    remediation: { text: 'Sign artifacts in the release workflow: attestations of the forge, cosign, or GnuPG', effort: 'medium' },
  }),
)
