import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsSastPolicy',
    title: 'Is there a policy for findings of static analysis?',
    what: 'a policy for findings of static analysis',
    remediation: {
      text: 'State from which severity on a finding of static analysis blocks a change or is fixed, and by when',
      effort: 'low',
    },
    roles: ['security', 'contributing', 'governance', 'other'],
    headings:
      /\b(?:sast (?:policy|remediation|findings?|thresholds?)|static (?:analysis|code analysis) (?:policy|remediation|findings?|thresholds?)|code scanning policy)\b/i,
    statements: [
      /\b(?:static analysis|sast|codeql|code scanning)\b.{0,160}\b(?:must be|block\w*|fixed|resolved|remediated|triaged|threshold)\b/i,
    ],
    minWords: 12,
  }),
)
