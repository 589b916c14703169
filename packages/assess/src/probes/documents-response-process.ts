import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsResponseProcess',
    title: 'Is the response to vulnerability reports described, with a time frame?',
    what: 'a response process with a time frame',
    remediation: { text: 'State in SECURITY.md within how many days a report is acknowledged, and what happens then', effort: 'low' },
    roles: ['security'],
    statements: [
      /^(?=.{0,3000}?\b(?:respon|acknowledg|repl(?:y|ies)|hear back|confirm|triage|disclos|contact you|get back|initial|review))(?=.{0,3000}?\b(?:within|in|after|at most|up to|no more than|under|every|\d)\b).{0,3000}?\b(?:\d{1,3}|one|two|three|four|five|seven|ten|fourteen|thirty|ninety)(?:\s?(?:[-–]|to)\s?\d{1,3})?(?:\s?\(\d{1,3}\))?[ -](?:business |working |calendar )?(?:hours?|days?|weeks?|months?)\b/i,
    ],
  }),
)
