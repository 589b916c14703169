import { configInvalid } from '@cupel/model'
import type { Signer } from '@cupel/model'
import { loadMlDsa44, readAllowedSigners } from '@cupel/provenance'
import type { GitSigner, GitTrust } from '@cupel/provenance'
import type { TrustPolicy } from '@cupel/policy'
import type { Trust } from '../trust-input.ts'

/** What a policy says about the keys of a repository, as verification of git objects takes it. */
export async function gitTrustOfPolicy({ policyKeys, root, now }: Trust, policy: TrustPolicy): Promise<GitTrust> {
  const { sshLines, ssh, openpgp, authorities } = policyKeys
  if (ssh.size > 0 && sshLines.length === 0)
    throw configInvalid(policy.source, 'git needs SSH keys in full: a fingerprint does not tell what to verify with')
  const marks = new Set(authorities.map(({ mark }) => mark))
  if (marks.size > 1)
    throw configInvalid(policy.source, 'git takes one root for all identities of kind x509: put the authorities into one file')
  const sigstore = policy.identities.some(({ kind }) => kind === 'sigstore')
  const [authority] = authorities
  return {
    ...(sshLines.length === 0
      ? {}
      : { ssh: { signers: readAllowedSigners(`${sshLines.join('\n')}\n`), mlDsa: await loadMlDsa44(), identities: new Map() } }),
    ...(openpgp === null ? {} : { openpgp: { keyring: openpgp, now } }),
    ...(authority !== undefined || sigstore
      ? {
          x509: {
            ...(sigstore ? { sigstore: root, requireProvenTime: true } : {}),
            ...(authority === undefined ? {} : { store: authority.store }),
          },
        }
      : {}),
  }
}

/** A signer of git in the words of policies, once for each of its names. */
export function signersOfGit({ kind, names, key, issuer }: GitSigner, { policyKeys }: Trust): readonly Signer[] {
  if (kind === 'ssh') return [{ kind, issuer: '', subject: policyKeys.ssh.get(key) ?? '', key, claims: {} }]
  if (kind === 'openpgp') return (names.length === 0 ? [''] : names).map((subject) => ({ kind, issuer: '', subject, key, claims: {} }))
  if (issuer !== undefined) return names.map((subject) => ({ kind: 'sigstore', issuer, subject, key: '', claims: {} }))
  const root = policyKeys.authorities[0]?.mark ?? ''
  return names.map((subject) => ({ kind, issuer: '', subject, key, claims: { root } }))
}
