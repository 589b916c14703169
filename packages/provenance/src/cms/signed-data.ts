import type { AlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import { decodeAlgorithmIdentifier } from '../asn1/algorithm-identifier.ts'
import type { DerNode } from '../asn1/der.ts'
import { contextTag, DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import { decodeIntegerBytes, decodeOctetString, decodeOid, decodeSmallInteger } from '../asn1/der-values.ts'
import { derElement, sortEncodings } from '../asn1/der-writer.ts'
import { Refused } from '../verdict/refused.ts'
import type { Certificate } from '../x509/certificate.ts'
import { readCertificate } from '../x509/certificate.ts'

/** Which certificate a signer means (RFC 5652 §5.3). */
export type SignerIdentifier =
  | { readonly kind: 'issuer-serial'; readonly issuer: Buffer; readonly serial: Buffer }
  | { readonly kind: 'key-id'; readonly keyId: Buffer }

export interface SignerInfo {
  readonly identifier: SignerIdentifier
  readonly digestAlgorithm: AlgorithmIdentifier
  /** The signed attributes as the SET that was signed; undefined when the content is signed itself. */
  readonly signedAttributes: SignedAttributes | undefined
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signature: Buffer
  /** Attributes outside the signature: log entries of gitsign, countersignatures. Prove nothing by themselves. */
  readonly unsignedAttributes: ReadonlyMap<string, readonly DerNode[]>
}

export interface SignedAttributes {
  readonly der: Buffer
  readonly values: ReadonlyMap<string, readonly DerNode[]>
}

/** CMS SignedData (RFC 5652 §5) as it was read; nothing of it is verified yet. */
export interface SignedData {
  /** OID of what was signed. */
  readonly contentType: string
  /** Undefined when detached. */
  readonly content: Buffer | undefined
  readonly certificates: readonly Certificate[]
  readonly signers: readonly SignerInfo[]
}

export const SIGNED_DATA = '1.2.840.113549.1.7.2'

const MAX_CERTIFICATES = 50
const MAX_SIGNERS = 20

/** Reads a ContentInfo that holds SignedData. DER only; certificates of other kinds than X.509 are passed over. */
export function readSignedData(der: Uint8Array, what: string): SignedData {
  const info = new DerCursor(readDer(der, what), what)
  const type = decodeOid(info.take(), what)
  if (type !== SIGNED_DATA) throw new Refused('malformed', `${what} is CMS content ${type}, not signed data`)
  const wrapper = info.take(contextTag(0, 'constructed'))
  info.finish()
  const inside = new DerCursor(wrapper, what, wrapper.tag)
  const data = new DerCursor(inside.take(), what)
  inside.finish()

  const version = decodeSmallInteger(data.take(), what)
  if (version < 1 || version > 5) throw new Refused('unsupported-version', `${what} is CMS signed data of version ${version}`)
  data.take(DER_TAG.set)
  const { contentType, content } = readContent(data.take(), what)
  const certificates = data.optional(contextTag(0, 'constructed'))
  data.optional(contextTag(1, 'constructed'))
  const signers = data.take(DER_TAG.set).children(what)
  data.finish()
  if (signers.length > MAX_SIGNERS) throw new Refused('limit-exceeded', `${what} has more than ${MAX_SIGNERS} signers`)
  return {
    contentType,
    content,
    certificates: certificates === undefined ? [] : readCertificates(certificates, what),
    signers: signers.map((signer) => readSignerInfo(signer, what)),
  }
}

function readContent(node: DerNode, what: string): { contentType: string; content: Buffer | undefined } {
  const cursor = new DerCursor(node, what)
  const contentType = decodeOid(cursor.take(), what)
  const wrapper = cursor.optional(contextTag(0, 'constructed'))
  cursor.finish()
  if (wrapper === undefined) return { contentType, content: undefined }
  const inside = new DerCursor(wrapper, what, wrapper.tag)
  const content = decodeOctetString(inside.take(), what)
  inside.finish()
  return { contentType, content }
}

function readCertificates(set: DerNode, what: string): readonly Certificate[] {
  const nodes = set.children(what).filter((node) => node.tag === DER_TAG.sequence)
  if (nodes.length > MAX_CERTIFICATES) throw new Refused('limit-exceeded', `${what} has more than ${MAX_CERTIFICATES} certificates`)
  return nodes.map((node) => readCertificate(node.bytes, `a certificate in ${what}`))
}

function readSignerInfo(node: DerNode, what: string): SignerInfo {
  const cursor = new DerCursor(node, what)
  const version = decodeSmallInteger(cursor.take(), what)
  const identifier = readSignerIdentifier(cursor.take(), what)
  if (version !== (identifier.kind === 'key-id' ? 3 : 1))
    throw new Refused('unsupported-version', `${what} has a signer of version ${version}`)
  const digestAlgorithm = decodeAlgorithmIdentifier(cursor.take(), what)
  const signed = cursor.optional(contextTag(0, 'constructed'))
  const signatureAlgorithm = decodeAlgorithmIdentifier(cursor.take(), what)
  const signature = decodeOctetString(cursor.take(), what)
  const unsigned = cursor.optional(contextTag(1, 'constructed'))
  cursor.finish()
  return {
    identifier,
    digestAlgorithm,
    signedAttributes: signed && readSignedAttributes(signed, what),
    signatureAlgorithm,
    signature,
    unsignedAttributes: unsigned === undefined ? new Map() : readAttributes(unsigned, what),
  }
}

function readSignerIdentifier(node: DerNode, what: string): SignerIdentifier {
  if (node.tag === contextTag(0, 'primitive')) return { kind: 'key-id', keyId: node.content }
  const cursor = new DerCursor(node, what)
  const issuer = cursor.take(DER_TAG.sequence).bytes
  const serial = decodeIntegerBytes(cursor.take(), what)
  cursor.finish()
  return { kind: 'issuer-serial', issuer, serial }
}

/** RFC 5652 §5.4: the signature is over the DER SET OF, not over the tagged and possibly unsorted form on the wire. */
function readSignedAttributes(node: DerNode, what: string): SignedAttributes {
  const encodings = node.children(what).map((attribute) => attribute.bytes)
  return { der: derElement(DER_TAG.set, ...sortEncodings(encodings)), values: readAttributes(node, what) }
}

function readAttributes(node: DerNode, what: string): ReadonlyMap<string, readonly DerNode[]> {
  const attributes = new Map<string, readonly DerNode[]>()
  for (const attribute of node.children(what)) {
    const cursor = new DerCursor(attribute, what)
    const oid = decodeOid(cursor.take(), what)
    if (attributes.has(oid)) throw new Refused('malformed', `${what} has attribute ${oid} twice`)
    attributes.set(oid, cursor.take(DER_TAG.set).children(what))
    cursor.finish()
  }
  return attributes
}
