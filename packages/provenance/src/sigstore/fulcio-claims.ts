import { decodeUtf8, decodeWrappedUtf8 } from '../asn1/der-values.ts'
import { DER_TAG } from '../asn1/der.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'

const ARC = '1.3.6.1.4.1.57264.1.'

/** Claims about a build that Fulcio copies out of the identity token, by the last arc of their OID (Fulcio oid-info). */
const CLAIMS = {
  9: 'buildSignerUri',
  10: 'buildSignerDigest',
  11: 'runnerEnvironment',
  12: 'sourceRepositoryUri',
  13: 'sourceRepositoryDigest',
  14: 'sourceRepositoryRef',
  15: 'sourceRepositoryIdentifier',
  16: 'sourceRepositoryOwnerUri',
  17: 'sourceRepositoryOwnerIdentifier',
  18: 'buildConfigUri',
  19: 'buildConfigDigest',
  20: 'buildTrigger',
  21: 'runInvocationUri',
  22: 'sourceRepositoryVisibility',
  23: 'deploymentEnvironment',
} as const

/** The first form of claims: raw text, GitHub only. Superseded, but all that certificates before 2023 have. */
const OLD_CLAIMS = {
  2: 'githubWorkflowTrigger',
  3: 'githubWorkflowSha',
  4: 'githubWorkflowName',
  5: 'githubWorkflowRepository',
  6: 'githubWorkflowRef',
} as const

export type FulcioClaim = (typeof CLAIMS)[keyof typeof CLAIMS] | (typeof OLD_CLAIMS)[keyof typeof OLD_CLAIMS]

interface ClaimReader {
  readonly oid: string
  readonly name: FulcioClaim
  readonly what: string
  readonly decode: (value: Buffer, what: string) => string
}

const READERS: readonly ClaimReader[] = [
  ...Object.entries(CLAIMS).map(([arc, name]) => claimReader(arc, name, decodeWrappedUtf8)),
  ...Object.entries(OLD_CLAIMS).map(([arc, name]) => claimReader(arc, name, decodeUtf8)),
]

function claimReader(arc: string, name: FulcioClaim, decode: ClaimReader['decode']): ClaimReader {
  return { oid: ARC + arc, name, what: `the claim ${name} of the certificate`, decode }
}

/** OID of the OtherName that holds a user name and its domain, as `name!domain`. */
const USERNAME = `${ARC}7`

export interface SubjectAltName {
  readonly kind: 'email' | 'uri' | 'username' | 'dns'
  readonly value: string
}

/** Whom a Fulcio certificate names: only worth something once its chain is verified. */
export interface FulcioIdentity {
  readonly san: SubjectAltName
  /** The OpenID issuer that vouched for the identity; undefined in certificates of other authorities. */
  readonly issuer: string | undefined
  readonly claims: Partial<Readonly<Record<FulcioClaim, string>>>
}

/**
 * Reads the identity out of a signing certificate: its one subject alternative name, the issuer in either form, all claims. Refuses
 * several names, and two forms of the issuer that differ.
 */
export function readFulcioIdentity(certificate: Certificate): FulcioIdentity {
  const claims: Partial<Record<FulcioClaim, string>> = {}
  for (const { oid, name, what, decode } of READERS) {
    const extension = certificate.extensions.get(oid)
    if (extension !== undefined) claims[name] = decode(extension.value, what)
  }
  return { san: readSan(certificate), issuer: readIssuer(certificate), claims }
}

function readIssuer(certificate: Certificate): string | undefined {
  const raw = certificate.extensions.get(`${ARC}1`)?.value
  const wrapped = certificate.extensions.get(`${ARC}8`)?.value
  const first = raw && decodeUtf8(raw, 'the issuer in the certificate')
  const second = wrapped && decodeWrappedUtf8(wrapped, 'the issuer in the certificate')
  if (first !== undefined && second !== undefined && first !== second) {
    throw new Refused('content-mismatch', 'the certificate names two different issuers', { found: `${first}, ${second}` })
  }
  return second ?? first
}

function readSan(certificate: Certificate): SubjectAltName {
  const [name, ...more] = certificate.subjectAltNames
  if (name === undefined) throw new Refused('certificate-invalid', 'the certificate names nobody: it has no subject alternative name')
  if (more.length > 0) throw new Refused('certificate-invalid', 'the certificate has several subject alternative names where one belongs')
  if (name.kind === 'email' || name.kind === 'uri' || name.kind === 'dns') return { kind: name.kind, value: name.value }
  if (name.kind === 'other' && name.oid === USERNAME && name.value.tag === DER_TAG.utf8String) {
    return { kind: 'username', value: decodeUtf8(name.value.content, 'the user name in the certificate') }
  }
  throw new Refused('certificate-invalid', 'the certificate names its subject in a way that is not known')
}
