import { decodeAlgorithmIdentifier, hashOfAlgorithm } from '../asn1/algorithm-identifier.ts'
import type { DerNode } from '../asn1/der.ts'
import { DER_TAG, DerCursor } from '../asn1/der.ts'
import { decodeOctetString } from '../asn1/der-values.ts'
import type { SignedData } from '../cms/signed-data.ts'
import type { VerifiedSignedData } from '../cms/verify-signed-data.ts'
import { CMS_ATTRIBUTE, verifySignedData } from '../cms/verify-signed-data.ts'
import { digestOf } from '../encoding/digest.ts'
import type { MlDsaVerify } from '../keys/verify-signature.ts'
import type { CertificateAuthority } from '../trusted-root/certificate-authority.ts'
import { describeValidity, isWithin } from '../trusted-root/validity.ts'
import { Refused } from '../verdict/refused.ts'
import { EXTENSION } from '../x509/extension.ts'
import { PURPOSE, verifyChain } from '../x509/verify-chain.ts'
import type { TimestampInfo } from './timestamp-token.ts'
import { readTimestampInfo, readTimestampToken, TST_INFO } from './timestamp-token.ts'

export interface VerifyTimestampOptions {
  readonly authorities: readonly CertificateAuthority[]
  readonly what?: string
  readonly mlDsa?: MlDsaVerify
}

/** A time a trusted authority vouches for: the message existed then. */
export interface VerifiedTimestamp {
  readonly time: Date
  readonly authority: CertificateAuthority
  readonly info: TimestampInfo
}

/**
 * Verifies an RFC 3161 timestamp over `message` against the authorities of a trust root: granted, content type, imprint, signed
 * attributes with the signer's certificate (ESSCertID), signature, chain at that very time with a critical and sole time stamping
 * purpose, and the authority's own time window.
 */
export function verifyTimestamp(der: Uint8Array, message: Uint8Array, options: VerifyTimestampOptions): VerifiedTimestamp {
  const what = options.what ?? 'the timestamp'
  const token = readTimestampToken(der, what)
  if (token.contentType !== TST_INFO) throw new Refused('malformed', `${what} signs content ${token.contentType}, not a time`)
  if (token.content === undefined) throw new Refused('evidence-missing', `${what} does not hold the time it signs`)
  const info = readTimestampInfo(token.content, what)
  checkImprint(info, message, what)
  let refusal: Refused | undefined
  for (const authority of options.authorities) {
    try {
      checkAuthority(token, info, authority, options)
      return { time: info.time, authority, info }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // An authority that is simply another one says least about what is wrong.
      if (refusal === undefined || refusal.code === 'signer-unknown') refusal = error
    }
  }
  throw refusal ?? new Refused('trust-missing', `there is no timestamp authority to judge ${what} by`)
}

function checkImprint(info: TimestampInfo, message: Uint8Array, what: string): void {
  const hash = hashOfAlgorithm(info.imprintAlgorithm, `the imprint of ${what}`)
  const digest = digestOf(hash, message)
  if (digest.equals(info.imprint)) return
  throw new Refused('digest-mismatch', `${what} is for something else than this signature`, {
    expected: `${hash}:${digest.toString('hex')}`,
    found: `${hash}:${info.imprint.toString('hex')}`,
  })
}

function checkAuthority(token: SignedData, info: TimestampInfo, authority: CertificateAuthority, options: VerifyTimestampOptions): void {
  const what = options.what ?? 'the timestamp'
  const signed = verifySignedData(token, {
    what,
    certificates: authority.chain,
    ...(options.mlDsa === undefined ? {} : { mlDsa: options.mlDsa }),
  })
  const { certificate } = signed
  verifyChain(certificate, { store: authority.store, intermediates: token.certificates, at: info.time, purpose: PURPOSE.timeStamping })
  if (certificate.extensions.get(EXTENSION.extendedKeyUsage)?.critical !== true || certificate.extendedKeyUsage?.length !== 1) {
    throw new Refused('certificate-invalid', `the certificate that signed ${what} is not made for timestamps alone`)
  }
  checkSigningCertificate(signed, what)
  if (!isWithin(authority.validFor, info.time)) {
    throw new Refused('time-invalid', `${what} is from a time at which its authority is not trusted`, {
      expected: describeValidity(authority.validFor),
      found: info.time.toISOString(),
    })
  }
}

/** RFC 5816, RFC 2634: the signed attribute that ties the signature to one certificate. SHA-1 is accepted there, beside the chain. */
function checkSigningCertificate({ signer, certificate }: VerifiedSignedData, what: string): void {
  const attributes = signer.signedAttributes?.values
  const v2 = attributes?.get(CMS_ATTRIBUTE.signingCertificateV2)
  const value = v2?.[0] ?? attributes?.get(CMS_ATTRIBUTE.signingCertificate)?.[0]
  if (value === undefined) throw new Refused('evidence-missing', `${what} does not say which certificate signed it`)
  const list = new DerCursor(value, what)
  const first = new DerCursor(new DerCursor(list.take(), what).take(), what)
  const hash = v2 === undefined ? 'sha1' : idHash(first.optional(DER_TAG.sequence), what)
  const id = decodeOctetString(first.take(), what)
  if (!id.equals(digestOf(hash, certificate.der))) {
    throw new Refused('content-mismatch', `${what} names another certificate than the one that signed it`)
  }
}

function idHash(algorithm: DerNode | undefined, what: string): string {
  return algorithm === undefined ? 'sha256' : hashOfAlgorithm(decodeAlgorithmIdentifier(algorithm, what), what)
}
