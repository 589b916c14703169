import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsArchitecture',
    title: 'Is the high-level design documented?',
    what: 'a description of its architecture',
    remediation: { text: 'Write ARCHITECTURE.md: the main components, what they do, who talks to whom', effort: 'medium' },
    files:
      /^(?:.{0,80}\/)?(?:architecture|design|internals?|system[-_]design|high[-_]level[-_]design|arc42)(?:[-_][a-z-]{1,30})?(?:\.(?:md|mdx|rst|adoc|txt|html|org))$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:system |software |high[- ]level |overall |project |code |technical )?(?:architecture|design)(?: (?:overview|and design|document(?:ation)?|of .{1,40}))?|architectural overview|how .{1,30} works internally|internals|components?(?: overview)?)$/i,
    minWords: 60,
  }),
)
