import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'listsRepositories',
    title: 'Are all repositories of the project listed?',
    what: 'a list of the project’s repositories',
    remediation: { text: 'List in the README (or SECURITY-INSIGHTS) every repository that belongs to the project', effort: 'low' },
    roles: ['readme', 'governance', 'contributing', 'maintainers'],
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:project |our |related |all |official |the )*repositories(?: list| overview)?|sub-?projects|list of repositories)$/i,
    minWords: 6,
  }),
)
