import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(
  documentedBy({
    id: 'documentsEndOfLife',
    title: 'Is it stated when versions stop getting security updates?',
    what: 'when a version stops getting security updates',
    remediation: { text: 'State for each release line when security updates end, or the rule by which they end', effort: 'low' },
    roles: ['security', 'support', 'readme', 'release', 'governance'],
    headings: /\b(?:end[- ]of[- ](?:life|support|maintenance)|eol(?: (?:policy|dates?))?|retired versions?|unsupported versions?)\b/i,
    statements: [
      /\b(?:no longer|not|stop|cease|until)\b.{0,60}\b(?:receiv\w*|get\w*|provid\w*|be)\b.{0,20}\b(?:any )?(?:security )?(?:updates|fixes|patches|supported)\b/i,
      /\b(?:end[- ]of[- ](?:life|support)|EOL)\b.{0,120}\b(?:when|after|once|date|\d{4})\b/i,
      /\|\s*[<≤].{0,30}\|\s*(?::x:|❌|✗|no\b|unsupported|not supported)/i,
      /\bonly\b.{0,30}\b(?:the )?(?:latest|most recent|current)\b.{0,40}\b(?:release|version|major|minor)\b.{0,60}\b(?:supported|receives?|maintained|gets?|patched)\b/i,
    ],
    minWords: 6,
  }),
)
