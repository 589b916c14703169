import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'hasCodingStandards',
    title: 'Are coding standards named?',
    what: 'its coding standards',
    remediation: { text: 'Name the coding style in CONTRIBUTING and commit the formatter’s or linter’s configuration', effort: 'low' },
    roles: ['contributing', 'architecture', 'governance'],
    files:
      /(?:^|\/)(?:coding[-_](?:standards?|style|conventions?|guidelines?)|code[-_](?:style|standards?|guidelines?)|style[-_]?guide)(?:\.\w+)?$/i,
    headings:
      /\b(?:coding (?:standards?|style|conventions?|guidelines?)|code (?:style|standards?|conventions?|formatting)|style ?guide|formatting|linting(?: and formatting)?)\b/i,
    statements: [
      /\b(?:follow|use|adhere|conform|complian|style)\w*\b.{0,80}\b(?:PEP ?8|google (?:java|c\+\+|python|shell) style|airbnb|standardjs|effective go|gofmt|rustfmt|clang-format|prettier|black|ktlint|editorconfig|coding style|style guide|rubocop|eslint)\b/i,
    ],
    minWords: 8,
  }),
)
