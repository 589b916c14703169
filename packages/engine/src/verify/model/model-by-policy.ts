import type { TrustSubject, Vouch } from '@cupel/model'
import type { TrustPolicy } from '@cupel/policy'
import { LinearPattern, readModelBundle, Refused, sha256KeyId, verifyModel } from '@cupel/provenance'
import type { ModelSigner, Trace, VerifiedModel } from '@cupel/provenance'
import { signerOfBundle } from '../signer-of-bundle.ts'
import { rawFingerprint } from '../policy-keys.ts'
import { requireTrusted } from '../require-trusted.ts'
import type { Trust } from '../trust-input.ts'

/** A trust policy, and under which name it knows the model. */
export interface ModelTrust {
  readonly trust: Trust
  readonly policy: TrustPolicy
  readonly subject: TrustSubject
  readonly source: string
}

interface Way {
  readonly signer: ModelSigner
  /** Of authorities: which identity of the policy they stand for. */
  readonly root: string
}

/** Verifies a model's signature by whomever the policy has, and refuses whoever may not vouch for this model. */
export function verifyModelByPolicy(
  bytes: Buffer,
  input: ModelTrust,
  trace: Trace,
): { readonly signed: VerifiedModel; readonly vouch: Vouch } {
  const { trust, policy, subject, source } = input
  const ways = waysOf(bytes, trust)
  let refusal: Refused | undefined
  for (const [at, { signer, root }] of ways.entries()) {
    const tried = trace.attempt(`signer-${at + 1}`, `signer ${at + 1} of the policy`, (inner) => verifyModel(bytes, signer, inner))
    if ('refused' in tried) {
      // The signer that the signature names says more than those it does not.
      if (refusal === undefined || refusal.code === 'signer-mismatch') refusal = tried.refused
      continue
    }
    const vouch = vouchOf(tried.value, root, source)
    requireTrusted({ policy, subject, vouches: [vouch], now: trust.now }, trace)
    return { signed: tried.value, vouch }
  }
  throw refusal ?? new Refused('trust-missing', 'the policy has nobody who signs in this way')
}

function waysOf(bytes: Buffer, { policyKeys, root }: Trust): readonly Way[] {
  const { method } = readModelBundle(bytes)
  if (method === 'sigstore') return [{ signer: { method, trust: root, anyOf: [{ issuer: new LinearPattern('.*') }] }, root: '' }]
  if (method === 'key') return [...policyKeys.keys.values()].map((key) => ({ signer: { method, key }, root: '' }))
  return policyKeys.authorities.map(({ store, mark }) => ({ signer: { method, store }, root: mark }))
}

function vouchOf({ signedBy }: VerifiedModel, root: string, source: string): Vouch {
  if (signedBy.kind === 'identity') {
    const at = signedBy.bundle.times.map(({ time }) => time).sort((a, b) => a.getTime() - b.getTime())[0] ?? null
    return { evidence: 'model', signer: signerOfBundle(signedBy.bundle), at, source }
  }
  if (signedBy.kind === 'key') {
    return {
      evidence: 'model',
      signer: { kind: 'key', issuer: '', subject: '', key: sha256KeyId(signedBy.key), claims: {} },
      at: null,
      source,
    }
  }
  const { certificate } = signedBy
  const [name] = certificate.subjectAltNames.flatMap((one) => ('value' in one && typeof one.value === 'string' ? [one.value] : []))
  const signer = { kind: 'x509', issuer: '', subject: name ?? '', key: rawFingerprint(certificate.der), claims: { root } } as const
  return { evidence: 'model', signer, at: null, source }
}
