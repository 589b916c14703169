import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'statesContributionRequirements',
    title: 'Do the documents state what an acceptable contribution must fulfil?',
    what: 'requirements for contributions',
    remediation: { text: 'State in CONTRIBUTING which coding standard, tests, checks and sign-off a contribution needs', effort: 'low' },
    roles: ['contributing', 'template', 'governance'],
    headings:
      /(?:coding (?:standards?|style|conventions?|guidelines?)|code (?:style|standards?|guidelines?)|style ?guide|pull request (?:guidelines?|requirements?|checklist|process)|contribution (?:requirements?|guidelines?|checklist)|requirements for (?:acceptable )?contributions?|commit (?:messages?|guidelines?|conventions?)|acceptable contributions?|before (?:you )?submit\w*|submission guidelines?|submitting (?:a )?(?:pull requests?|patch(?:es)?|changes?)|dco|sign(?:ing)?[- ]?off)/i,
    statements: [
      /\b(?:must|should|need to|required?|ensure|make sure|please|always)\b.{0,120}\b(?:coding (?:style|standard|convention)s?|code style|style guide|lint(?:er|ing)?\b|tests? (?:must |should )?pass|pass(?:es)? (?:all )?(?:the )?tests|add(?:ing)? tests?|include tests?|unit tests?|signed[- ]off|sign[- ]off|conventional commits?|changelog entry|pre-commit)/i,
    ],
    minWords: 10,
  }),
)
