import type { ProtoMessage } from '../encoding/proto-json.ts'
import { ProtoMessage as Message } from '../encoding/proto-json.ts'
import { parseStrictJson } from '../encoding/strict-json.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { isSelfIssued, readCertificate } from '../x509/certificate.ts'
import { requireAuthority } from '../x509/certificate-role.ts'
import { CertificateStore } from '../x509/certificate-store.ts'
import type { Validity } from './validity.ts'
import { readValidity } from './validity.ts'

/** An authority that issues signing certificates or timestamps. */
export interface CertificateAuthority {
  readonly uri: string
  /** From the certificate that signs, or that issues those that sign, to the root. */
  readonly chain: readonly Certificate[]
  /** Its last certificate as the anchor, the others between. */
  readonly store: CertificateStore
  readonly validFor: Validity
}

export const CERTIFICATE_AUTHORITY_FIELDS = ['subject', 'uri', 'certChain', 'validFor', 'operator']

const MAX_CHAIN = 20

/**
 * Refuses an authority without certificates and one whose chain does not end in a certificate authority named as its own issuer.
 * Signatures along the chain are verified when something leans on them.
 */
export function readCertificateAuthority(message: ProtoMessage): CertificateAuthority {
  const certificates = message.message('certChain', ['certificates'])?.messages('certificates', ['rawBytes'], MAX_CHAIN) ?? []
  const chain = certificates.map((entry) => readCertificate(entry.requiredBytes('rawBytes'), entry.what))
  const root = chain[chain.length - 1]
  if (root === undefined) throw new Refused('trust-missing', `${message.what} has no certificates`)
  if (!isSelfIssued(root)) {
    throw new Refused('trust-missing', `${message.what} does not end in a root certificate`, {
      found: `a certificate of ${root.subject.text} by ${root.issuer.text}`,
    })
  }
  requireAuthority(root)
  const store = new CertificateStore([root], chain.slice(0, -1))
  return { uri: message.text('uri') ?? '', chain, store, validFor: readValidity(message) }
}

/** One authority as a JSON document of its own. */
export function parseCertificateAuthority(bytes: Uint8Array | string): CertificateAuthority {
  const what = 'certificateAuthority'
  return readCertificateAuthority(new Message(parseStrictJson(bytes, what), what, CERTIFICATE_AUTHORITY_FIELDS, 'ignore'))
}
