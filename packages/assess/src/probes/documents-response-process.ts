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
      /\b(?:within|in|after|at most|up to|no more than|under|every)\s+(?:(?:one|two|three|four|five|seven|ten|fourteen|thirty|ninety|a|\d{1,3})[-– ]?){1,3}(?:\([^)]{1,12}\)\s*)?(?:\d{1,3}\s+)?(?:business |working |calendar )?(?:hours?|days?|weeks?|months?)\b/i,
      /\b\d{1,3}(?:\s?[-–]\s?\d{1,3})?[ -](?:business |working |calendar )?(?:hours?|days?|weeks?)\b/i,
    ],
  }),
)
