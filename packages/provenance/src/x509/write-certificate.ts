import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, sign } from 'node:crypto'
import { contextTag } from '../asn1/der.ts'
import {
  derBitString,
  derBoolean,
  derCertificateTime,
  derElement,
  derInteger,
  derNamedBits,
  derNull,
  derOctetString,
  derOid,
  derSequence,
  derSetOf,
  derUtf8,
} from '../asn1/der-writer.ts'
import { EXTENSION } from './extension.ts'

export interface ExtensionToWrite {
  readonly oid: string
  readonly critical: boolean
  readonly value: Uint8Array
}

export interface CertificateToWrite {
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly notBefore: Date
  readonly notAfter: Date
  readonly spki: Uint8Array
  readonly extensions: readonly ExtensionToWrite[]
}

/** A Name of one organisation and one common name; both empty for the empty name. */
export function writeName(organization: string, commonName: string): Buffer {
  const parts = [
    ['2.5.4.10', organization],
    ['2.5.4.3', commonName],
  ] as const
  return derSequence(...parts.filter(([, value]) => value !== '').map(([oid, value]) => derSetOf(derSequence(derOid(oid), derUtf8(value)))))
}

export const write = {
  basicConstraints: (pathLength: number | undefined): ExtensionToWrite => ({
    oid: EXTENSION.basicConstraints,
    critical: true,
    value: derSequence(derBoolean(true), ...(pathLength === undefined ? [] : [derInteger(pathLength)])),
  }),
  /** Bits by position (RFC 5280 §4.2.1.3): 0 digitalSignature, 5 keyCertSign, 6 cRLSign. */
  keyUsage: (...bits: readonly number[]): ExtensionToWrite => ({ oid: EXTENSION.keyUsage, critical: true, value: derNamedBits(bits) }),
  extendedKeyUsage: (critical: boolean, ...purposes: readonly string[]): ExtensionToWrite => ({
    oid: EXTENSION.extendedKeyUsage,
    critical,
    value: derSequence(...purposes.map(derOid)),
  }),
  subjectKeyId: (spki: Uint8Array): ExtensionToWrite => ({
    oid: EXTENSION.subjectKeyIdentifier,
    critical: false,
    value: derOctetString(keyIdentifier(spki)),
  }),
  authorityKeyId: (spki: Uint8Array): ExtensionToWrite => ({
    oid: EXTENSION.authorityKeyIdentifier,
    critical: false,
    value: derSequence(derElement(contextTag(0, 'primitive'), keyIdentifier(spki))),
  }),
  subjectAltName: (name: Uint8Array): ExtensionToWrite => ({ oid: EXTENSION.subjectAltName, critical: true, value: derSequence(name) }),
}

/** The signed part of a certificate (RFC 5280 §4.1.2), to be signed by an EC key with the given curve's hash. */
export function writeTbs(certificate: CertificateToWrite, signer: KeyObject): Buffer {
  const extensions = certificate.extensions.map(({ oid, critical, value }) =>
    derSequence(derOid(oid), ...(critical ? [derBoolean(true)] : []), derOctetString(value)),
  )
  return derSequence(
    derElement(contextTag(0, 'constructed'), derInteger(2)),
    derInteger(certificate.serial),
    signatureAlgorithm(signer),
    certificate.issuer,
    derSequence(derCertificateTime(certificate.notBefore), derCertificateTime(certificate.notAfter)),
    certificate.subject,
    certificate.spki,
    derElement(contextTag(3, 'constructed'), derSequence(...extensions)),
  )
}

/** A whole certificate around a signed part. */
export function signTbs(tbs: Uint8Array, signer: KeyObject): Buffer {
  const { hash } = algorithmOf(signer)
  return derSequence(tbs, signatureAlgorithm(signer), derBitString(sign(hash, tbs, signer)))
}

/** The AlgorithmIdentifier an EC or RSA key signs with here. */
export function signatureAlgorithm(signer: KeyObject): Buffer {
  const { oid } = algorithmOf(signer)
  return oid.startsWith('1.2.840.113549') ? derSequence(derOid(oid), derNull()) : derSequence(derOid(oid))
}

/** The SubjectPublicKeyInfo of a private key's public half. */
export function spkiOf(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
}

function algorithmOf(signer: KeyObject): { oid: string; hash: 'sha256' | 'sha384' | 'sha512' | null } {
  if (signer.asymmetricKeyType === 'rsa') return { oid: '1.2.840.113549.1.1.11', hash: 'sha256' }
  if (signer.asymmetricKeyType === 'ed25519') return { oid: '1.3.101.112', hash: null }
  const curve = signer.asymmetricKeyDetails?.namedCurve
  if (curve === 'secp384r1') return { oid: '1.2.840.10045.4.3.3', hash: 'sha384' }
  if (curve === 'secp521r1') return { oid: '1.2.840.10045.4.3.4', hash: 'sha512' }
  return { oid: '1.2.840.10045.4.3.2', hash: 'sha256' }
}

/** RFC 5280 §4.2.1.2, method 1 with SHA-256 cut to 160 bits (RFC 7093). */
function keyIdentifier(spki: Uint8Array): Buffer {
  return createHash('sha256').update(spki).digest().subarray(0, 20)
}
