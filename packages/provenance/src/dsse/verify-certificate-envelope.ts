import { verifySignature } from '../keys/verify-signature.ts'
import type { FulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { readFulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { verifySigningCertificate } from '../sigstore/verify-signing-certificate.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readPemCertificates } from '../x509/certificate.ts'
import type { Envelope } from './envelope.ts'
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
  ['certificate-chain', 'A trusted authority issued the certificate, and it was valid then'],
  ['certificate-log', 'The certificate was recorded in public'],
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
  const { signature, certificate } = trace.step(...PLAN[0], () => onlySignature(envelope))
  verifySigningCertificate(
    certificate,
    { trust: options.trustedRoot, intermediates: [], times: [certificate.notBefore], certificateTimestamps: 1 },
    trace,
  )
  const identity = readFulcioIdentity(certificate)
  trace.step(...PLAN[3], (step) => {
    const message = preAuthEncoding(envelope.payloadType, envelope.payload)
    verifySignature(certificate.publicKey, message, signature, { what: 'The signature of the envelope' })
    step.found(identity.san.value)
  })
  trace.step(...PLAN[4], (step) => {
    const reason = 'Nothing shows that the signature was logged'
    const remedy = 'Ask the transparency log for an entry, or take the evidence without'
    if (options.unlogged !== 'warn') throw new Refused('evidence-missing', reason, { remedy })
    step.warn('evidence-missing', reason, remedy)
  })
  return { ...markVerified(envelope.payloadType, envelope.payload), certificate, identity }
}

function onlySignature(envelope: Envelope): { readonly signature: Buffer; readonly certificate: Certificate } {
  const [first, ...more] = envelope.signatures
  if (first === undefined || more.length > 0) throw new Refused('malformed', 'The envelope has several signatures where one belongs')
  if (first.certificate === undefined) throw new Refused('evidence-missing', 'The signature comes without certificate')
  const [leaf, ...others] = readPemCertificates(first.certificate, 'The certificate of the envelope')
  if (leaf === undefined || others.length > 0) throw new Refused('malformed', 'The envelope must carry one certificate')
  return { signature: first.signature, certificate: leaf }
}
