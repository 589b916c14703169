import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasSecurityAssessment',
    title: 'Is there a security assessment of the software?',
    what: 'a security assessment',
    remediation: {
      text: 'Write a self-assessment (the most likely and most harmful problems, and what is done), or link an audit',
      effort: 'high',
    },
    files:
      /(?:^|\/)(?:(?:security[-_])?self[-_]assessment|security[-_](?:assessment|audit|review)[^\/]{0,30}|.{0,30}audit[-_]report.{0,30}|assurance[-_]case|threat[-_ ]?model\w*)\.(?:md|mdx|rst|adoc|txt|pdf|html)$/i,
    headings:
      /\b(?:security (?:self[- ]?)?(?:assessments?|audits?|reviews?)|(?:third[- ]party|external) (?:security )?audits?|threat models?(?:ing)?|risk (?:assessment|analysis))\b/i,
    minWords: 20,
  }),
)
