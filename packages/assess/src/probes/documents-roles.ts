import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsRoles',
    title: 'Are the roles of the project and their duties described?',
    what: 'roles and their duties',
    remediation: {
      text: 'Describe each role (maintainer, committer, release manager, security contact): what it may do and must do',
      effort: 'low',
    },
    roles: ['governance', 'maintainers', 'contributing', 'readme', 'security', 'other'],
    files: /(?:^|\/)(?:contributor[-_]ladder|community[-_]membership|roles)[^\/]{0,20}$/i,
    headings:
      /\b(?:roles?(?: and responsibilit(?:y|ies))?|responsibilit(?:y|ies)|contributor (?:ladder|roles|levels)|maintainer (?:duties|responsibilities|role)|(?:becoming|what (?:is|does)) (?:a |an )?(?:maintainer|committer)|committers?|core team)\b/i,
    minWords: 25,
  }),
)
