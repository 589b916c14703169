import type { JsonObject } from '../encoding/json-value.ts'
import { asString, optionalArray, textAt } from '../encoding/json-value.ts'
import { verifySignature } from '../keys/verify-signature.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readPemCertificates } from '../x509/certificate.ts'
import { CertificateStore } from '../x509/certificate-store.ts'
import { verifyChain } from '../x509/verify-chain.ts'
import type { Layout, LayoutStep } from './layout.ts'
import type { LayoutKey } from './layout-key.ts'
import type { SignedMetadata } from './signed-metadata.ts'

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'

type Authorities = Pick<Layout, 'rootCas' | 'intermediateCas'>

/**
 * A functionary known by certificate (in-toto enhancement 7): the signature brings one, an authority of the layout issued it, and it meets
 * one of the step's constraints. Judged at `now`, as the format has no trusted time.
 */
export function certificateKey(
  metadata: SignedMetadata,
  step: Pick<LayoutStep, 'name' | 'certificateConstraints'>,
  authorities: Authorities,
  now: Date,
): LayoutKey {
  const signed = metadata.signatures.find(({ certificate }) => certificate !== undefined)
  const [leaf, ...more] = signed?.certificate === undefined ? [] : readPemCertificates(signed.certificate, 'The certificate of the link')
  if (leaf === undefined) throw new Refused('evidence-missing', `The link of step ${step.name} brings no certificate`)
  const intermediates = [...more, ...readAll(authorities.intermediateCas)]
  const met = step.certificateConstraints.some((constraint) => meets(leaf, constraint, { roots: authorities.rootCas, intermediates, now }))
  if (!met) throw new Refused('signer-mismatch', `The certificate meets no constraint of step ${step.name}`, { found: leaf.subject.text })
  return {
    keyIds: [signed?.keyid ?? ''],
    fingerprint: leaf.publicKey.identity,
    verify: (message, { signature }) => verifySignature(leaf.publicKey, message, signature, { what: 'the signature', ...pss(leaf) }),
  }
}

/** RSA keys sign with PSS throughout in-toto. */
function pss(leaf: Certificate): { readonly scheme?: 'rsa-pss-sha256' } {
  return leaf.publicKey.type === 'rsa' ? { scheme: 'rsa-pss-sha256' } : {}
}

interface Trust {
  readonly roots: JsonObject
  readonly intermediates: readonly Certificate[]
  readonly now: Date
}

/** Every list must be met whole: a certificate with one name more is another functionary. `*` accepts any. */
function meets(leaf: Certificate, constraint: JsonObject, { roots, intermediates, now }: Trust): boolean {
  const names = (kind: 'email' | 'dns' | 'uri') => leaf.subjectAltNames.flatMap((name) => (name.kind === kind ? [name.value] : []))
  const commonName = textAt(constraint, 'common_name') ?? ''
  const named =
    (commonName === '*' || subjectNames(leaf, COMMON_NAME).includes(commonName)) &&
    sameList(constraint, 'dns_names', names('dns')) &&
    sameList(constraint, 'emails', names('email')) &&
    sameList(constraint, 'uris', names('uri')) &&
    sameList(constraint, 'organizations', subjectNames(leaf, ORGANIZATION))
  return named && isIssued(leaf, listOf(constraint, 'roots'), { roots, intermediates, now })
}

function subjectNames(leaf: Certificate, oid: string): readonly string[] {
  return leaf.subject.relativeNames.flat().flatMap((attribute) => (attribute.oid === oid ? [attribute.value] : []))
}

function isIssued(leaf: Certificate, wanted: readonly string[], { roots, intermediates, now }: Trust): boolean {
  const ids = wanted.includes('*') ? Object.keys(roots) : wanted
  const anchors = ids.flatMap((id) => (roots[id] === undefined ? [] : readAuthority(id, roots)))
  if (anchors.length === 0) return false
  try {
    verifyChain(leaf, { store: new CertificateStore(anchors), intermediates, at: now })
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

function readAll(authorities: JsonObject): readonly Certificate[] {
  return Object.keys(authorities).flatMap((id) => readAuthority(id, authorities))
}

/** Authorities stand in layouts like keys, with the PEM certificate in `keyval.certificate`. */
function readAuthority(id: string, authorities: JsonObject): readonly Certificate[] {
  const pem = textAt(authorities, id, 'keyval', 'certificate') ?? textAt(authorities, id, 'certificate') ?? textAt(authorities, id)
  return readPemCertificates(asString(pem, `The certificate of authority ${id}`), `Authority ${id}`)
}

function listOf(constraint: JsonObject, name: string): readonly string[] {
  return optionalArray(constraint[name], `The constraint ${name}`).map((entry) => asString(entry, `The constraint ${name}`))
}

function sameList(constraint: JsonObject, name: string, found: readonly string[]): boolean {
  const wanted = listOf(constraint, name).filter((entry) => entry !== '')
  if (wanted.includes('*')) return true
  return wanted.length === found.length && wanted.every((entry) => found.includes(entry))
}
