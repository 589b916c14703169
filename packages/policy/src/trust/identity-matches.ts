import type { TrustIdentity } from './trust-policy.ts'
import { starMatches } from './star-pattern.ts'
import type { Signer, SignerKind, Vouch } from '@cupel/model'

/** Why a signer is not an identity: the first field that differs, with both values. Null when it is. */
export interface IdentityDifference {
  readonly field: string
  readonly expected: string
  readonly found: string
}

/** Compares a verified signer with an identity of the policy. `now` stands in where no trusted time is known. */
export function identityDifference(identity: TrustIdentity, { signer, at }: Vouch, now: Date): IdentityDifference | null {
  if (identity.kind !== signer.kind) return { field: 'kind', expected: identity.kind, found: signer.kind }
  if (identity.issuer !== '' && identity.issuer !== signer.issuer) {
    return { field: 'issuer', expected: identity.issuer, found: signer.issuer || 'none' }
  }
  if (identity.subject !== '' && (signer.subject === '' || !starMatches(identity.subject, signer.subject))) {
    return { field: 'subject', expected: identity.subject, found: signer.subject || 'none' }
  }
  return keyDifference(identity, signer) ?? claimDifference(identity, signer) ?? timeDifference(identity, at ?? now)
}

/** The policy's keys are resolved to fingerprints before judging, so that a file and its contents are one identity. */
function keyDifference({ key, kind }: TrustIdentity, signer: Signer): IdentityDifference | null {
  // A file without any key resolves to no fingerprint: then nobody is meant, and not everybody.
  if (key === '' ? !KEYED.has(kind) : signer.key !== '' && key.split(/\s+/).includes(signer.key)) return null
  return { field: 'key', expected: key || 'a key', found: signer.key || 'none' }
}

const KEYED: ReadonlySet<SignerKind> = new Set(['ssh', 'openpgp', 'key', 'minisign', 'signify', 'npm-registry'])

function claimDifference({ claims }: TrustIdentity, signer: Signer): IdentityDifference | null {
  for (const [name, expected] of Object.entries(claims)) {
    // A star stands for any text, but not for a claim that the certificate does not have.
    const found = Object.hasOwn(signer.claims, name) ? (signer.claims[name] ?? '') : ''
    if (found === '' || !starMatches(expected, found)) return { field: `claim ${name}`, expected, found: found || 'none' }
  }
  return null
}

function timeDifference({ validFrom, validUntil }: TrustIdentity, at: Date): IdentityDifference | null {
  const day = at.toISOString().slice(0, 10)
  if (validFrom !== '' && day < validFrom) return { field: 'valid-from', expected: validFrom, found: day }
  if (validUntil !== '' && day > validUntil) return { field: 'valid-until', expected: validUntil, found: day }
  return null
}
