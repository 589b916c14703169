import { projectDocuments } from '../../documents/project-documents.ts'
import { requiredVersionClaims } from '../required-version.ts'
import type { ClaimKind } from '../claim.ts'

/** The documents say from which version of Node on the software works. */
export const nodeVersionAgrees: ClaimKind = {
  id: 'node-version-agrees',
  title: 'The Node version of the README is that of the manifest',
  check: (facts) =>
    requiredVersionClaims(facts, projectDocuments(facts), {
      language: 'Node',
      manifest: 'package.json',
      required: /^\s*"node"\s*:\s*"[^"\d]{0,4}>=\s*v?(\d{1,2}(?:\.\d{1,2})?)/,
      stated:
        /\bNode(?:\.?js)?\s*(?:>=?\s*|version\s*|v)?(\d{1,2}(?:\.\d{1,2})?)\s*(?:\+|or (?:newer|later|higher|above|greater)|and (?:newer|later|above|up))/i,
    }),
}
