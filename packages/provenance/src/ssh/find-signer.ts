import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { AllowedSigner, AllowedSigners } from './allowed-signers.ts'
import { matchesPatternList } from './match-pattern.ts'
import type { SshRevocations } from './revocation-list.ts'
import type { SshCertificate } from './ssh-certificate.ts'
import type { VerifiedSshSignature } from './verify-ssh-signature.ts'

/** A verified signature with the people its key stands for. */
export interface SignedBySsh extends VerifiedSshSignature {
  /** Principals of the entry: the names or patterns of the file; for certificates the names in the certificate that they allow. */
  readonly principals: readonly string[]
  readonly entry: AllowedSigner
}

export interface SignerQuery {
  readonly signers: AllowedSigners
  readonly revocations?: SshRevocations
  /** When the signature was made, seconds since 1970. Who signs often chooses it; take a time from a log where there is one. */
  readonly time: number
  /** Demand that this principal is allowed; otherwise any will do. */
  readonly principal?: string
}

const STEPS = [
  ['revocation', 'the key is not revoked'],
  ['signer', 'the key belongs to an allowed signer'],
] as const

/** Finds who may sign with the key of a verified signature (ssh-keygen(1), ALLOWED SIGNERS). Revocation wins over everything. */
export function findSigner(
  signature: VerifiedSshSignature,
  { query, trace }: { readonly query: SignerQuery; readonly trace: Trace },
): SignedBySsh {
  trace.plan(STEPS)
  trace.step('revocation', STEPS[0][1], () => {
    const reason = query.revocations?.reasonFor(signature.identity) ?? null
    if (reason !== null) throw new Refused('revoked', reason)
  })
  return trace.step('signer', STEPS[1][1], (step) => {
    const found = signerOf(signature, query)
    step.found(found.principals.join(', '))
    return { ...signature, ...found }
  })
}

function signerOf(
  signature: VerifiedSshSignature,
  query: SignerQuery,
): { readonly principals: readonly string[]; readonly entry: AllowedSigner } {
  const { key, certificate } = signature.identity
  let nearest: Refused | undefined
  for (const entry of candidates(signature, query.signers)) {
    try {
      checkEntry(entry, signature, query)
      const principals =
        certificate === null || !entry.isAuthority ? plainPrincipals(entry, query) : certifiedPrincipals(entry, certificate, query)
      return { principals, entry }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      nearest ??= error
    }
  }
  if (nearest !== undefined) throw nearest
  throw new Refused('signer-unknown', `no allowed signer has the key ${key.fingerprint}`, {
    found: key.fingerprint,
    remedy: 'add the key to the allowed signers if you trust it',
  })
}

function candidates({ identity: { key, certificate } }: VerifiedSshSignature, { byKey }: AllowedSigners): readonly AllowedSigner[] {
  const own = (byKey.get(key.blob.toString('latin1')) ?? []).filter((entry) => !entry.isAuthority)
  if (certificate === null) return own
  const authorities = byKey.get(certificate.authority.blob.toString('latin1')) ?? []
  return [...authorities.filter((entry) => entry.isAuthority), ...own]
}

function checkEntry(entry: AllowedSigner, { namespace }: VerifiedSshSignature, { time }: SignerQuery): void {
  if (entry.namespaces !== null && !matchesPatternList(namespace, entry.namespaces))
    throw new Refused('policy-not-met', 'the key may not sign for this purpose', { expected: entry.namespaces, found: namespace })
  if (entry.validAfter !== null && !(time >= entry.validAfter))
    throw new Refused('time-invalid', 'the key signed before it was allowed to', {
      expected: `after ${shown(entry.validAfter)}`,
      found: shown(time),
    })
  if (entry.validBefore !== null && !(time <= entry.validBefore))
    throw new Refused('time-invalid', 'the key signed after it was last allowed to', {
      expected: `before ${shown(entry.validBefore)}`,
      found: shown(time),
    })
}

function plainPrincipals(entry: AllowedSigner, { principal }: SignerQuery): readonly string[] {
  if (principal === undefined) return entry.principals.split(',')
  if (matchesPatternList(principal, entry.principals)) return [principal]
  throw new Refused('signer-mismatch', 'the key belongs to somebody else', { expected: principal, found: entry.principals })
}

const HARMLESS_OPTIONS = new Set(['force-command', 'source-address', 'verify-required'])

function certifiedPrincipals(entry: AllowedSigner, certificate: SshCertificate, { time, principal }: SignerQuery): readonly string[] {
  if (!certificate.isUser) throw new Refused('certificate-invalid', 'a certificate for a host signs for nobody')
  const unknown = certificate.criticalOptions.find((option) => !HARMLESS_OPTIONS.has(option))
  if (unknown !== undefined)
    throw new Refused('certificate-invalid', `the certificate demands ${JSON.stringify(unknown)}, which is not known`)
  const at = Number.isFinite(time) ? BigInt(Math.floor(time)) : -1n
  if (at < certificate.after || at >= certificate.before)
    throw new Refused('time-invalid', 'the certificate was not valid when the signature was made', {
      expected: `${shown(Number(certificate.after))} to ${shown(Number(certificate.before))}`,
      found: shown(time),
    })
  const allowed = certificate.principals.filter(
    (name) => (principal === undefined || name === principal) && matchesPatternList(name, entry.principals),
  )
  if (allowed.length > 0) return allowed
  throw new Refused('signer-mismatch', 'the certificate names nobody who is allowed', {
    expected: principal ?? entry.principals,
    found: certificate.principals.join(', '),
  })
}

function shown(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString()
}
