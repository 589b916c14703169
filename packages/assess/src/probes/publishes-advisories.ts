import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'publishesAdvisories',
    title: 'Is it documented where discovered vulnerabilities are published?',
    what: 'where its vulnerabilities are published',
    remediation: { text: 'Publish each vulnerability as an advisory (with CVE or GHSA id) and link the list from SECURITY.md', effort: 'low' },
    roles: ['security'],
    headings: /^(?:past|known|published|previous|list of) (?:security )?(?:vulnerabilities|advisories)$|^security advisories$/i,
    statements: [/\/security\/advisories\b(?!\/new)/i, /\b(?:publish|announc|issu|disclos|releas)\w*\b.{0,80}\b(?:security )?advisor(?:y|ies)\b/i, /\b(?:CVE-\d{4}|GHSA|PYSEC|RUSTSEC)-[\w-]{4,}/i],
    minWords: 3,
  }),
)
