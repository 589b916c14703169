import { createHash } from 'node:crypto'
import { decodeCertificateTime, decodeOctetString } from '../asn1/der-values.ts'
import { readPem } from '../asn1/pem.ts'
import { readSignedData } from '../cms/signed-data.ts'
import { CMS_ATTRIBUTE, verifySignedData } from '../cms/verify-signed-data.ts'
import type { VerifiedSignedData } from '../cms/verify-signed-data.ts'
import { Artifact } from '../sigstore/artifact.ts'
import { readFulcioIdentity } from '../sigstore/fulcio-claims.ts'
import { verifyLogEntry } from '../sigstore/verify-log-entry.ts'
import { verifySigningCertificate } from '../sigstore/verify-signing-certificate.ts'
import type { TrustedRoot } from '../trusted-root/trusted-root.ts'
import { Refused } from '../verdict/refused.ts'
import type { Trace } from '../verdict/trace.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { CertificateStore } from '../x509/certificate-store.ts'
import { PURPOSE, verifyChain } from '../x509/verify-chain.ts'
import { GITSIGN_LOG_ENTRY, readGitsignLogEntry } from './gitsign-log-entry.ts'

/** Whom X.509 signatures are believed: a Sigstore instance (gitsign), authorities of one's own (gpgsm), or both. */
export interface GitX509Trust {
  readonly sigstore?: TrustedRoot
  readonly store?: CertificateStore
  /**
   * Refuse signatures without proof of when they were made; without it the time they claim is taken, with a remark. Where both are
   * trusted it is asked of Sigstore's certificates only: those of `store` live long, and nothing proves when they signed.
   */
  readonly requireProvenTime?: boolean
}

/** A CMS signature that holds, whose certificate a trusted authority issued. */
export interface VerifiedGitX509 {
  readonly certificate: Certificate
  readonly names: readonly string[]
  /** Who vouched for the name; only Sigstore certificates say. */
  readonly issuer: string | undefined
  readonly time: Date
  /** A log proves the time; otherwise it is the signer's claim. */
  readonly isTimeProven: boolean
  /** SHA-256 of the certificate. */
  readonly fingerprint: string
}

const STEPS = [
  ['format', 'the signature is CMS'],
  ['signature', 'the signature holds over the object'],
  ['time', 'it is known when the signature was made'],
  ['authority', 'a trusted authority issued the certificate'],
] as const

/** Verifies a detached CMS signature of git (gitformat-signature, RFC 5652). */
export function verifyGitX509(
  armour: string,
  payload: Uint8Array,
  { trust, trace }: { readonly trust: GitX509Trust; readonly trace: Trace },
): VerifiedGitX509 {
  trace.plan(STEPS)
  const data = trace.step('format', STEPS[0][1], () => {
    const [block, ...more] = readPem(armour, 'the signature')
    if (block?.label !== 'SIGNED MESSAGE' || more.length > 0) throw new Refused('malformed', 'the signature is not one SIGNED MESSAGE')
    return readSignedData(block.bytes, 'the signature')
  })
  const signed = trace.step('signature', STEPS[1][1], () => verifyDetached(data, payload))
  const { time, isProven } = trace.step('time', STEPS[2][1], (step) => timeOf(signed, trust, step))
  const { certificate } = signed
  const isSigstore = trace.step('authority', STEPS[3][1], (step) =>
    verifyAuthority(certificate, { trust, time, isProven, intermediates: data.certificates, step }),
  )
  const identity = isSigstore ? readFulcioIdentity(certificate) : undefined
  const names =
    identity === undefined
      ? certificate.subjectAltNames.flatMap((name) => (name.kind === 'email' ? [name.value] : []))
      : [identity.san.value]
  const fingerprint = createHash('sha256').update(certificate.der).digest('hex')
  // A Sigstore certificate that names no issuer is vouched for by nobody in particular.
  const issuer = identity === undefined ? undefined : (identity.issuer ?? '')
  return { certificate, names, issuer, time, isTimeProven: isProven, fingerprint }
}

function verifyDetached(data: ReturnType<typeof readSignedData>, payload: Uint8Array): VerifiedSignedData {
  try {
    return verifySignedData(data, { content: payload, what: 'the signature' })
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'digest-mismatch') throw error
    throw new Refused('signature-invalid', error.message, { cause: error })
  }
}

function timeOf(
  signed: VerifiedSignedData,
  { sigstore, store, requireProvenTime = false }: GitX509Trust,
  trace: Trace,
): { readonly time: Date; readonly isProven: boolean } {
  const { signer, certificate } = signed
  const [attribute] = signer.unsignedAttributes.get(GITSIGN_LOG_ENTRY) ?? []
  if (sigstore !== undefined && attribute !== undefined && signer.signedAttributes !== undefined) {
    const signedAttributes = signer.signedAttributes.der
    const { signature } = signer
    const entry = readGitsignLogEntry(decodeOctetString(attribute, 'the log entry'), {
      signedAttributes,
      signature,
      certificate: certificate.der,
    })
    const context = {
      trust: sigstore,
      content: { kind: 'message', digest: undefined, signature },
      artifact: new Artifact({ bytes: signedAttributes }),
      signer: { key: certificate.publicKey, certificate, intermediates: [] },
      mlDsa: undefined,
    } as const
    const { integratedTime } = trace.step('log-entry', 'a trusted log recorded the signature', (step) =>
      verifyLogEntry(entry, context, step),
    )
    if (integratedTime !== undefined) return { time: integratedTime, isProven: true }
  }
  const [claimed] = signer.signedAttributes?.values.get(CMS_ATTRIBUTE.signingTime) ?? []
  if (claimed === undefined || (requireProvenTime && (sigstore === undefined || store === undefined))) throw unproven()
  trace.warn('time-invalid', 'only the signer says when the signature was made')
  return { time: decodeCertificateTime(claimed, 'the signing time'), isProven: false }
}

function unproven(): Refused {
  return new Refused('time-invalid', 'nothing proves when the signature was made', {
    remedy: 'sign with gitsign 0.8 or newer in its offline mode',
  })
}

interface AuthorityQuery {
  readonly trust: GitX509Trust
  readonly time: Date
  readonly isProven: boolean
  readonly intermediates: readonly Certificate[]
  readonly step: Trace
}

/** Whether it was Sigstore's. The refusal of the first kind of trust given when none holds. */
function verifyAuthority(certificate: Certificate, { trust, time, isProven, intermediates, step }: AuthorityQuery): boolean {
  const { sigstore, store, requireProvenTime = false } = trust
  if (sigstore !== undefined && store !== undefined) {
    const tried = step.attempt('sigstore', 'it is one of the Sigstore instance', (inner) =>
      verifySigningCertificate(certificate, { trust: sigstore, intermediates, times: [time], certificateTimestamps: 1 }, inner),
    )
    // Such certificates end after minutes: at a time of one's own choice, a key of long ago would still sign.
    if ('value' in tried && requireProvenTime && !isProven) throw unproven()
    if ('value' in tried) return true
  } else if (sigstore !== undefined) {
    verifySigningCertificate(certificate, { trust: sigstore, intermediates, times: [time], certificateTimestamps: 1 }, step)
    return true
  }
  if (store === undefined) throw new Refused('trust-missing', 'there are no authorities to judge the certificate by')
  const purposes = certificate.extendedKeyUsage
  const purpose = purposes === undefined || purposes.includes(PURPOSE.any) ? undefined : PURPOSE.emailProtection
  verifyChain(certificate, { store, intermediates, at: time, ...(purpose === undefined ? {} : { purpose }) })
  return false
}
