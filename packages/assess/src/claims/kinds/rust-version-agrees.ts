import { projectDocuments } from '../../documents/project-documents.ts'
import { requiredVersionClaims } from '../required-version.ts'
import type { ClaimKind } from '../claim.ts'

/** The documents say from which version of Rust on the software works. */
export const rustVersionAgrees: ClaimKind = {
  id: 'rust-version-agrees',
  title: 'The Rust version of the README is that of the manifest',
  check: (facts) =>
    requiredVersionClaims(facts, projectDocuments(facts), {
      language: 'Rust',
      manifest: 'Cargo.toml',
      required: /^\s*rust-version\s*=\s*"(\d\.\d{1,3})/,
      stated:
        /\b(?:MSRV|minimum (?:supported )?rust version|requires? rust(?:c)?|rust(?:c)?)\b[^.\n]{0,40}?\b(1\.\d{1,3})(?:\.\d)?\b(?:\s*(?:\+|or (?:newer|later|higher)))?/i,
    }),
}
