import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasCodeOfConduct',
    title: 'Is there a code of conduct?',
    what: 'a code of conduct',
    remediation: { text: 'Add CODE_OF_CONDUCT.md with whom to contact', effort: 'low' },
    files: /(?:^|\/)code[-_ ]?of[-_ ]?conduct(?:\.[\w]+)?$/i,
    headings: /\bcode of conduct\b/i,
    minWords: 6,
  }),
)
