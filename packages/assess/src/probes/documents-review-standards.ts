import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsReviewStandards',
    title: 'Is it documented how code review is done and what it checks?',
    what: 'how code review is done',
    remediation: { text: 'Describe in CONTRIBUTING how review is conducted, what must be checked and what is acceptable', effort: 'low' },
    roles: ['contributing', 'governance', 'maintainers', 'other'],
    files:
      /(?:^|\/)(?:code[-_])?review(?:s|ing|ers?)?(?:[-_](?:guide|guidelines|policy|process|standards?|checklist))?\.(?:md|rst|adoc|txt)$/i,
    headings:
      /\b(?:code reviews?(?: (?:standards?|process|policy|guidelines?|requirements?|checklist))?|review(?:ing)? (?:process|policy|guidelines?|standards?|criteria|requirements|code|changes|pull requests)|pull request reviews?|reviewer(?:s'?)? (?:guide|guidelines|checklist))\b/i,
    minWords: 25,
  }),
)
