import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsQuickStart',
    title: 'Is there a quick start for new users?',
    what: 'a quick start',
    remediation: { text: 'Add a section «Quick start» that leads a new user to a first result in a few steps', effort: 'low' },
    files: /^(?:docs?\/.{0,80})?(?:quick[-_]?start|getting[-_]?started|tutorial)[^/]{0,30}$/i,
    headings: /\b(?:quick ?start|quickstart|getting started|get started|first steps|tutorial|5[- ]minutes?|in a nutshell)\b/i,
    minWords: 15,
  }),
)
