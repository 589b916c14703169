import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasThreatModel',
    title: 'Is there a threat model?',
    what: 'a threat model',
    remediation: { text: 'Write a threat model: assets, actors, entry points, threats, and what is done about each', effort: 'high' },
    files: /(?:^|\/)(?:threat[-_ ]?model\w*|attack[-_ ]surface|stride)[^\/]{0,30}\.(?:md|mdx|rst|adoc|txt|json|ya?ml|html|pdf)$/i,
    headings: /\b(?:threat models?(?:ing)?|attack surface(?: analysis)?|threat analysis)\b/i,
    minWords: 40,
  }),
)
