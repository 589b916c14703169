import type { VerifiedStatement } from '../intoto/statement.ts'

/**
 * What a certificate authority attests about a build, in the words of Fulcio's extensions (1.3.6.1.4.1.57264.1.9 to .22). The
 * certificate is the authority: what the provenance itself says only has to agree.
 */
export interface BuildClaims {
  /** `https://github.com/owner/name` */
  readonly repository?: string
  /** `refs/tags/v1` */
  readonly ref?: string
  readonly commit?: string
  readonly trigger?: string
  /** `https://github.com/owner/name/.github/workflows/release.yml@refs/tags/v1` */
  readonly workflow?: string
  readonly workflowCommit?: string
  readonly repositoryId?: string
  readonly ownerId?: string
  /** `https://github.com/owner/name/actions/runs/1/attempts/1` */
  readonly run?: string
  /** `github-hosted` or `self-hosted` */
  readonly runner?: string
}

/** Who signed a statement, as verification of the signature has shown. */
export type BuildSigner =
  | { readonly kind: 'certificate'; readonly identity: string; readonly issuer: string; readonly claims: BuildClaims }
  | { readonly kind: 'key'; readonly key: string }

/** A statement whose signature was verified, and by whom. */
export interface ProvenanceEvidence {
  readonly statement: VerifiedStatement
  readonly signer: BuildSigner
}
