import { projectDocuments } from '../../documents/project-documents.ts'
import { requiredVersionClaims } from '../required-version.ts'
import type { ClaimKind } from '../claim.ts'

/** The documents say from which version of Python on the software works. */
export const pythonVersionAgrees: ClaimKind = {
  id: 'python-version-agrees',
  title: 'The Python version of the README is that of the manifest',
  check: (facts) =>
    requiredVersionClaims(facts, projectDocuments(facts), {
      language: 'Python',
      manifest: 'pyproject.toml',
      required: /^\s*requires-python\s*=\s*["'][^"']{0,20}>=\s*(\d\.\d{1,2})/,
      stated: /\bPython\s*(?:>=?\s*|version\s*)?(3\.\d{1,2})\s*(?:\+|or (?:newer|later|higher|above)|and (?:newer|later|above|up))/i,
    }),
}
