import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasGovernance',
    title: 'Is it documented how decisions are made?',
    what: 'its governance',
    remediation: { text: 'Write GOVERNANCE.md: who decides, how, and how someone becomes a maintainer', effort: 'medium' },
    roles: ['readme', 'contributing', 'governance', 'maintainers'],
    files: /^(?:docs?\/|\.github\/)?(?:governance|charter|steering[-_]committee)[^/]{0,20}$/i,
    headings: /^(?:\d+[.)]?\s*)?(?:(?:project )?governance\b.*|decision[- ]making\b.*|how decisions are made|project leadership)$/i,
    minWords: 20,
  }),
)
