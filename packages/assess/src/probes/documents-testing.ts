import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsTesting',
    title: 'Is it documented how the tests are run?',
    what: 'how to run the tests',
    remediation: { text: 'Say in CONTRIBUTING how the tests are run locally and when CI runs them', effort: 'low' },
    roles: ['readme', 'contributing', 'install', 'template'],
    files: /^(?:tests?|testing|run-?tests?)[^/]{0,20}\.(?:md|rst|adoc|txt)$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:running|run|executing|unit|automated|how to run) (?:the |all |unit )*tests?\b.*|tests?(?:ing)?(?: (?:suites?|guide|your changes|locally|instructions|strategy|changes))?|test(?:ing)? and .{1,30}|verification|development (?:and )?test\w*)$/i,
    statements: [
      /(?:^|[\s`$])(?:npm (?:run )?test|npm t|pnpm (?:run )?test|yarn test|make (?:test|check)\b|cargo (?:nextest |test)|go test|pytest|tox\b|nox\b|mvn test|gradlew? (?:test|check)|bundle exec rake|rake test|rails test|mix test|ctest|dotnet test|composer test|phpunit|swift test|R CMD check|devtools::(?:test|check)|prove\b|hatch test|deno test|bats\b|zig build test|just test|task test|bazel test)/i,
    ],
    minWords: 6,
    code: true,
  }),
)
