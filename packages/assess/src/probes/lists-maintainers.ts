import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'listsMaintainers',
    title: 'Are the people with access to sensitive resources named?',
    what: 'a list of its maintainers',
    remediation: { text: 'List in MAINTAINERS.md who can merge, release and read security reports', effort: 'low' },
    files: /^(?:\.github\/|docs?\/)?(?:maintainers|owners|steering[-_]committee)(?:\.\w+)?$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:the |our |current |project |core |active |lead )*(?:maintainers?|core team|core developers|committers|project leads?|steering committee|team members|security team|project team)(?: list)?)$/i,
    minWords: 2,
  }),
)
