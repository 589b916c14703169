import type { AlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import { decodeAlgorithmIdentifier, schemeOfAlgorithm } from '../asn1/algorithm-identifier.ts'
import type { DerNode } from '../asn1/der.ts'
import { contextTag, DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import {
  decodeBitStringBytes,
  decodeCertificateTime,
  decodeIntegerBytes,
  decodeOctetString,
  decodeSmallInteger,
} from '../asn1/der-values.ts'
import { readPem } from '../asn1/pem.ts'
import { PublicKey } from '../keys/public-key.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { DistinguishedName } from './distinguished-name.ts'
import { decodeName } from './distinguished-name.ts'
import type { BasicConstraints, Extension, KeyUsage } from './extension.ts'
import {
  decodeAuthorityKeyIdentifier,
  decodeBasicConstraints,
  decodeExtendedKeyUsage,
  decodeExtensions,
  decodeKeyUsage,
  EXTENSION,
} from './extension.ts'
import type { GeneralName } from './general-name.ts'
import { decodeGeneralNames } from './general-name.ts'
import type { NameConstraints } from './name-constraints.ts'
import { decodeNameConstraints } from './name-constraints.ts'

/** An X.509 version 3 certificate as it was read; reading it proves nothing about it. */
export interface Certificate {
  readonly der: Buffer
  /** The signed part, with its header. */
  readonly tbs: Buffer
  /** The elements of the signed part, for whoever must write it again without one extension (RFC 6962 §3.2). */
  readonly tbsNodes: readonly DerNode[]
  readonly serial: Buffer
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Buffer
  readonly issuer: DistinguishedName
  readonly subject: DistinguishedName
  readonly notBefore: Date
  readonly notAfter: Date
  readonly publicKey: PublicKey
  readonly extensions: ReadonlyMap<string, Extension>
  readonly basicConstraints: BasicConstraints | undefined
  /** Undefined when the extension is absent: every usage. */
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  /** Purposes by OID; undefined when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | undefined
  readonly subjectAltNames: readonly GeneralName[]
  readonly subjectKeyId: Buffer | undefined
  readonly authorityKeyId: Buffer | undefined
  readonly nameConstraints: NameConstraints | undefined
}

const MAX_CERTIFICATE_BYTES = 256 * 1024

/**
 * Reads one DER certificate (RFC 5280 §4.1). Refuses versions before 3, inner and outer signature algorithms that differ, unique
 * identifiers, an end before the start, and every extension this file knows that is not well-formed.
 */
export function readCertificate(der: Uint8Array, what = 'the certificate'): Certificate {
  if (der.length > MAX_CERTIFICATE_BYTES) throw new Refused('limit-exceeded', `${what} is larger than ${MAX_CERTIFICATE_BYTES} bytes`)
  const outer = new DerCursor(readDer(der, what), what)
  const tbsNode = outer.take(DER_TAG.sequence)
  const signatureAlgorithm = decodeAlgorithmIdentifier(outer.take(), what)
  const signature = decodeBitStringBytes(outer.take(), what)
  outer.finish()

  const tbs = new DerCursor(tbsNode, what)
  requireVersion3(tbs, what)
  const serial = decodeIntegerBytes(tbs.take(), what)
  const innerAlgorithm = decodeAlgorithmIdentifier(tbs.take(), what)
  if (!innerAlgorithm.bytes.equals(signatureAlgorithm.bytes)) {
    throw new Refused('malformed', `${what} names two different signature algorithms`)
  }
  const issuer = decodeName(tbs.take(), what)
  const validity = new DerCursor(tbs.take(), what)
  const notBefore = decodeCertificateTime(validity.take(), what)
  const notAfter = decodeCertificateTime(validity.take(), what)
  validity.finish()
  if (notAfter < notBefore) throw new Refused('malformed', `${what} ends before it starts`)
  const subject = decodeName(tbs.take(), what)
  const publicKey = PublicKey.fromSpki(tbs.take().bytes, `the key of ${what}`)
  const wrapper = tbs.optional(contextTag(3, 'constructed'))
  tbs.finish()

  const extensions = wrapper === undefined ? new Map<string, Extension>() : decodeExtensions(only(wrapper, what), what)
  const read = <T>(oid: string, decode: (value: Buffer, what: string) => T): T | undefined => {
    const extension = extensions.get(oid)
    return extension && decode(extension.value, `extension ${oid} of ${what}`)
  }
  return {
    der: outerBytes(der),
    tbs: tbsNode.bytes,
    tbsNodes: tbs.nodes,
    serial,
    signatureAlgorithm,
    signature,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey,
    extensions,
    basicConstraints: read(EXTENSION.basicConstraints, decodeBasicConstraints),
    keyUsage: read(EXTENSION.keyUsage, decodeKeyUsage),
    extendedKeyUsage: read(EXTENSION.extendedKeyUsage, decodeExtendedKeyUsage),
    subjectAltNames: read(EXTENSION.subjectAltName, decodeGeneralNames) ?? [],
    subjectKeyId: read(EXTENSION.subjectKeyIdentifier, (value, label) => decodeOctetString(readDer(value, label), label)),
    authorityKeyId: read(EXTENSION.authorityKeyIdentifier, decodeAuthorityKeyIdentifier),
    nameConstraints: read(EXTENSION.nameConstraints, decodeNameConstraints),
  }
}

/** The certificates of a PEM text, in order. Refuses blocks of another label. */
export function readPemCertificates(text: string, what = 'the certificate file'): readonly Certificate[] {
  return readPem(text, what).map(({ label, bytes }) => {
    if (label !== 'CERTIFICATE') throw new Refused('malformed', `${what} has a PEM block ${label}`)
    return readCertificate(bytes, what)
  })
}

/** Throws unless `issuer`'s key made the signature of `certificate`. Says nothing about whether it was allowed to. */
export function verifyCertificateSignature(certificate: Certificate, issuer: Certificate): void {
  const what = 'the signature of a certificate'
  const scheme = schemeOfAlgorithm(certificate.signatureAlgorithm, what)
  verifySignature(issuer.publicKey, certificate.tbs, certificate.signature, { scheme, what })
}

/** True when the certificate claims to be issued by itself; its signature is not looked at. */
export function isSelfIssued(certificate: Certificate): boolean {
  return certificate.subject.bytes.equals(certificate.issuer.bytes)
}

function requireVersion3(tbs: DerCursor, what: string): void {
  const wrapper = tbs.optional(contextTag(0, 'constructed'))
  if (wrapper === undefined || decodeSmallInteger(only(wrapper, what), what) !== 2) {
    throw new Refused('unsupported-version', `${what} is not an X.509 version 3 certificate`)
  }
}

function only(wrapper: DerNode, what: string): DerNode {
  const [node, ...more] = wrapper.children(what)
  if (node === undefined || more.length > 0) throw new Refused('malformed', `${what} has a wrapper that does not hold one element`)
  return node
}

function outerBytes(der: Uint8Array): Buffer {
  return Buffer.isBuffer(der) ? der : Buffer.from(der.buffer, der.byteOffset, der.byteLength)
}
