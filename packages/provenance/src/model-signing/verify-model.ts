import type { Envelope } from '../dsse/envelope.ts'
import { preAuthEncoding } from '../dsse/pre-auth-encoding.ts'
import type { VerifiedPayload } from '../dsse/verified-payload.ts'
import { markVerified } from '../dsse/verified-payload.ts'
import { verifiedStatement } from '../intoto/statement.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { IdentityRule } from '../sigstore/identity-policy.ts'
import type { VerifiedBundle } from '../sigstore/verify-bundle.ts'
import { verifyBundle } from '../sigstore/verify-bundle.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { StepNotes, Trace } from '../verdict/trace.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { CertificateStore } from '../x509/certificate-store.ts'
import { verifyChain } from '../x509/verify-chain.ts'
import { legacyEncoding } from './legacy-encoding.ts'
import type { ModelManifest } from './manifest.ts'
import type { ModelBundle } from './model-bundle.ts'
import { modelKeyHint, readModelBundle } from './model-bundle.ts'
import { readModelManifest } from './read-manifest.ts'

/** Who may have signed the model. Each way accepts only signatures made in that way. */
export type ModelSigner =
  | { readonly method: 'key'; readonly key: PublicKey }
  | { readonly method: 'certificate'; readonly store: CertificateStore }
  | { readonly method: 'sigstore'; readonly trust: TrustedRoot; readonly anyOf: readonly IdentityRule[] }

/** Who has signed a model, as its verification showed. */
export type ModelSignedBy =
  | { readonly kind: 'key'; readonly key: PublicKey }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'identity'; readonly bundle: VerifiedBundle }

declare const verified: unique symbol

/** What a trusted signer says a model consists of; the files are compared by `compareModel`. */
export interface VerifiedModel extends ModelManifest {
  readonly [verified]: true
  readonly signedBy: ModelSignedBy
}

const PLAN = [
  ['model-bundle', 'The model signature is well-formed and of a known version'],
  ['signer', 'It was signed in the way that was asked for'],
] as const

/** Verifies a model signature by key, certificate or Sigstore identity (model signing specification 1.0, "Verification"). */
export function verifyModel(bytes: Uint8Array, signer: ModelSigner, trace: Trace): VerifiedModel {
  trace.plan(PLAN)
  const bundle = trace.step(...PLAN[0], () => readModelBundle(bytes))
  trace.step(...PLAN[1], () => {
    if (bundle.method === signer.method) return
    throw new Refused('signer-mismatch', 'The model was signed in another way', { expected: signer.method, found: bundle.method })
  })
  const { payload, signedBy } = verifyPayload(bytes, bundle, signer, trace)
  const manifest = trace.step('manifest', 'The signed list of files is whole', () => readModelManifest(verifiedStatement(payload)))
  return { ...manifest, signedBy } as VerifiedModel
}

function verifyPayload(
  bytes: Uint8Array,
  bundle: ModelBundle,
  signer: ModelSigner,
  trace: Trace,
): { readonly payload: VerifiedPayload; readonly signedBy: ModelSignedBy } {
  if (signer.method === 'sigstore') {
    const verifiedBundle = verifyBundle(bytes, { trust: signer.trust, policy: { kind: 'identities', anyOf: signer.anyOf } }, trace)
    const { content } = verifiedBundle
    if (content.kind !== 'dsse') throw new Refused('evidence-missing', 'The model signature carries no statement')
    return { payload: content.payload, signedBy: { kind: 'identity', bundle: verifiedBundle } }
  }
  const signedBy = signer.method === 'key' ? trustedKey(bundle, signer.key, trace) : certifiedKey(bundle, signer.store, trace)
  const key = signedBy.kind === 'key' ? signedBy.key : signedBy.certificate.publicKey
  trace.step('signature', 'The signature covers the statement', (step) => checkSignature(bundle.envelope, key, step))
  return { payload: markVerified(bundle.envelope.payloadType, bundle.envelope.payload), signedBy }
}

type SignedByKey = Exclude<ModelSignedBy, { readonly kind: 'identity' }>

function trustedKey(bundle: ModelBundle, key: PublicKey, trace: Trace): SignedByKey {
  trace.step('key', 'It names the trusted key', (step) => {
    const expected = modelKeyHint(key)
    const hint = bundle.method === 'key' ? bundle.hint : undefined
    if (hint === undefined) step.warn('evidence-missing', 'The model signature does not name its key, as releases before 1.1 did not')
    else if (hint !== expected) throw new Refused('signer-mismatch', 'The model was signed with another key', { expected, found: hint })
  })
  return { kind: 'key', key }
}

/** Judged at the start of the certificate, as the format has no trusted time. */
function certifiedKey(bundle: ModelBundle, store: CertificateStore, trace: Trace): SignedByKey {
  return trace.step('certificate-chain', 'A trusted authority issued the certificate', (step) => {
    const [leaf, ...intermediates] = bundle.method === 'certificate' ? bundle.certificates.map((der) => readCertificate(der)) : []
    if (leaf === undefined) throw new Refused('evidence-missing', 'The model signature has no certificate')
    const maySign = leaf.keyUsage?.has('digitalSignature') === true || leaf.extendedKeyUsage?.includes('1.3.6.1.5.5.7.3.3') === true
    if (!maySign) throw new Refused('certificate-invalid', 'The certificate may not sign')
    verifyChain(leaf, { store, intermediates, at: leaf.notBefore })
    step.warn('time-invalid', 'No trusted time of signing is known: the certificate was judged at its own start')
    return { kind: 'certificate', certificate: leaf }
  })
}

function checkSignature({ payload, payloadType, signatures: [signature] }: Envelope, key: PublicKey, step: StepNotes): void {
  if (signature === undefined) throw new Refused('evidence-missing', 'The model is not signed')
  if (key.type !== 'p256' && key.type !== 'p384' && key.type !== 'p521') {
    throw new Refused('unsupported-algorithm', 'Models are signed with elliptic curve keys only', { found: key.type })
  }
  const what = 'The signature of the model'
  try {
    verifySignature(key, preAuthEncoding(payloadType, payload), signature.signature, { what })
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'signature-invalid') throw error
    const old = legacyEncoding(payloadType, payload)
    const accepted = ([undefined, 'ecdsa-sha256'] as const).some((scheme) => {
      try {
        verifySignature(key, old, signature.signature, { what, ...(scheme === undefined ? {} : { scheme }) })
        return true
      } catch (refused) {
        if (refused instanceof Refused) return false
        throw refused
      }
    })
    if (!accepted) throw error
    step.warn('unsupported-version', 'The signature was made by a release before 1.0, whose encoding has a fault; sign the model anew')
  }
}
