import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasThreatModel',
    title: 'Is there a threat model?',
    what: 'a threat model',
    remediation: { text: 'Write a threat model: assets, actors, entry points, threats, and what is done about each', effort: 'high' },
    files: /(?:^|\/)(?:threat[-_ ]?model\w*|attack[-_ ]surface|stride)[^/]{0,30}\.(?:md|mdx|rst|adoc|txt|json|ya?ml|html|pdf)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:security |our |the )?threat (?:models?(?:ing)?|analysis)(?: (?:and .{1,40}|overview|summary))?|attack surface(?: analysis)?)$/i,
    minWords: 40,
  }),
)
