import type { Signer } from '@cupel/model'
import { sha256KeyId } from '@cupel/provenance'
import type { FulcioIdentity, VerifiedBundle } from '@cupel/provenance'

/** Who signed a verified bundle, in the words of trust policies. */
export function signerOfBundle({ signer }: VerifiedBundle): Signer {
  if (signer.kind === 'key') return { kind: 'key', issuer: '', subject: '', key: sha256KeyId(signer.key), claims: {} }
  return signerOfIdentity(signer.identity)
}

/** The holder of a verified certificate. */
export function signerOfIdentity(identity: FulcioIdentity): Signer {
  const { san, issuer = '' } = identity
  return { kind: 'sigstore', issuer, subject: san.value, key: '', claims: claimsOf(identity) }
}

/** Claims under the names that policies use; certificates before 2023 have only the first, GitHub-only form. */
function claimsOf({ claims }: FulcioIdentity): Readonly<Record<string, string>> {
  const old = claims.githubWorkflowRepository
  const named: Readonly<Record<string, string | undefined>> = {
    'source-repository': claims.sourceRepositoryUri ?? (old === undefined ? undefined : `https://github.com/${old}`),
    ref: claims.sourceRepositoryRef ?? claims.githubWorkflowRef,
    commit: claims.sourceRepositoryDigest ?? claims.githubWorkflowSha,
    trigger: claims.buildTrigger ?? claims.githubWorkflowTrigger,
    workflow: claims.buildConfigUri,
    'build-signer': claims.buildSignerUri,
    runner: claims.runnerEnvironment,
    owner: claims.sourceRepositoryOwnerUri,
    'owner-id': claims.sourceRepositoryOwnerIdentifier,
    'repository-id': claims.sourceRepositoryIdentifier,
    run: claims.runInvocationUri,
    visibility: claims.sourceRepositoryVisibility,
    environment: claims.deploymentEnvironment,
  }
  return Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
