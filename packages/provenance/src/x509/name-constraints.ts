import { Refused } from '../verdict/refused.ts'
import { contextTag, DerCursor, readDer } from '../asn1/der.ts'
import type { GeneralName } from './general-name.ts'
import { decodeGeneralName } from './general-name.ts'

/** RFC 5280 §4.2.1.10. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

const MAX_SUBTREES = 1000

export function decodeNameConstraints(value: Uint8Array, what: string): NameConstraints {
  const cursor = new DerCursor(readDer(value, what), what)
  const permitted = subtrees(cursor, 0, what)
  const excluded = subtrees(cursor, 1, what)
  cursor.finish()
  return { permitted, excluded }
}

function subtrees(cursor: DerCursor, number: number, what: string): readonly GeneralName[] {
  const tag = contextTag(number, 'constructed')
  const list = cursor.optional(tag)
  if (list === undefined) return []
  const items = new DerCursor(list, what, tag)
  const names: GeneralName[] = []
  do {
    if (names.length === MAX_SUBTREES) throw new Refused('limit-exceeded', `${what} has more than ${MAX_SUBTREES} subtrees`)
    const subtree = new DerCursor(items.take(), what)
    names.push(decodeConstraint(subtree, what))
    subtree.finish()
  } while (items.nextTag !== undefined)
  return names
}

/** A base name. Minimum and maximum distances are refused, as RFC 5280 allows none. An empty text stands for every name. */
function decodeConstraint(subtree: DerCursor, what: string): GeneralName {
  const node = subtree.take()
  if (node.content.length > 0) return decodeGeneralName(node, what)
  if (node.tag === 0x81) return { kind: 'email', value: '' }
  if (node.tag === 0x82) return { kind: 'dns', value: '' }
  if (node.tag === 0x86) return { kind: 'uri', value: '' }
  throw new Refused('malformed', `${what} has an empty name constraint`)
}

/**
 * Throws when a name lies outside what the constraints permit or inside what they exclude (RFC 5280 §6.1.3 b, c). A name of a kind
 * that is constrained but cannot be compared is refused.
 */
export function checkNameConstraints(names: readonly GeneralName[], constraints: NameConstraints): void {
  for (const name of names) {
    const permitted = constraints.permitted.filter((constraint) => sameKind(constraint, name))
    if (permitted.length > 0 && !permitted.some((constraint) => within(name, constraint))) {
      throw new Refused('certificate-invalid', `the name ${describe(name)} is not among those its certificate authority may vouch for`)
    }
    if (constraints.excluded.some((constraint) => sameKind(constraint, name) && within(name, constraint))) {
      throw new Refused('certificate-invalid', `the name ${describe(name)} is excluded by its certificate authority`)
    }
  }
}

function sameKind(constraint: GeneralName, name: GeneralName): boolean {
  if (constraint.kind === 'other' && name.kind === 'other') return constraint.oid === name.oid
  if (constraint.kind === 'unread' && name.kind === 'unread') return constraint.tag === name.tag
  return constraint.kind === name.kind
}

function within(name: GeneralName, constraint: GeneralName): boolean {
  if (name.kind === 'dns' && constraint.kind === 'dns') return hostWithin(name.value, constraint.value, true)
  if (name.kind === 'uri' && constraint.kind === 'uri') return hostWithin(hostOf(name.value), constraint.value, false)
  if (name.kind === 'email' && constraint.kind === 'email') return emailWithin(name.value, constraint.value)
  if (name.kind === 'ip' && constraint.kind === 'ip') return ipWithin(name.bytes, constraint.bytes)
  if (name.kind === 'directory' && constraint.kind === 'directory') return directoryWithin(name, constraint)
  throw new Refused('certificate-invalid', `the name ${describe(name)} falls under a name constraint that cannot be judged`)
}

/** DNS constraints cover the host and all below it; URI constraints cover the host itself, or only what is below a leading dot. */
function hostWithin(host: string, constraint: string, withSubdomains: boolean): boolean {
  const wanted = constraint.toLowerCase()
  const lower = host.toLowerCase()
  if (wanted === '') return true
  if (wanted.startsWith('.')) return lower.endsWith(wanted)
  return lower === wanted || (withSubdomains && lower.endsWith(`.${wanted}`))
}

function hostOf(uri: string): string {
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  if (url === undefined || url.hostname === '' || /^[\d.]+$|^\[/.test(url.hostname)) {
    throw new Refused('certificate-invalid', `the name ${uri} has no host that a name constraint could judge`)
  }
  return url.hostname
}

function emailWithin(email: string, constraint: string): boolean {
  const at = email.lastIndexOf('@')
  if (at < 0) throw new Refused('certificate-invalid', `the name ${email} is not an e-mail address`)
  const host = email.slice(at + 1)
  const wantedAt = constraint.lastIndexOf('@')
  if (wantedAt < 0) return hostWithin(host, constraint, false)
  return email.slice(0, at) === constraint.slice(0, wantedAt) && host.toLowerCase() === constraint.slice(wantedAt + 1).toLowerCase()
}

function ipWithin(address: Buffer, constraint: Buffer): boolean {
  if (constraint.length !== 8 && constraint.length !== 32) throw new Refused('malformed', 'a name constraint is not an address range')
  if (constraint.length !== address.length * 2) return false
  const network = constraint.subarray(0, address.length)
  const mask = constraint.subarray(address.length)
  return address.every((byte, index) => (byte & mask[index]!) === (network[index]! & mask[index]!))
}

function directoryWithin(name: GeneralName & { kind: 'directory' }, constraint: GeneralName & { kind: 'directory' }): boolean {
  const wanted = constraint.name.relativeNames
  return wanted.every((relative, index) => JSON.stringify(relative) === JSON.stringify(name.name.relativeNames[index]))
}

function describe(name: GeneralName): string {
  if (name.kind === 'directory') return name.name.text
  if (name.kind === 'ip') return name.bytes.toString('hex')
  if (name.kind === 'other') return name.oid
  return name.kind === 'unread' ? `of tag ${name.tag}` : name.value
}
