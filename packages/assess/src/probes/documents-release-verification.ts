import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsReleaseVerification',
    title: 'Do the documents tell how to verify a release?',
    what: 'how to verify a release',
    remediation: {
      text: 'Add a section «Verifying a release» with the exact command (cosign, gh attestation, gpg, minisign) and the expected output',
      effort: 'low',
    },
    roles: ['readme', 'install', 'security', 'release', 'other', 'support'],
    files:
      /(?:^|\/)(?:verif(?:y|ying|ication)(?:[-_][a-z-]{1,30})?|signature[-_]verification|release[-_]verification)\.(?:md|mdx|rst|adoc|txt)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:how to )?verify(?:ing)?\b.{0,40}\b(?:releases?|signatures?|downloads?|artifacts?|provenance|images?|binar(?:y|ies)|packages?|checksums?|attestations?|integrity|authenticity)\b|^(?:release|signature|provenance|artifact|image|attestation|download) verification\b/i,
    statements: [
      /\bcosign\s+verify(?:-blob|-attestation|-blob-attestation)?\s/i,
      /\bgh\s+attestation\s+verify\b/i,
      /\bslsa-verifier\s+verify/i,
      /\bgpg2?\s+--verify\b/i,
      /\bminisign\s+-V/i,
      /\bsigstore\s+verify\b/i,
      /\bnpm audit signatures\b/i,
      /\bpypi-attestations verify\b/i,
    ],
    minWords: 15,
    code: true,
  }),
)
