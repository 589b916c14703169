/**
 * How a builder proves itself. `workflow`: the certificate is for the builder's own workflow. `delegator`: the certificate is for a
 * workflow that runs others and writes truthfully which. `runner`: any workflow on that kind of machine; whoever can change the
 * source's workflows can have anything signed, so it must be asked for by name. `key`: a signing key bound to the service.
 */
export type BuilderKind = 'workflow' | 'delegator' | 'runner' | 'key'

export interface Builder {
  /** Without version or ref. */
  readonly id: string
  readonly kind: BuilderKind
  /** Highest SLSA build level its provenance is trusted for. */
  readonly level: 0 | 1 | 2 | 3
  /** OIDC issuer that certificates for it must come from. */
  readonly issuer?: string
  /** Accepted without being asked for. */
  readonly implied?: boolean
  /** Refs other than releases at which it is trusted all the same, such as a branch of one's own; level 2 at most. */
  readonly refs?: readonly string[]
  /** Delegated builders: the delegators that may speak for them. */
  readonly delegators?: readonly string[]
}

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'

const GENERATOR = 'https://github.com/slsa-framework/slsa-github-generator/.github/workflows'
const DELEGATORS = [`${GENERATOR}/delegator_generic_slsa3.yml`, `${GENERATOR}/delegator_lowperms-generic_slsa3.yml`]

/** Builders whose isolation somebody has reviewed in public. A policy may name others: the list is a default, not a gate. */
export const KNOWN_BUILDERS: readonly Builder[] = [
  ...['builder_go_slsa3', 'generator_generic_slsa3', 'generator_container_slsa3', 'builder_container-based_slsa3'].map((name): Builder => ({
    id: `${GENERATOR}/${name}.yml`,
    kind: 'workflow',
    level: 3,
    issuer: GITHUB_ISSUER,
    implied: true,
  })),
  ...DELEGATORS.map((id): Builder => ({ id, kind: 'delegator', level: 3, issuer: GITHUB_ISSUER })),
  ...['builder_nodejs_slsa3', 'builder_maven_slsa3', 'builder_gradle_slsa3', 'builder_bazel_slsa3'].map((name): Builder => ({
    id: `${GENERATOR}/${name}.yml`,
    kind: 'workflow',
    level: 3,
    issuer: GITHUB_ISSUER,
    implied: true,
    delegators: DELEGATORS,
  })),
  { id: 'https://github.com/actions/runner/github-hosted', kind: 'runner', level: 2, issuer: GITHUB_ISSUER },
  { id: 'https://github.com/actions/runner/self-hosted', kind: 'runner', level: 1, issuer: GITHUB_ISSUER },
  { id: 'https://cloudbuild.googleapis.com/GoogleHostedWorker', kind: 'key', level: 3, implied: true },
]
