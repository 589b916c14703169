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
    roles: ['security', 'contributing', 'governance'],
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:sast|static (?:code )?analysis) (?:policy|remediation(?: thresholds?)?|thresholds?)|code scanning policy)$/i,
    statements: [
      /^(?=.{0,2000}?\b(?:static analysis|sast\b|codeql|code scanning))(?=.{0,2000}?\b(?:critical|high|severity|medium|error|all findings)).{0,2000}?\bmust\b.{0,60}\b(?:be (?:fixed|resolved|remediated|triaged|addressed)|block|not be merged)/i,
    ],
    minWords: 12,
  }),
)
