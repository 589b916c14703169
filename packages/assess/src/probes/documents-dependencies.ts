import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsDependencies',
    title: 'Is it documented how dependencies are chosen, obtained and tracked?',
    what: 'how dependencies are chosen, obtained and tracked',
    remediation: {
      text: 'Write a short dependency policy: how one is chosen, from where it comes, how it is tracked and updated',
      effort: 'low',
    },
    roles: ['contributing', 'governance', 'security'],
    files:
      /^(?:docs?\/|\.github\/)?(?:dependenc(?:y|ies)(?:[-_](?:policy|management|policies|updates?))?|third[-_]party(?:[-_]\w+)?)\.(?:md|rst|adoc|txt)$/i,
    headings:
      /\b(?:dependency (?:management|policy|policies|updates?|selection|review|tracking)|(?:selecting|managing|adding|updating|choosing|new|third[- ]party|external) dependencies)\b/i,
    minWords: 20,
  }),
)
