import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasSecurityAssessment',
    title: 'Is there a security assessment of the software?',
    what: 'a security assessment',
    remediation: {
      text: 'Write a self-assessment: the most likely and most harmful problems, and what is done about them',
      effort: 'high',
    },
    files:
      /(?:^|\/)(?:(?:security[-_])?self[-_]assessment|security[-_](?:assessment|audit|review)[^/]{0,30}|.{0,30}audit[-_]report.{0,30}|assurance[-_ ]?case|threat[-_ ]?model\w*)\.(?:md|mdx|rst|adoc|txt|pdf|html)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:security )?self[- ]?assessments?|security (?:assessments?|audits?|reviews?)|(?:third[- ]party|external|independent) (?:security )?(?:audits?|assessments?)|threat models?(?:ing)?|threat analysis|security risk (?:assessment|analysis))$/i,
    minWords: 30,
  }),
)
