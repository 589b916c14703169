import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsIncidentPlan',
    title: 'Is there a plan for security incidents?',
    what: 'a plan for security incidents',
    remediation: { text: 'Write an incident plan: who is called, what is stopped, how users are told, who signs off', effort: 'medium' },
    roles: ['security', 'governance'],
    files: /(?:^|\/)(?:incident[-_]response|security[-_]incident|embargo[-_]?policy|security[-_]response|runbook[-_]security)[^/]{0,30}$/i,
    headings:
      /\b(?:incident response|security incidents?|incident (?:handling|management|plan)|security (?:release|response) process|patch,? release,? and disclosure|embargo)\b/i,
    minWords: 30,
  }),
)
