import { hashOfAlgorithm, schemeOfAlgorithm } from '../asn1/algorithm-identifier.ts'
import { decodeOctetString, decodeOid } from '../asn1/der-values.ts'
import { digestOf } from '../encoding/digest.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { SignedData, SignerInfo } from './signed-data.ts'

export const CMS_ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const

const ID_DATA = '1.2.840.113549.1.7.1'

export interface VerifySignedDataOptions {
  /** The signed bytes when the signature is detached. Refused beside embedded content. */
  readonly content?: Uint8Array
  /** Certificates the signer's may be among, beside those in the message. */
  readonly certificates?: readonly Certificate[]
  readonly what: string
  readonly mlDsa?: MlDsaVerify
}

/** What one signer signed. The certificate is the one whose key verified; whether it is trusted is the caller's next step. */
export interface VerifiedSignedData {
  readonly contentType: string
  readonly content: Uint8Array
  readonly certificate: Certificate
  readonly signer: SignerInfo
}

/**
 * Verifies SignedData with exactly one signer (RFC 5652 §5.4, §5.6): content type and message digest among the signed attributes,
 * then the signature over their DER SET, or over the content where there are none. Refuses content given twice or not at all.
 */
export function verifySignedData(data: SignedData, options: VerifySignedDataOptions): VerifiedSignedData {
  const { what } = options
  const [signer, ...more] = data.signers
  if (signer === undefined) throw new Refused('evidence-missing', `${what} has no signer`)
  if (more.length > 0) throw new Refused('malformed', `${what} has ${data.signers.length} signers where one belongs`)
  const content = contentOf(data, options)
  const hash = hashOfAlgorithm(signer.digestAlgorithm, what)
  // The known ones first: their chains are verified already.
  const certificate = findSigner(signer, [...(options.certificates ?? []), ...data.certificates], what)
  const scheme = schemeOfAlgorithm(signer.signatureAlgorithm, what, hash)
  let message = content
  if (signer.signedAttributes !== undefined) {
    checkAttributes(data.contentType, signer, digestOf(hash, content), what)
    message = signer.signedAttributes.der
  } else if (data.contentType !== ID_DATA) {
    throw new Refused('evidence-missing', `${what} has no signed attributes, which content ${data.contentType} needs`)
  }
  verifySignature(certificate.publicKey, message, signer.signature, {
    scheme,
    what: `the signature of ${what}`,
    ...(options.mlDsa === undefined ? {} : { mlDsa: options.mlDsa }),
  })
  return { contentType: data.contentType, content, certificate, signer }
}

function contentOf(data: SignedData, { content, what }: VerifySignedDataOptions): Uint8Array {
  if (data.content !== undefined && content !== undefined)
    throw new Refused('malformed', `${what} holds its content but should be detached`)
  const found = data.content ?? content
  if (found === undefined) throw new Refused('evidence-missing', `${what} does not hold what it signs`)
  return found
}

function checkAttributes(contentType: string, signer: SignerInfo, digest: Buffer, what: string): void {
  const type = decodeOid(single(signer, CMS_ATTRIBUTE.contentType, what), what)
  if (type !== contentType) {
    throw new Refused('content-mismatch', `${what} signs another content type than it holds`, { expected: contentType, found: type })
  }
  const signed = decodeOctetString(single(signer, CMS_ATTRIBUTE.messageDigest, what), what)
  if (!signed.equals(digest)) {
    throw new Refused('digest-mismatch', `${what} signs other content`, { expected: digest.toString('hex'), found: signed.toString('hex') })
  }
}

/** The one value of a signed attribute that must be there. */
function single(signer: SignerInfo, oid: string, what: string): Parameters<typeof decodeOid>[0] {
  const values = signer.signedAttributes?.values.get(oid)
  const [value, ...more] = values ?? []
  if (value === undefined) throw new Refused('evidence-missing', `${what} lacks signed attribute ${oid}`)
  if (more.length > 0) throw new Refused('malformed', `${what} has several values in attribute ${oid}`)
  return value
}

function findSigner(signer: SignerInfo, certificates: readonly Certificate[], what: string): Certificate {
  const { identifier } = signer
  const found = certificates.find((certificate) =>
    identifier.kind === 'key-id'
      ? certificate.subjectKeyId?.equals(identifier.keyId) === true
      : certificate.issuer.bytes.equals(identifier.issuer) && certificate.serial.equals(identifier.serial),
  )
  if (found === undefined)
    throw new Refused('signer-unknown', `the certificate that signed ${what} is neither in it nor among the trusted ones`)
  return found
}
