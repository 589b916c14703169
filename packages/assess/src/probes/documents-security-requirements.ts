import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsSecurityRequirements',
    title: 'Do the documents say what users can and cannot expect in security?',
    what: 'what users can expect of its security',
    remediation: {
      text: 'Write down the security requirements: what the software protects, against whom, and what it does not',
      effort: 'medium',
    },
    files:
      /(?:^|\/)(?:assurance[-_ ]case|security[-_](?:model|requirements|considerations|assurance|overview|design)|threat[-_]?model)[^/]{0,40}$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:the )?security (?:requirements?|model|considerations?|expectations?|properties|guarantees?|assumptions?|objectives?|architecture)(?: and .{1,40})?|threat model)$/i,
    minWords: 25,
  }),
)
