import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsCredentials',
    title: 'Is it documented how the project handles access and keys?',
    what: 'continuity of access',
    remediation: { text: 'Say who else can merge and release when one person is gone', effort: 'low' },
    roles: ['governance', 'maintainers', 'contributing'],
    headings: /\b(?:access continuity|succession|continuity(?: plan)?|bus factor|emergency access)\b/i,
    minWords: 12,
  }),
)
