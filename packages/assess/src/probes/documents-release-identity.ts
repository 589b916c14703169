import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsReleaseIdentity',
    title: 'Do the documents name the identity that signs releases?',
    what: 'the identity that signs releases',
    remediation: {
      text: 'Publish who signs: the key fingerprint, or the certificate identity and issuer of the release workflow',
      effort: 'low',
    },
    roles: ['readme', 'install', 'security', 'release', 'other', 'support', 'maintainers'],
    statements: [
      /--certificate-(?:identity|identity-regexp|oidc-issuer)\b/i,
      /--source-(?:uri|repository)\b|--signer-(?:workflow|repo)\b|\bgh\s+attestation\s+verify\b.{0,200}(?:--owner|--repo|-R|-o)\b/i,
      /^(?=.{0,2000}?\b(?:releas|signed|signing|signature|verif))(?=.{0,2000}?\b(?:fingerprint|key id|keyid)).{0,2000}?\b[0-9A-F]{4}[ :]?[0-9A-F]{4}[ :]?[0-9A-F]{4}[ :]?[0-9A-F]{4}/i,
      /--(?:recv-keys?|keyserver)\b.{0,120}[0-9A-F]{8,}/i,
      /\bminisign\s+-V.{0,200}-P\s+RW/i,
    ],
    code: true,
  }),
)
