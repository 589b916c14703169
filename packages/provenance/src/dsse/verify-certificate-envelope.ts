import { verifySignature } from '../keys/verify-signature.ts'
import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { readFulcioIdentity } from '../sigstore/fulcio-claims.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readPemCertificates } from '../x509/certificate.ts'
import { PURPOSE, verifyChain } from '../x509/verify-chain.ts'
import type { Envelope, EnvelopeSignature } from './envelope.ts'
import { preAuthEncoding } from './pre-auth-encoding.ts'
import type { VerifiedPayload } from './verified-payload.ts'
import { markVerified } from './verified-payload.ts'

export interface CertificateEnvelopeOptions {
  readonly trustedRoot: TrustedRoot
  /** What to do about a signature that nothing shows to have been logged. Refused when left out. */
  readonly unlogged?: 'refuse' | 'warn'
}

export interface CertifiedPayload extends VerifiedPayload {
  readonly certificate: Certificate
  readonly identity: FulcioIdentity
}

const PLAN = [
  ['envelope', 'The envelope has one signature with its certificate'],
  ['certificate-chain', 'The certificate was issued by a trusted authority'],
  ['signature', "The certificate's key signed type and payload"],
  ['log-entry', 'The signature was logged while the certificate was valid'],
] as const

/**
 * Verifies the bare envelopes of older provenance generators: DSSE with a PEM certificate beside the signature and no log entry. The
 * short-lived certificate is judged at its own start, as no trusted time is known. That somebody used its key later, after it had
 * leaked, cannot be excluded: without an entry in a log such evidence is refused unless the caller takes it with a warning.
 */
export function verifyCertificateEnvelope(envelope: Envelope, options: CertificateEnvelopeOptions, trace: Trace): CertifiedPayload {
  trace.plan(PLAN)
  const signature = trace.step(...PLAN[0], () => onlySignature(envelope))
  const certificate = trace.step(...PLAN[1], (step) => {
    const leaf = readLeaf(signature)
    step.found(`${leaf.issuer.text}, ${leaf.notBefore.toISOString()}`)
    checkChain(leaf, options.trustedRoot)
    return leaf
  })
  const identity = readFulcioIdentity(certificate)
  trace.step(...PLAN[2], (step) => {
    const message = preAuthEncoding(envelope.payloadType, envelope.payload)
    verifySignature(certificate.publicKey, message, signature.signature, { what: 'The signature of the envelope' })
    step.found(identity.san.value)
  })
  trace.step(...PLAN[3], (step) => {
    const reason = 'Nothing shows that the signature was logged'
    const remedy = 'Ask the transparency log for an entry, or take the evidence without'
    if (options.unlogged !== 'warn') throw new Refused('evidence-missing', reason, { remedy })
    step.warn('evidence-missing', reason, remedy)
  })
  return { ...markVerified(envelope.payloadType, envelope.payload), certificate, identity }
}

function onlySignature(envelope: Envelope): EnvelopeSignature & { readonly certificate: string } {
  const [signature, ...more] = envelope.signatures
  if (signature === undefined || more.length > 0) throw new Refused('malformed', 'The envelope has several signatures where one belongs')
  const { certificate } = signature
  if (certificate === undefined) throw new Refused('evidence-missing', 'The signature comes without certificate')
  return { ...signature, certificate }
}

function readLeaf(signature: { readonly certificate: string }): Certificate {
  const [leaf, ...more] = readPemCertificates(signature.certificate, 'The certificate of the envelope')
  if (leaf === undefined || more.length > 0) throw new Refused('malformed', 'The envelope must carry one certificate')
  if (leaf.basicConstraints?.ca === true || leaf.keyUsage?.has('digitalSignature') !== true) {
    throw new Refused('certificate-invalid', 'The certificate of the envelope may not sign documents')
  }
  return leaf
}

/** Tries the authorities that were in use then; the last one's reason is given when none fits. */
function checkChain(leaf: Certificate, root: TrustedRoot): void {
  const at = leaf.notBefore
  let refusal = new Refused('signer-unknown', 'No trusted certificate authority was in use when the certificate was issued', {
    found: at.toISOString(),
  })
  for (const authority of root.certificateAuthorities) {
    if (!isWithin(authority.validFor, at)) continue
    try {
      verifyChain(leaf, { store: authority.store, at, purpose: PURPOSE.codeSigning })
      return
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refusal = error
    }
  }
  throw refusal
}
