import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasSecurityAudit',
    title: 'Was the software audited by others?',
    what: 'an audit by others',
    remediation: { text: 'Have the security-relevant parts audited by others and publish the report', effort: 'high' },
    files: /(?:^|\/)(?:.{0,40}(?:audit[-_]report|security[-_]audit|pentest[-_]report).{0,40})\.(?:md|mdx|rst|adoc|txt|pdf|html)$/i,
    headings: /^(?:\d+[.)]?\s*)?(?:(?:third[- ]party|external|independent|past|security) (?:security )?audits?(?: reports?| history)?)$/i,
    minWords: 12,
  }),
)
