import { projectDocuments } from '../../documents/project-documents.ts'
import { requiredVersionClaims } from '../required-version.ts'
import type { ClaimKind } from '../claim.ts'

/** The documents say from which version of Go on the software works. */
export const goVersionAgrees: ClaimKind = {
  id: 'go-version-agrees',
  title: 'The Go version of the README is that of the manifest',
  check: (facts) =>
    requiredVersionClaims(facts, projectDocuments(facts), {
      language: 'Go',
      manifest: 'go.mod',
      required: /^go\s+(1\.\d{1,2})/,
      stated:
        /\b(?:requires?|need|install|with|using|minimum)\b[^.\n]{0,40}\bGo\s*(?:>=?\s*|version\s*|v)?(1\.\d{1,2})(?:\.\d{1,2})?\s*(?:\+|or (?:newer|later|higher|above|greater)|and (?:newer|later|above|up))/i,
    }),
}
