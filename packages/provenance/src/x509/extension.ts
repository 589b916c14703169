import { Refused } from '../verdict/refused.ts'
import type { DerNode } from '../asn1/der.ts'
import { contextTag, DER_TAG, DerCursor, readDer } from '../asn1/der.ts'
import { decodeBoolean, decodeNamedBits, decodeOid, decodeSmallInteger, expectTag } from '../asn1/der-values.ts'

/** An extension as it stands in a certificate (RFC 5280 §4.2). */
export interface Extension {
  readonly oid: string
  readonly critical: boolean
  /** What the OCTET STRING holds. */
  readonly value: Buffer
  /** The whole SEQUENCE, as signed. */
  readonly bytes: Buffer
}

export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
} as const

export interface BasicConstraints {
  readonly ca: boolean
  readonly pathLength: number | undefined
}

const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const

export type KeyUsage = (typeof KEY_USAGES)[number]

const MAX_EXTENSIONS = 100

/** The extensions of a certificate by OID. Refuses an empty list and an OID that comes twice (RFC 5280 §4.2). */
export function decodeExtensions(node: DerNode, what: string): ReadonlyMap<string, Extension> {
  const list = new DerCursor(node, what)
  const extensions = new Map<string, Extension>()
  do {
    const extension = decodeExtension(list.take(), what)
    if (extensions.has(extension.oid)) throw new Refused('malformed', `${what} has extension ${extension.oid} twice`)
    if (extensions.size === MAX_EXTENSIONS) throw new Refused('limit-exceeded', `${what} has more than ${MAX_EXTENSIONS} extensions`)
    extensions.set(extension.oid, extension)
  } while (list.nextTag !== undefined)
  return extensions
}

function decodeExtension(node: DerNode, what: string): Extension {
  if (node.tag !== DER_TAG.sequence) throw new Refused('malformed', `${what} has an extension that is not a sequence`)
  const [oidNode, second, third, more] = node.children(what)
  if (oidNode === undefined || second === undefined || more !== undefined)
    throw new Refused('malformed', `${what} has an extension of a wrong shape`)
  const critical = third !== undefined && decodeBoolean(second, what)
  if (third !== undefined && !critical) throw new Refused('malformed', `${what} writes out a default value, which DER forbids`)
  const value = third ?? second
  expectTag(value, DER_TAG.octetString, what)
  return new EncodedExtension(decodeOid(oidNode, what), critical, value, node)
}

/** A signing certificate has some 25 extensions, of which few are looked into. */
class EncodedExtension implements Extension {
  readonly oid: string
  readonly critical: boolean
  readonly #value: DerNode
  readonly #node: DerNode

  constructor(oid: string, critical: boolean, value: DerNode, node: DerNode) {
    this.oid = oid
    this.critical = critical
    this.#value = value
    this.#node = node
  }

  get value(): Buffer {
    return this.#value.content
  }

  get bytes(): Buffer {
    return this.#node.bytes
  }
}

/** RFC 5280 §4.2.1.9. */
export function decodeBasicConstraints(value: Uint8Array, what: string): BasicConstraints {
  const cursor = new DerCursor(readDer(value, what), what)
  const flag = cursor.optional(DER_TAG.boolean)
  const ca = flag !== undefined && decodeBoolean(flag, what)
  const length = cursor.optional(DER_TAG.integer)
  cursor.finish()
  if (length !== undefined && !ca) throw new Refused('malformed', `${what} has a path length without being a CA`)
  return { ca, pathLength: length && decodeSmallInteger(length, what) }
}

/** RFC 5280 §4.2.1.3. */
export function decodeKeyUsage(value: Uint8Array, what: string): ReadonlySet<KeyUsage> {
  const usages = new Set<KeyUsage>()
  for (const bit of decodeNamedBits(readDer(value, what), what)) {
    const usage = KEY_USAGES[bit]
    if (usage === undefined) throw new Refused('malformed', `${what} has an unknown key usage`)
    usages.add(usage)
  }
  return usages
}

/** RFC 5280 §4.2.1.12: purposes by OID, at least one. */
export function decodeExtendedKeyUsage(value: Uint8Array, what: string): readonly string[] {
  const cursor = new DerCursor(readDer(value, what), what)
  const purposes: string[] = []
  do purposes.push(decodeOid(cursor.take(), what))
  while (cursor.nextTag !== undefined)
  return purposes
}

/** The key identifier of an authority key identifier (RFC 5280 §4.2.1.1); its other two fields are not used to build chains. */
export function decodeAuthorityKeyIdentifier(value: Uint8Array, what: string): Buffer | undefined {
  const cursor = new DerCursor(readDer(value, what), what)
  return cursor.optional(contextTag(0, 'primitive'))?.content
}
