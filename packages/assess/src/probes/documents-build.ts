import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsBuild',
    title: 'Is it documented how to build the software?',
    what: 'instructions for building',
    remediation: { text: 'Add a section «Building from source»: what must be installed, and the commands', effort: 'low' },
    roles: ['readme', 'contributing', 'install'],
    files:
      /^(?:docs?\/)?(?:build(?:ing)?|compil(?:e|ing)|install|development|hacking|developing)(?:[-_.][a-z-]{1,30})?(?:\.(?:md|rst|adoc|txt))?$/i,
    headings:
      /(?:^(?:[\d.]+ )?|\b(?:to|do i|and|or|for|&|manual|local|source|release|development|docker|cmake) )(?:build(?:ing|s)?(?: (?:from source|it|the (?:code|project|software)|instructions|requirements|locally|and .{1,30}))?|compil(?:e|ing|ation)\b.*)$|\b(?:development (?:setup|environment|installation|guide|workflow)|local development|setting up (?:a |the |your )?(?:local )?dev\w*.*|from source|set ?up (?:a |the |your )?(?:development )?environment|installing for development)$|^(?:development|developing|developers?|hacking)$/i,
    statements: [
      /\b(?:cargo build|go build|make\s+(?:build|all|install)|cmake\s+(?:-[BS]|--build|\.\.)|\.\/configure|mvn\s+(?:clean\s+)?(?:install|package|verify)|\.?\/?gradlew?\s+build|npm (?:ci|install)(?=\s*(?:$|[;&|`]|npm\s))|npm run build|pnpm (?:install|build)|pip install -e|poetry install|uv sync|dotnet build|meson setup|bazel build|mix compile|R CMD build|swift build|zig build)\b/i,
    ],
    minWords: 10,
    code: true,
  }),
)
