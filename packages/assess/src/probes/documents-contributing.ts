import { documentedBy } from '../documents/documented-by.ts'
import { defineProbe } from '../probe.ts'

// A CONTRIBUTING file that only links elsewhere does not describe it; the statement is what counts.
export default defineProbe(
  documentedBy({
    id: 'documentsContributing',
    title: 'Is the process of contributing described?',
    what: 'the process of contributing (how changes are proposed)',
    remediation: { text: 'Add a CONTRIBUTING file that says how a change is proposed, reviewed and accepted', effort: 'low' },
    roles: ['contributing', 'governance', 'readme'],
    statements: [/\b(?:pull|merge) requests?\b/i, /\b(?:submit|send|post|mail|propose|contribute)\w*\b.{0,80}\b(?:patch(?:es)?|PRs?|changes?)\b/i, /\bPRs?\b.{0,60}\b(?:welcome|submit|open|review)/i, /\bgit\s+(?:send-email|format-patch)\b/i],
  }),
)
