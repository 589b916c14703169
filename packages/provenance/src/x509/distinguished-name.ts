import type { DerNode } from '../asn1/der.ts'
import { DER_TAG, DerCursor } from '../asn1/der.ts'
import { decodeOid, decodeText } from '../asn1/der-values.ts'

export interface NameAttribute {
  readonly oid: string
  readonly value: string
}

/** A Name of RFC 5280 §4.1.2.4. Names are compared by their bytes: a looser comparison has only ever helped forgers. */
export interface DistinguishedName {
  readonly bytes: Buffer
  /** Relative names in encoded order, each a set of attributes. */
  readonly relativeNames: readonly (readonly NameAttribute[])[]
  /** RFC 4514, last relative name first. */
  readonly text: string
}

const KEYWORDS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

export function decodeName(node: DerNode, what: string): DistinguishedName {
  const cursor = new DerCursor(node, what)
  const relativeNames: NameAttribute[][] = []
  while (cursor.nextTag !== undefined) relativeNames.push(decodeRelativeName(cursor.take(), what))
  return {
    bytes: node.bytes,
    relativeNames,
    get text() {
      return toRfc4514(relativeNames)
    },
  }
}

function decodeRelativeName(node: DerNode, what: string): NameAttribute[] {
  const set = new DerCursor(node, what, DER_TAG.set)
  const attributes: NameAttribute[] = []
  do {
    const pair = new DerCursor(set.take(), what)
    const oid = decodeOid(pair.take(), what)
    attributes.push({ oid, value: decodeText(pair.take(), what) })
    pair.finish()
  } while (set.nextTag !== undefined)
  return attributes
}

function toRfc4514(relativeNames: readonly (readonly NameAttribute[])[]): string {
  const parts = relativeNames.map((attributes) =>
    attributes.map(({ oid, value }) => `${KEYWORDS[oid] ?? oid}=${escapeValue(value)}`).join('+'),
  )
  return parts.reverse().join(',')
}

function escapeValue(value: string): string {
  return value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll('\0', '\\00')
}
