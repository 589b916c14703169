import { Refused } from '../verdict/refused.ts'
import type { Certificate } from './certificate.ts'
import { isSelfIssued } from './certificate.ts'
import { nameOfCertificate, requireAuthority, requirePurpose } from './certificate-role.ts'
import type { CertificateStore } from './certificate-store.ts'
import { EXTENSION } from './extension.ts'
import type { GeneralName } from './general-name.ts'
import { checkNameConstraints } from './name-constraints.ts'

export const PURPOSE = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  any: '2.5.29.37.0',
} as const

export interface VerifyChainOptions {
  readonly store: CertificateStore
  /** Further certificates that came with the evidence: links, never anchors. */
  readonly intermediates?: readonly Certificate[]
  /** Every certificate of the chain, the anchor too, must be valid then. */
  readonly at: Date
  /** OID of the purpose the leaf must have in its extended key usage; CAs that restrict purposes must allow it too. */
  readonly purpose?: string
}

/** Leaf first, trust anchor last. Only `verifyChain` makes one. */
export interface VerifiedChain {
  readonly leaf: Certificate
  readonly path: readonly Certificate[]
  readonly anchor: Certificate
}

const MAX_PATH = 10
const MAX_TRIES = 100

const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION))

/**
 * Builds and judges a path from `leaf` to an anchor of the store (RFC 5280 §6, without policies and revocation): names, key
 * identifiers, signatures, validity at `at`, CA flags, path lengths, key and extended key usage, name constraints, critical
 * extensions. Refuses with the reason of the path that came farthest.
 */
export function verifyChain(leaf: Certificate, options: VerifyChainOptions): VerifiedChain {
  if (options.purpose !== undefined) requirePurpose(leaf, options.purpose)
  const search: Search = { options, tries: 0, refusal: undefined }
  const path = extend([leaf], search)
  if (path !== undefined) return { leaf, path, anchor: path[path.length - 1]! }
  throw search.refusal ?? noIssuer(leaf)
}

/**
 * Throws unless a chain that was verified at one time holds at another as well. Its signatures are not verified again, for they do not
 * depend on the time.
 */
export function verifyChainAt(chain: VerifiedChain, options: Pick<VerifyChainOptions, 'at' | 'purpose'>): void {
  judge(chain.path, options)
}

interface Search {
  readonly options: VerifyChainOptions
  tries: number
  refusal: Refused | undefined
}

function extend(path: readonly Certificate[], search: Search): readonly Certificate[] | undefined {
  const { store, intermediates } = search.options
  const last = path[path.length - 1]!
  if (store.isAnchor(last)) return attempt(search, 'complete', () => judge(path, search.options))
  if (path.length === MAX_PATH) return undefined
  for (const issuer of store.candidates(last, intermediates ?? [])) {
    if (path.includes(issuer)) continue
    if (search.tries++ === MAX_TRIES) throw new Refused('limit-exceeded', `more than ${MAX_TRIES} ways to build the certificate chain`)
    const longer = attempt(search, 'partial', () => {
      store.verifyIssued(last, issuer)
      return [...path, issuer]
    })
    const found = longer && extend(longer, search)
    if (found !== undefined) return found
  }
  search.refusal ??= noIssuer(last)
  return undefined
}

/** What is wrong with a complete path says more than that there is none. */
function attempt<T>(search: Search, path: 'complete' | 'partial', check: () => T): T | undefined {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (path === 'complete') search.refusal = error
    else search.refusal ??= error
    return undefined
  }
}

/** Judges a complete path, leaf first, whose signatures hold. */
function judge(path: readonly Certificate[], options: Pick<VerifyChainOptions, 'at' | 'purpose'>): readonly Certificate[] {
  const below: GeneralName[] = []
  let depth = 0
  for (const [index, certificate] of path.entries()) {
    checkValidity(certificate, options.at)
    checkCriticalExtensions(certificate)
    if (index > 0) {
      checkIssuer(certificate, depth, options.purpose)
      if (certificate.nameConstraints !== undefined) checkNameConstraints(below, certificate.nameConstraints)
    }
    // RFC 5280 §6.1.3: names of self-issued certificates in the middle are exempt, and they do not lengthen the path.
    const exempt = index > 0 && isSelfIssued(certificate)
    if (!exempt) below.push(...namesOf(certificate))
    if (index > 0 && !exempt) depth++
  }
  return path
}

function namesOf(certificate: Certificate): readonly GeneralName[] {
  const subject: GeneralName = { kind: 'directory', name: certificate.subject }
  return certificate.subject.relativeNames.length === 0 ? certificate.subjectAltNames : [subject, ...certificate.subjectAltNames]
}

function checkValidity(certificate: Certificate, at: Date): void {
  if (at.getTime() >= certificate.notBefore.getTime() && at.getTime() <= certificate.notAfter.getTime()) return
  throw new Refused('time-invalid', `the certificate ${nameOfCertificate(certificate)} was not valid at the time of signing`, {
    expected: `${certificate.notBefore.toISOString()} to ${certificate.notAfter.toISOString()}`,
    found: at.toISOString(),
  })
}

function checkCriticalExtensions(certificate: Certificate): void {
  for (const { oid, critical } of certificate.extensions.values()) {
    if (critical && !UNDERSTOOD.has(oid)) {
      throw new Refused(
        'certificate-invalid',
        `the certificate ${nameOfCertificate(certificate)} has critical extension ${oid}, which is not known`,
      )
    }
  }
}

/** `depth`: certificates below this one, the leaf not counted. */
function checkIssuer(certificate: Certificate, depth: number, purpose: string | undefined): void {
  requireAuthority(certificate)
  const { basicConstraints, extendedKeyUsage } = certificate
  if (basicConstraints?.pathLength !== undefined && depth > basicConstraints.pathLength) {
    throw new Refused('certificate-invalid', `the chain below ${nameOfCertificate(certificate)} is longer than it allows`, {
      expected: `at most ${basicConstraints.pathLength} authorities below`,
      found: String(depth),
    })
  }
  if (purpose === undefined || extendedKeyUsage === undefined) return
  if (!extendedKeyUsage.includes(purpose) && !extendedKeyUsage.includes(PURPOSE.any)) {
    throw new Refused('certificate-invalid', `the issuer ${nameOfCertificate(certificate)} may not issue certificates for this purpose`)
  }
}

/** The refusal of a certificate that no path leads from to anybody trusted. */
export function noIssuer(certificate: Certificate): Refused {
  return new Refused('signer-unknown', `no trusted certificate authority stands behind ${nameOfCertificate(certificate)}`, {
    found: `issued by ${certificate.issuer.text || 'nobody named'}`,
    remedy: 'use the trust root of the instance that made this evidence',
  })
}
