import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsScaPolicy',
    title: 'Is there a policy for findings in dependencies?',
    what: 'a policy for vulnerable dependencies and licences',
    remediation: {
      text: 'State from which severity on and within which time a finding in a dependency is fixed, and that no release goes out with one',
      effort: 'low',
    },
    roles: ['security', 'contributing', 'governance', 'release', 'other'],
    headings:
      /^(?:\d+[.)]?\s*)?(?:sca (?:policy|remediation(?: thresholds?)?)|(?:dependency|vulnerability|sca) remediation(?: (?:policy|thresholds?|timelines?))?|remediation (?:policy|thresholds?|timelines?))$/i,
    statements: [
      /^(?=.{0,2000}?\b(?:dependenc|sca\b|third[- ]party|component))(?=.{0,2000}?\b(?:critical|high)\b).{0,2000}?\b(?:within|before|block\w*)\b.{0,60}\b(?:days?|hours?|weeks?|releas\w+|merg\w+)\b/i,
    ],
    minWords: 15,
  }),
)
