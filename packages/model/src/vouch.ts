/** How somebody shows who they are. One word a family of keys or certificates, whatever document carries the signature. */
export const SIGNER_KINDS = ['sigstore', 'ssh', 'openpgp', 'x509', 'key', 'minisign', 'signify', 'npm-registry', 'did'] as const
export type SignerKind = (typeof SIGNER_KINDS)[number]

/** What a signature or statement is about to say. */
export const VOUCH_KINDS = [
  'signature',
  'provenance',
  'publish',
  'registry-signature',
  'commit',
  'tag',
  'checksums',
  'vsa',
  'link',
  'sbom',
  'vex',
  'model',
  'mail',
  'credential',
  'layout',
  'statement',
  'attestation',
] as const
export type VouchKind = (typeof VOUCH_KINDS)[number]

/** Who signed, as verification has shown it; nothing here is a claim of the document alone. */
export interface Signer {
  readonly kind: SignerKind
  /** OIDC issuer, registry, or issuing authority; empty when there is none. */
  readonly issuer: string
  /** Certificate SAN, SSH principal, OpenPGP user id, DID; empty when the key has no name. */
  readonly subject: string
  /** Fingerprint of the key as its family writes it; empty for keyless signers. */
  readonly key: string
  /** Claims that an authority put into the certificate: `source-repository`, `ref`, `trigger` … */
  readonly claims: Readonly<Record<string, string>>
}

/** What build provenance states, once its signature is verified. Empty text: not stated. */
export interface BuildClaims {
  readonly builder: string
  readonly buildType: string
  readonly source: string
  readonly branch: string
  readonly tag: string
  readonly workflow: string
  /** SLSA build level that signer and builder together show; 0 to 3. */
  readonly level: number
}

/** One verified statement by one signer about one subject: what every verifier comes down to. */
export interface Vouch {
  readonly evidence: VouchKind
  readonly signer: Signer
  /** Time that a trusted party states; null when nobody but the signer says when. */
  readonly at: Date | null
  /** Only with evidence `provenance`. */
  readonly build?: BuildClaims
  /** File or address of the evidence, for people. */
  readonly source: string
}

/** What is vouched for. At least one field is set. */
export interface TrustSubject {
  readonly purl?: string
  /** Relative to the folder of the policy, with `/`. */
  readonly path?: string
  /** URL of a repository, without `.git`. */
  readonly repository?: string
}
