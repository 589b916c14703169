import { Refused } from '../verdict/refused.ts'
import type { Certificate } from './certificate.ts'

/** Throws unless the certificate may issue others (RFC 5280 §4.2.1.9, §4.2.1.3): a CA, with keyCertSign where usages are named. */
export function requireAuthority(certificate: Certificate): void {
  const { basicConstraints, keyUsage } = certificate
  if (basicConstraints?.ca !== true) {
    throw new Refused('certificate-invalid', `the issuer ${nameOfCertificate(certificate)} is not a certificate authority`)
  }
  if (keyUsage !== undefined && !keyUsage.has('keyCertSign')) {
    throw new Refused('certificate-invalid', `the issuer ${nameOfCertificate(certificate)} may not sign certificates`)
  }
}

/** Throws unless the certificate is one that signs: no CA, digital signatures allowed, made for this purpose. */
export function requireSigner(certificate: Certificate, purpose: string): void {
  if (certificate.basicConstraints?.ca === true) {
    throw new Refused('certificate-invalid', `the certificate ${nameOfCertificate(certificate)} belongs to a certificate authority`)
  }
  if (certificate.keyUsage?.has('digitalSignature') !== true) {
    throw new Refused('certificate-invalid', `the certificate ${nameOfCertificate(certificate)} may not be used for signatures`, {
      expected: 'key usage digitalSignature',
      found: certificate.keyUsage === undefined ? 'none' : [...certificate.keyUsage].join(', '),
    })
  }
  requirePurpose(certificate, purpose)
}

/** Throws unless the certificate names the purpose among its extended key usages. */
export function requirePurpose(certificate: Certificate, purpose: string): void {
  if (certificate.extendedKeyUsage?.includes(purpose) === true) return
  throw new Refused('certificate-invalid', `the certificate ${nameOfCertificate(certificate)} is not made for this purpose`, {
    expected: `extended key usage ${purpose}`,
    found: certificate.extendedKeyUsage?.join(', ') ?? 'none',
  })
}

/** A certificate in words: its subject, else its first alternative name, else its number. */
export function nameOfCertificate(certificate: Certificate): string {
  if (certificate.subject.text !== '') return certificate.subject.text
  for (const name of certificate.subjectAltNames) {
    if (name.kind === 'uri' || name.kind === 'email' || name.kind === 'dns') return name.value
  }
  return `number ${certificate.serial.toString('hex')}`
}
