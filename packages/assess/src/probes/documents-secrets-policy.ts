import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsSecretsPolicy',
    title: 'Is there a policy for the project’s own secrets?',
    what: 'a policy for its own secrets',
    remediation: { text: 'Write down where the project’s secrets are kept, who may read them and when they are rotated', effort: 'low' },
    roles: ['security', 'contributing', 'governance'],
    files: /(?:^|\/)secrets?[-_](?:policy|management|handling)[^/]{0,20}$/i,
    headings:
      /\b(?:secrets?(?: and credentials?)? (?:management|policy|handling|rotation)|credentials? (?:management|policy|rotation)|(?:managing|handling) (?:secrets|credentials))\b/i,
    minWords: 15,
  }),
)
