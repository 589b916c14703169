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
    roles: ['governance', 'maintainers', 'contributing', 'readme', 'security'],
    files: /^(?:docs?\/|\.github\/)?(?:contributor[-_]ladder|community[-_]membership|roles)[^/]{0,20}$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:key |project |governance |community |team )?roles?(?: (?:and|&) (?:responsibilit(?:y|ies)|duties))?|(?:roles?,? )?responsibilities(?: of .{1,40})?|contributor (?:ladder|roles|levels)|(?:maintainers?'?s?|committers?'?s?|owners?'?s?) (?:duties|responsibilities|roles?)|project roles)$/i,
    minWords: 25,
  }),
)
