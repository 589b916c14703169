import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsReviewStandards',
    title: 'Is it documented how code review is done and what it checks?',
    what: 'how code review is done',
    remediation: { text: 'Describe in CONTRIBUTING how review is conducted, what must be checked and what is acceptable', effort: 'low' },
    roles: ['contributing', 'governance', 'maintainers'],
    files:
      /^(?:docs?\/|\.github\/)?(?:code[-_]?reviews?(?:ing|ers?)?|review(?:ing)?[-_](?:guide|guidelines|policy|process|standards?|checklist))[^/]{0,20}\.(?:md|rst|adoc|txt)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:how to do )?(?:(?:code|pull request|peer|change) reviews?(?: (?:standards?|process|policy|guidelines?|requirements?|checklist))?|review(?:ing)? (?:process|policy|guidelines?|standards?|criteria|requirements|code|changes|pull requests))\b.{0,20}$/i,
    minWords: 25,
  }),
)
