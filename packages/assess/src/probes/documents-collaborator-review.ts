import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsCollaboratorReview',
    title: 'Is it documented how people are vetted before they get more rights?',
    what: 'how people are vetted before they get more rights',
    remediation: { text: 'Write in GOVERNANCE.md how a contributor is reviewed before getting write access', effort: 'low' },
    roles: ['governance', 'maintainers', 'contributing', 'security', 'other'],
    headings:
      /\b(?:becom(?:e|ing) (?:a |an )?(?:maintainer|committer|reviewer|approver|member)|adding (?:new )?(?:maintainers?|committers?|collaborators?)|(?:new |changes? in |changing )maintainers?|maintainer (?:election|nomination|onboarding|selection)|nominat\w+|contributor ladder|promotion)\b/i,
    statements: [
      /\b(?:nominat|elect|vot|approv|sponsor)\w*\b.{0,120}\b(?:new |become |as )(?:a |an )?(?:maintainers?|committers?|approvers?)\b/i,
    ],
    minWords: 20,
  }),
)
