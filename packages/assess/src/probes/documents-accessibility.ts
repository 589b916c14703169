import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsAccessibility',
    title: 'Do the documents speak of accessibility?',
    what: 'accessibility',
    remediation: { text: 'Say which accessibility practices the interface follows', effort: 'medium' },
    files: /(?:^|\/)accessibility[^/]{0,20}$/i,
    headings: /\baccessibility\b/i,
    minWords: 15,
  }),
)
