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
      /\b(?:sca (?:policy|remediation|findings?)|(?:dependency|vulnerability) (?:remediation|scanning|management|threshold|handling)(?: policy)?|remediation (?:policy|thresholds?|timelines?)|vulnerability (?:management|remediation) (?:policy|thresholds?))\b/i,
    statements: [
      /\b(?:critical|high)\b.{0,80}\b(?:severity|vulnerabilit)\w*\b.{0,100}\b(?:within|before|block)\b.{0,60}\b(?:days?|hours?|weeks?|releas\w+|merg\w+)\b/i,
    ],
    minWords: 15,
  }),
)
