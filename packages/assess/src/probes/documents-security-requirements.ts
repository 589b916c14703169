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
      /\b(?:security (?:requirements?|model|considerations?|expectations?|properties|guarantees?|assumptions?|design|architecture|objectives?)|what (?:is|we consider) (?:not )?(?:a )?(?:security|vulnerab)|threat model|non-?goals of security)\b/i,
    minWords: 25,
  }),
)
