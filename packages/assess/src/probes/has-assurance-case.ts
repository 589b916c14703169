import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasAssuranceCase',
    title: 'Is there an assurance case?',
    what: 'an assurance case',
    remediation: {
      text: 'Argue in a document why the security requirements are met: threat model, trust boundaries, secure design, common weaknesses',
      effort: 'high',
    },
    files: /(?:^|\/)assurance[-_ ]?case[^/]{0,20}$/i,
    headings: /\bassurance case\b/i,
    minWords: 60,
  }),
)
