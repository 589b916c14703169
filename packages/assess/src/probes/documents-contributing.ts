import { documentedFinding } from '../documents/documented-by.ts'
import { projectDocuments } from '../documents/project-documents.ts'
import { findProse } from '../documents/prose.ts'
import { yes } from '../documents/answer.ts'
import { defineProbe } from '../probe.ts'

const WHAT = 'the process of contributing (how changes are proposed)'
const NAMED = [
  /\b(?:pull|merge) requests?\b/i,
  /\b(?:submit|send|post|mail|propose|contribute)\w*\b.{0,80}\b(?:patch(?:es)?|PRs?|changes?)\b/i,
  /\bPRs?\b.{0,60}\b(?:welcome|submit|open|review)/i,
  /\bgit\s+(?:send-email|format-patch)\b/i,
]
const TOLD = [
  /\b(?:submit|open|send|create|make|file|raise|issue)\w*\b.{0,40}\b(?:pull requests?|merge requests?|PRs?|patch(?:es)?)\b/i,
  /\b(?:pull|merge) requests? (?:are|is) (?:very |always |most )?(?:welcome|accepted|appreciated)/i,
]

export default defineProbe({
  id: 'documentsContributing',
  title: 'Is the process of contributing described?',
  remediation: { text: 'Add a CONTRIBUTING file that says how a change is proposed, reviewed and accepted', effort: 'low' },
  run(facts) {
    const hits = findProse(projectDocuments(facts), { roles: ['contributing', 'governance'], statements: NAMED })
    if (hits.length > 0)
      return yes(
        `The documents have ${WHAT}`,
        hits.map(({ place }) => place),
      )
    // A README speaks of change requests in passing; there it must tell people to make one.
    return documentedFinding(facts, WHAT, { roles: ['readme'], statements: TOLD })
  },
})
