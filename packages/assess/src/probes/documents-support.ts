import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsSupport',
    title: 'Is it stated which versions are supported, and for how long?',
    what: 'which versions are supported',
    remediation: {
      text: 'Add a table «Supported versions» to SECURITY.md or SUPPORT.md, with what support means and until when',
      effort: 'low',
    },
    roles: ['security', 'support', 'readme', 'release', 'governance'],
    files:
      /(?:^|\/)(?:support(?:ed)?[-_]?(?:policy|versions?|releases?|schedule)|versions?[-_]support|(?:release|versions?|support|product)[-_]?lifecycle|release[-_]support|lts)\.(?:md|mdx|rst|adoc|txt)$/i,
    headings:
      /\b(?:supported (?:versions?|releases?)|versions? support(?:ed)?|support(?:ed)? (?:policy|schedule|timeline|lifecycle|period|windows?)|release (?:support|lifecycle)|long[- ]term support|lts|maintenance policy)\b/i,
    statements: [
      /\bonly\b.{0,30}\b(?:the )?(?:latest|most recent|current)\b.{0,40}\b(?:release|version|major|minor)\b.{0,60}\b(?:supported|receives?|maintained|gets?|patched)\b/i,
      /\b(?:latest|most recent|current)\b.{0,30}\b(?:release|version|major|minor)s?\b.{0,40}\b(?:is|are)\b.{0,20}\b(?:supported|maintained)\b/i,
      /\bsecurity (?:updates|fixes|patches) (?:are|will be) (?:only )?(?:provided|released|made|backported|applied)\b.{0,80}\b(?:latest|version|release)/i,
    ],
    minWords: 6,
  }),
)
