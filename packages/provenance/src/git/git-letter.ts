import type { GitSignatureKind } from '@cupel/source'
import type { Step, Verdict } from '../verdict/step.ts'
import type { VerifiedGitObject } from './verify-git-object.ts'

/**
 * The verdict in the letters of `git log --format=%G?`: G good, B bad, U good by somebody unknown, X good but the signature expired,
 * Y good by an expired key, R good by a revoked key, E cannot be checked, N no signature.
 */
export type GitLetter = 'G' | 'B' | 'U' | 'X' | 'Y' | 'R' | 'E' | 'N'

const LETTERS: Partial<Readonly<Record<NonNullable<Step['code']>, GitLetter>>> = {
  'evidence-missing': 'N',
  'signer-unknown': 'U',
  'signer-mismatch': 'U',
  'time-invalid': 'U',
  revoked: 'R',
  'trust-missing': 'E',
  'unsupported-algorithm': 'E',
  'unsupported-version': 'E',
  'limit-exceeded': 'E',
}

/**
 * The letter for a verdict on an object; `kind` is that of its signature. A signature by a key that nobody gave is U for SSH, where
 * the signature holds its key, and E for OpenPGP, where it cannot be checked at all. A revoked SSH key is R here and B in git.
 */
export function gitLetter(verdict: Verdict<VerifiedGitObject>, kind: GitSignatureKind | undefined): GitLetter {
  if (verdict.value !== undefined) return verdict.value.signer.isKeyExpired === true ? 'Y' : 'G'
  const code = refusalOf(verdict.root)
  if (code === 'signer-unknown' && kind === 'openpgp') return 'E'
  if (code === 'expired') return 'X'
  return code === undefined ? 'E' : (LETTERS[code] ?? 'B')
}

function refusalOf(step: Step): Step['code'] {
  if (step.outcome !== 'failed') return undefined
  return step.steps.map(refusalOf).find((code) => code !== undefined) ?? step.code
}
