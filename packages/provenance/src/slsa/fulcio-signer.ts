import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import type { BuildClaims, BuildSigner } from './build-signer.ts'

/** What a verified Fulcio certificate says, as a build signer. Certificates before 2023 have only the first form of claims. */
export function fulcioSigner(identity: FulcioIdentity): BuildSigner {
  return { kind: 'certificate', identity: identity.san.value, issuer: identity.issuer ?? '', claims: buildClaims(identity) }
}

function buildClaims({ claims }: FulcioIdentity): BuildClaims {
  const old = claims.githubWorkflowRepository
  const named: Readonly<Record<keyof BuildClaims, string | undefined>> = {
    repository: claims.sourceRepositoryUri ?? (old === undefined ? undefined : `https://github.com/${old}`),
    ref: claims.sourceRepositoryRef ?? claims.githubWorkflowRef,
    commit: claims.sourceRepositoryDigest ?? claims.githubWorkflowSha,
    trigger: claims.buildTrigger ?? claims.githubWorkflowTrigger,
    workflow: claims.buildConfigUri,
    workflowCommit: claims.buildConfigDigest,
    repositoryId: claims.sourceRepositoryIdentifier,
    ownerId: claims.sourceRepositoryOwnerIdentifier,
    run: claims.runInvocationUri,
    runner: claims.runnerEnvironment,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}
