import type { KeyObject } from 'node:crypto'
import { createHash, sign } from 'node:crypto'
import { contextTag } from '../asn1/der.ts'
import { derElement, derGeneralizedTime, derInteger, derNull, derOctetString, derOid, derSequence, derSetOf } from '../asn1/der-writer.ts'
import { SIGNED_DATA } from '../cms/signed-data.ts'
import { CMS_ATTRIBUTE } from '../cms/verify-signed-data.ts'
import { readTimestampRequest, SHA256_OID } from '../timestamp/timestamp-request.ts'
import { TST_INFO } from '../timestamp/timestamp-token.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { Certificate } from '../x509/certificate.ts'
import { PURPOSE } from '../x509/verify-chain.ts'
import { signatureAlgorithm, signTbs, spkiOf, write, writeName } from '../x509/write-certificate.ts'
import type { IssuingAuthority } from './certificate-chain.ts'
import { leafTbs, makeAuthority, makeKey, whole } from './certificate-chain.ts'
import type { SandboxDeps } from './fulcio.ts'

const POLICY = '1.3.6.1.4.1.57264.2'
const DAYS_LATE = 1

const OIDS = {
  sha256: SHA256_OID,
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
} as const

/** A timestamp authority (RFC 3161) with a certificate for nothing else. */
export class SandboxTimestampAuthority {
  readonly authority: IssuingAuthority
  readonly certificate: Certificate
  readonly #privateKey: KeyObject = makeKey('P-256')
  readonly #otherKey: KeyObject = makeKey('P-256')
  readonly #deps: SandboxDeps

  constructor(deps: SandboxDeps) {
    this.#deps = deps
    const { faults, random } = deps
    const now = deps.now()
    this.authority = makeAuthority('sandbox-tsa-intermediate', { now, random, isExpired: false, purpose: PURPOSE.timeStamping })
    const purposes = faults.has('tsa-purpose') ? [PURPOSE.timeStamping, PURPOSE.codeSigning] : [PURPOSE.timeStamping]
    const spki = spkiOf(this.#privateKey)
    const tbs = leafTbs(this.authority, {
      serial: random(16),
      subject: writeName('cupel sandbox', 'sandbox-tsa'),
      spki,
      notBefore: whole(now, -30),
      notAfter: whole(now, faults.has('tsa-expired') ? -1 : 3650),
      extensions: [write.keyUsage(0), write.extendedKeyUsage(true, ...purposes)],
    })
    this.certificate = readCertificate(signTbs(tbs, this.authority.privateKey))
  }

  /** Answers a TimeStampReq with a granted TimeStampResp. Refuses malformed requests. */
  answer(der: Uint8Array): Buffer {
    const { now, random, faults } = this.#deps
    const request = readTimestampRequest(der)
    const digest = faults.has('timestamp-other') ? createHash(request.hash).update('something else').digest() : request.digest
    const imprint = derSequence(derSequence(derOid(OIDS[request.hash]), derNull()), derOctetString(digest))
    const time = whole(now(), faults.has('timestamp-late') ? DAYS_LATE : 0)
    const info = derSequence(
      derInteger(1),
      derOid(POLICY),
      imprint,
      derInteger(random(16)),
      derGeneralizedTime(time),
      ...(request.nonce === undefined ? [] : [derElement(0x02, request.nonce)]),
    )
    return derSequence(derSequence(derInteger(0)), this.#sign(info, request.wantsCertificate))
  }

  #sign(info: Buffer, wantsCertificate: boolean): Buffer {
    const sha256 = derSequence(derOid(SHA256_OID), derNull())
    const attributes = [
      attribute(CMS_ATTRIBUTE.contentType, derOid(TST_INFO)),
      attribute(CMS_ATTRIBUTE.messageDigest, derOctetString(createHash('sha256').update(info).digest())),
      attribute(
        CMS_ATTRIBUTE.signingCertificateV2,
        derSequence(derSequence(derSequence(derOctetString(createHash('sha256').update(this.certificate.der).digest())))),
      ),
    ]
    const signed = derSetOf(...attributes)
    const key = this.#deps.faults.has('timestamp-wrong-key') ? this.#otherKey : this.#privateKey
    const signer = derSequence(
      derInteger(1),
      derSequence(this.certificate.issuer.bytes, derElement(0x02, this.certificate.serial)),
      sha256,
      Buffer.concat([Buffer.from([contextTag(0, 'constructed')]), signed.subarray(1)]),
      signatureAlgorithm(this.#privateKey),
      derOctetString(sign('sha256', signed, key)),
    )
    const data = derSequence(
      derInteger(3),
      derSetOf(sha256),
      derSequence(derOid(TST_INFO), derElement(contextTag(0, 'constructed'), derOctetString(info))),
      ...(wantsCertificate ? [derElement(contextTag(0, 'constructed'), this.certificate.der)] : []),
      derSetOf(signer),
    )
    return derSequence(derOid(SIGNED_DATA), derElement(contextTag(0, 'constructed'), data))
  }
}

function attribute(oid: string, value: Uint8Array): Buffer {
  return derSequence(derOid(oid), derSetOf(value))
}
