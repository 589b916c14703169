import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'creditsReporters',
    title: 'Is credit given to those who report vulnerabilities?',
    what: 'that reporters of vulnerabilities are credited',
    remediation: { text: 'Say in SECURITY.md that reporters are credited unless they ask not to be', effort: 'low' },
    roles: ['security'],
    headings: /\b(?:hall of fame|credits?|reporter acknowledg\w+)\b/i,
    statements: [
      /\b(?:credit(?:s|ed|ing)?|attribution|attributed|hall of fame|publicly (?:thank|acknowledg\w*))\b.{0,140}\b(?:report\w*|research\w*|finders?|discover\w*|disclos\w*|you|your|credited|individual)\b/i,
      /\b(?:report\w*|research\w*|finders?|discover\w*)\b.{0,140}\b(?:credit(?:s|ed|ing)?|attribution|attributed|publicly acknowledged)\b/i,
      /\backnowledg\w* (?:the |all |each |our |your )?(?:reporters?|researchers?|finders?|contributions?)\b/i,
    ],
    minWords: 3,
  }),
)
