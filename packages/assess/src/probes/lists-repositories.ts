import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'listsRepositories',
    title: 'Are all repositories of the project listed?',
    what: 'a list of the project’s repositories',
    remediation: { text: 'List in the README (or SECURITY-INSIGHTS) every repository that belongs to the project', effort: 'low' },
    headings: /\b(?:(?:project |related |other |sub|our )repositor(?:y|ies)|sub-?projects|repository (?:list|overview)|repositories)\b/i,
    minWords: 6,
  }),
)
