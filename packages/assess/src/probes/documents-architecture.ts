import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsArchitecture',
    title: 'Is the high-level design documented?',
    what: 'a description of its architecture',
    remediation: { text: 'Write ARCHITECTURE.md: the main components, what they do, who talks to whom', effort: 'medium' },
    files:
      /^(?:(?:docs?|documentation|website|\.github|content|site)\/.{0,120}|)(?:architecture|system[-_]design|high[-_]level[-_]design|arc42|design)(?:[-_](?:overview|document|notes?))?\.(?:md|mdx|rst|adoc|txt|org)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:system |software |high[- ]level |overall |project |technical )?architecture(?: (?:overview|and design|document(?:ation)?))?|(?:system|software|high[- ]level) design(?: overview)?|architectural overview)$/i,
    minWords: 60,
  }),
)
