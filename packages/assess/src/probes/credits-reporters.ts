import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'creditsReporters',
    title: 'Is credit given to those who report vulnerabilities?',
    what: 'that reporters of vulnerabilities are credited',
    remediation: { text: 'Say in SECURITY.md that reporters are credited unless they ask not to be', effort: 'low' },
    roles: ['security'],
    headings: /\b(?:hall of fame|credits?|acknowledg\w+)\b/i,
    statements: [
      /\b(?:credit|acknowledg|thank|attribut)\w*\b.{0,120}\b(?:report\w*|research\w*|finder|discover\w*|disclos\w*|you\b)/i,
      /\b(?:report\w*|research\w*|finder|discover\w*)\b.{0,120}\b(?:credit|acknowledg|attribut)\w*\b/i,
    ],
    minWords: 3,
  }),
)
