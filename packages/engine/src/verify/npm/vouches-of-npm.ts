import type { Signer, Vouch } from '@cupel/model'
import type { BuildSigner, VerifiedNpmAttestations, VerifiedNpmRelease } from '@cupel/provenance'
import { buildClaims } from '../build-claims.ts'

/** What a release's registry signature, and its attestations where it has them, say in the words of a trust policy. */
export function vouchesOfNpm(signed: VerifiedNpmRelease, held: VerifiedNpmAttestations | null): readonly Vouch[] {
  const registry: Signer = { kind: 'npm-registry', issuer: 'npm', subject: '', key: signed.keyId, claims: {} }
  if (held === null) return [{ evidence: 'registry-signature', signer: registry, at: null, source: 'dist.signatures' }]
  const build = buildClaims(held.provenance)
  return [
    { evidence: 'publish', signer: registry, at: null, source: 'publish attestation' },
    {
      evidence: 'provenance',
      signer: signerOf(held.provenance.signer),
      at: null,
      source: 'provenance attestation',
      ...(build === null ? {} : { build }),
    },
  ]
}

function signerOf(signer: BuildSigner): Signer {
  if (signer.kind === 'key') return { kind: 'key', issuer: '', subject: '', key: signer.key, claims: {} }
  const { repository, ref, commit, trigger, workflow, runner } = signer.claims
  const named = { 'source-repository': repository, ref, commit, trigger, workflow, runner }
  const claims = Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return { kind: 'sigstore', issuer: signer.issuer, subject: signer.identity, key: '', claims }
}
