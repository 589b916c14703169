import { Refused } from '../verdict/refused.ts'
import type { Certificate } from './certificate.ts'
import { verifyCertificateSignature } from './certificate.ts'

/**
 * Trust anchors and the certificates known between them and leaves. Signatures among its own certificates are verified once and
 * remembered, so that a store parsed once makes every later chain cost only the leaf's signature.
 */
export class CertificateStore {
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly #own: ReadonlySet<Certificate>
  readonly #verified = new Map<Certificate, Set<Certificate>>()

  constructor(anchors: readonly Certificate[], intermediates: readonly Certificate[] = []) {
    this.anchors = anchors
    this.intermediates = intermediates
    this.#own = new Set([...anchors, ...intermediates])
  }

  isAnchor(certificate: Certificate): boolean {
    return this.anchors.some((anchor) => anchor === certificate || anchor.der.equals(certificate.der))
  }

  /** Certificates that may have issued this one by name and key identifier, anchors first. */
  candidates(certificate: Certificate, extra: readonly Certificate[]): readonly Certificate[] {
    const found: Certificate[] = []
    for (const issuer of this.anchors) if (mayHaveIssued(issuer, certificate)) found.push(issuer)
    for (const issuer of this.intermediates) if (mayHaveIssued(issuer, certificate)) found.push(issuer)
    for (const issuer of extra) if (mayHaveIssued(issuer, certificate)) found.push(issuer)
    return found
  }

  /** Throws unless `issuer` signed `certificate`. */
  verifyIssued(certificate: Certificate, issuer: Certificate): void {
    const known = this.#verified.get(issuer)
    if (known?.has(certificate) === true) return
    try {
      verifyCertificateSignature(certificate, issuer)
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'signature-invalid') throw error
      throw new Refused('signer-unknown', `${issuer.subject.text} did not sign the certificate that names it as issuer`, { cause: error })
    }
    if (!this.#own.has(certificate) || !this.#own.has(issuer)) return
    if (known === undefined) this.#verified.set(issuer, new Set([certificate]))
    else known.add(certificate)
  }
}

function mayHaveIssued(issuer: Certificate, certificate: Certificate): boolean {
  if (!issuer.subject.bytes.equals(certificate.issuer.bytes)) return false
  const { authorityKeyId } = certificate
  const { subjectKeyId } = issuer
  return authorityKeyId === undefined || subjectKeyId === undefined || authorityKeyId.equals(subjectKeyId)
}
