import type { VouchKind, SignerKind } from '@cupel/model'

/** Somebody who may vouch. The same field names for every kind; which are needed depends on the kind. */
export interface TrustIdentity {
  readonly name: string
  readonly kind: SignerKind
  /** Exact issuer; empty: not asked for. */
  readonly issuer: string
  /** Exact, or with `*` for anything but `/` and `**` for anything. */
  readonly subject: string
  /** Inline key, fingerprint, or a file beside the policy. */
  readonly key: string
  /** File with the certificates of the authorities that may issue for this identity. */
  readonly root: string
  /** Certificate claims that must be so, exactly or by the same stars. */
  readonly claims: Readonly<Record<string, string>>
  /** `YYYY-MM-DD`, first and last day in UTC; empty: open. */
  readonly validFrom: string
  readonly validUntil: string
  readonly line: number
}

/** What build provenance must say; empty or 0: not asked for. */
export interface BuildDemand {
  readonly builder: string
  readonly source: string
  readonly branch: string
  readonly tag: string
  readonly workflow: string
  readonly buildType: string
  readonly minLevel: number
}

/** Who may vouch for what. Every rule that applies to a subject must be met. */
export interface TrustRule {
  readonly name: string
  /** `pkg:…` purl pattern, `path:…` or `repo:…`. */
  readonly for: readonly string[]
  /** Kinds of evidence that count; empty: any. */
  readonly evidence: readonly VouchKind[]
  /** Names of identities. */
  readonly by: readonly string[]
  /** Different identities needed. */
  readonly threshold: number
  readonly build: BuildDemand
  /** Git only: commits not reachable from here are judged. */
  readonly since: string
  readonly line: number
}

export interface TrustPolicy {
  readonly version: 1
  readonly identities: readonly TrustIdentity[]
  readonly rules: readonly TrustRule[]
  /** Oldest Sigstore trust root accepted, in days; null: not said. */
  readonly maxRootAge: number | null
  /** File as the user gave it. */
  readonly source: string
}
