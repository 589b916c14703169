import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsUpgrade',
    title: 'Is it documented how users upgrade?',
    what: 'how users upgrade',
    remediation: { text: 'Write down how users move from one major version to the next', effort: 'low' },
    files: /(?:^|\/)(?:upgrad(?:e|ing)|migrat(?:ion|ing)|updating)[^/]{0,40}\.(?:md|mdx|rst|adoc|txt)$/i,
    headings: /^(?:\d+[.)]?\s*)?(?:how to )?(?:upgrad(?:e|ing)|migrat(?:ion|ing))(?: (?:guide|notes|instructions|from|to)\b.{0,40}|)$/i,
    minWords: 12,
  }),
)
