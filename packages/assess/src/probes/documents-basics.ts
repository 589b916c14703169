import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsBasics',
    title: 'Is there user documentation of the basics?',
    what: 'documentation of basic use',
    remediation: { text: 'Add a section «Usage» to the README, or a docs folder, that shows how the software is used', effort: 'medium' },
    roles: ['readme', 'install', 'other'],
    files:
      /^(?:docs?|documentation|guides?|website\/docs|doc)\/.{0,120}(?:usage|tutorial|user[-_]?guide|getting[-_]?started|quick[-_]?start|manual|introduction|guide|overview|examples?)[^/]{0,40}\.(?:md|mdx|rst|adoc|txt|org)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:basic |example |sample |common |cli |command[- ]line )?usage|how to use\b.*|using\b.*|getting started|quick ?start\b.*|tutorials?|user(?:'s)? (?:guide|manual)|(?:a )?(?:simple |basic |quick )?examples?|how it works|documentation|synopsis|commands?|features? and usage|run(?:ning)?\b.*)/i,
    minWords: 15,
  }),
)
