import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsActorsAndActions',
    title: 'Does the design documentation name the actors and their actions?',
    what: 'a design that names actors and actions',
    remediation: {
      text: 'Extend the architecture document: list every actor (user, maintainer, service) and each action it can take',
      effort: 'medium',
    },
    headings:
      /\b(?:actors?(?: and actions)?|actions? and actors?|trust boundar(?:y|ies)|data ?flows?(?: diagrams?)?|use cases?|sequence diagrams?|roles? and actions)\b/i,
    minWords: 20,
  }),
)
