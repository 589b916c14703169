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
    roles: ['architecture'],
    headings: /\b(?:actors?|trust boundar(?:y|ies)|data ?flows?(?: diagrams?)?|sequence diagrams?)\b/i,
    minWords: 20,
  }),
)
