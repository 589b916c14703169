import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'publishesAdvisories',
    title: 'Is it documented where discovered vulnerabilities are published?',
    what: 'where its vulnerabilities are published',
    remediation: {
      text: 'Publish each vulnerability as an advisory (with CVE or GHSA id) and link the list from SECURITY.md',
      effort: 'low',
    },
    roles: ['security'],
    headings:
      /^(?:past|known|published|previous|list of) (?:security )?(?:vulnerabilities|advisories)$|^(?:published )?security advisories$/i,
    statements: [
      /^(?!.{0,600}\b(?:report|private|privately|submit|draft)).{0,600}\/security\/advisories\b(?!\/new)/i,
      /\b(?:publish(?:es|ed|ing)?|announc(?:e|es|ed|ing)|issu(?:e|es|ed|ing)) (?:.{0,60} )?(?:via|through|in|on|as|a|an|by|using)? ?(?:(?:a|an|the|our|github|public|repository) )*(?:security )?advisor(?:y|ies)\b/i,
      /\bvulnerabilities (?:are|will be) (?:published|announced|disclosed)\b.{0,80}\b(?:advisor(?:y|ies)|release notes|changelog|mailing list|CVE)\b/i,
    ],
    minWords: 3,
  }),
)
