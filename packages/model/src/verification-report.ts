import type { Problem } from './problem.ts'
import type { Signer } from './vouch.ts'
import type { Step } from './verdict-step.ts'

/** One thing that was verified: an artifact with its bundle, a commit history, a release. */
export interface VerificationItem {
  /** As the user would recognise it: a path, a purl, a repository. */
  readonly subject: string
  /** What was checked: `sigstore-bundle`, `npm-package`, `git-history` … */
  readonly kind: string
  /** Lower-case hexadecimal digests of the artifact, by algorithm; empty when there is no single one. */
  readonly digests: Readonly<Record<string, string>>
  readonly outcome: 'verified' | 'refused'
  /** Who is shown to have signed. Empty when refused before that was known. */
  readonly signers: readonly Signer[]
  /** Times that somebody else than the signer states, RFC 3339. */
  readonly times: readonly string[]
  /** Identities of the trust policy that vouch; empty without a policy. */
  readonly vouchedBy: readonly string[]
  readonly step: Step
  /** What this kind of verification counts besides: plain JSON, described in docs/verify.md. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** What one run of `cupel verify` came to. Same inputs, trust and time: same bytes. */
export interface VerificationReport {
  readonly schemaVersion: '1.0'
  readonly tool: { readonly name: 'cupel'; readonly version: string }
  /** What the verdict was judged by: the policy's file, or the identity given; and the trust root with its date. */
  readonly trust: { readonly policy: string; readonly root: string; readonly rootDate: string }
  readonly items: readonly VerificationItem[]
  readonly problems: readonly Problem[]
  readonly summary: { readonly verified: number; readonly refused: number; readonly warnings: number }
  readonly verdict: { readonly outcome: 'verified' | 'refused' | 'incomplete'; readonly exitCode: 0 | 3 | 5 }
}
