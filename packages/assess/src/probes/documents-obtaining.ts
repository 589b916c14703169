import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsObtaining',
    title: 'Do the documents tell how to obtain the software?',
    what: 'a way to obtain or install the software',
    remediation: {
      text: 'Add a section «Installation» to the README with the command or the download that gives the software',
      effort: 'low',
    },
    files: /^(?:docs?\/)?install(?:ation|ing)?(?:\.\w+)?$/i,
    headings:
      /^(?:\d+[.)]?\s*)?(?:(?:how to )?(?:install|installing|installation|get(?:ting)? started|quick ?start|download(?:s|ing)?|obtaining|set ?up|using (?:the )?\w+ from)\b|getting .{1,20}$)/i,
    statements: [
      /\b(?:npm|pnpm|yarn|pip|pipx|cargo|go|gem|brew|composer|dotnet|apt|apt-get|dnf|conda|helm|docker|cabal|mix|luarocks|cpan|opam|nimble)\s+(?:install|add|i|get|require|pull|tool install)\s+\S/i,
      /\b(?:can be (?:downloaded|obtained|installed)|download (?:the|it|a|your) .{0,60}(?:release|version|binary|from)|latest (?:release|version) (?:is|can|from))\b/i,
      /install\.packages\(/i,
    ],
    minWords: 6,
    code: true,
  }),
)
