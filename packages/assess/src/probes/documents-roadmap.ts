import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsRoadmap',
    title: 'Is there a roadmap?',
    what: 'a roadmap',
    remediation: { text: 'Write ROADMAP.md: what is planned for the next year, and what is not', effort: 'low' },
    roles: ['readme', 'contributing', 'governance', 'roadmap'],
    files: /^(?:docs?\/|\.github\/)?roadmap[^/]{0,20}$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:project |development |the |our )?road ?map\b.*|future (?:plans?|work|development|directions?)|what'?s next\??|planned (?:features|work)|plans?$)/i,
    minWords: 12,
  }),
)
