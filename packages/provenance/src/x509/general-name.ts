import { Refused } from '../verdict/refused.ts'
import type { DerNode } from '../asn1/der.ts'
import { contextTag, DerCursor, readDer } from '../asn1/der.ts'
import { decodeAscii, decodeOid } from '../asn1/der-values.ts'
import type { DistinguishedName } from './distinguished-name.ts'
import { decodeName } from './distinguished-name.ts'

/** A GeneralName of RFC 5280 §4.2.1.6. Kinds without use here keep only their tag. */
export type GeneralName =
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly value: string }
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'ip'; readonly bytes: Buffer }
  | { readonly kind: 'other'; readonly oid: string; readonly value: DerNode }
  | { readonly kind: 'unread'; readonly tag: number }

const TEXT_KINDS: Readonly<Record<number, 'email' | 'dns' | 'uri'>> = { 0x81: 'email', 0x82: 'dns', 0x86: 'uri' }
const MAX_NAMES = 1000

/** GeneralNames: at least one (RFC 5280 §4.2.1.6). */
export function decodeGeneralNames(value: Uint8Array, what: string): readonly GeneralName[] {
  const cursor = new DerCursor(readDer(value, what), what)
  const names: GeneralName[] = []
  do {
    if (names.length === MAX_NAMES) throw new Refused('limit-exceeded', `${what} has more than ${MAX_NAMES} names`)
    names.push(decodeGeneralName(cursor.take(), what))
  } while (cursor.nextTag !== undefined)
  return names
}

export function decodeGeneralName(node: DerNode, what: string): GeneralName {
  const kind = TEXT_KINDS[node.tag]
  if (kind !== undefined) {
    const value = decodeAscii(node.content, what)
    // A NUL has split the name that is shown from the name that is checked before.
    if (value === '' || value.includes('\0')) throw new Refused('malformed', `${what} has a name that is empty or holds a NUL`)
    return { kind, value }
  }
  if (node.tag === contextTag(0, 'constructed')) {
    const other = new DerCursor(node, what, node.tag)
    const oid = decodeOid(other.take(), what)
    const wrapper = new DerCursor(other.take(contextTag(0, 'constructed')), what, contextTag(0, 'constructed'))
    const value = wrapper.take()
    wrapper.finish()
    other.finish()
    return { kind: 'other', oid, value }
  }
  if (node.tag === contextTag(4, 'constructed')) {
    const [name, ...more] = node.children(what)
    if (name === undefined || more.length > 0) throw new Refused('malformed', `${what} has a directory name that is not one name`)
    return { kind: 'directory', name: decodeName(name, what) }
  }
  if (node.tag === contextTag(7, 'primitive')) return { kind: 'ip', bytes: node.content }
  return { kind: 'unread', tag: node.tag }
}
