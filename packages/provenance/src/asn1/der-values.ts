import { isAscii } from 'node:buffer'
import { Refused } from '../verdict/refused.ts'
import type { DerNode } from './der.ts'
import { DER_TAG, readDer } from './der.ts'

/** What was read before, by a sum over its bytes: certificates all name the same few, and a text put together anew is hashed anew. */
const known = new Map<number, { readonly bytes: Buffer; readonly text: string }>()
const MAX_KNOWN = 512

/** X.690 §8.19: the dotted form of an object identifier. Refuses padded or endless arcs. */
export function decodeOid(node: DerNode, what: string): string {
  expectTag(node, DER_TAG.oid, what)
  const length = node.contentLength
  let sum = length
  for (let at = 0; at < length; at++) sum = (Math.imul(sum, 31) + node.contentByte(at)!) | 0
  const before = known.get(sum)
  if (before !== undefined && isContent(node, before.bytes)) return before.text
  const text = readOid(node, length, what)
  if (known.size < MAX_KNOWN && before === undefined) known.set(sum, { bytes: Buffer.from(node.content), text })
  return text
}

function isContent(node: DerNode, bytes: Buffer): boolean {
  if (node.contentLength !== bytes.length) return false
  for (let at = 0; at < bytes.length; at++) if (node.contentByte(at) !== bytes[at]) return false
  return true
}

function readOid(node: DerNode, length: number, what: string): string {
  if (length === 0 || length > 64 || node.contentByte(length - 1)! >= 0x80) throw malformed(what, 'an object identifier')
  let text = ''
  let arc = 0
  let fresh = true
  for (let at = 0; at < length; at++) {
    const byte = node.contentByte(at)!
    if (fresh && byte === 0x80) throw malformed(what, 'an object identifier')
    if (arc > Number.MAX_SAFE_INTEGER / 128) throw malformed(what, 'an object identifier')
    arc = arc * 128 + (byte & 0x7f)
    fresh = byte < 0x80
    if (!fresh) continue
    if (text === '') {
      const root = arc < 80 ? Math.floor(arc / 40) : 2
      text = `${root}.${arc - root * 40}`
    } else text += `.${arc}`
    arc = 0
  }
  return text
}

/** The two's complement bytes of an INTEGER in their one minimal form (X.690 §8.3). */
export function decodeIntegerBytes(node: DerNode, what: string): Buffer {
  expectTag(node, DER_TAG.integer, what)
  const bytes = node.content
  const first = bytes[0]
  if (first === undefined) throw malformed(what, 'an integer')
  const second = bytes[1]
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw malformed(what, 'a minimal integer')
  return bytes
}

/** A small non-negative INTEGER: versions, path lengths, accuracies. */
export function decodeSmallInteger(node: DerNode, what: string): number {
  const bytes = decodeIntegerBytes(node, what)
  if (bytes[0]! >= 0x80 || bytes.length > 6) throw malformed(what, 'a small non-negative integer')
  return bytes.readUIntBE(0, bytes.length)
}

export function decodeBoolean(node: DerNode, what: string): boolean {
  expectTag(node, DER_TAG.boolean, what)
  const bytes = node.content
  if (bytes.length !== 1 || (bytes[0] !== 0 && bytes[0] !== 0xff)) throw malformed(what, 'a boolean')
  return bytes[0] === 0xff
}

export function decodeOctetString(node: DerNode, what: string): Buffer {
  expectTag(node, DER_TAG.octetString, what)
  return node.content
}

/** A BIT STRING of whole bytes: keys and signatures. */
export function decodeBitStringBytes(node: DerNode, what: string): Buffer {
  expectTag(node, DER_TAG.bitString, what)
  const bytes = node.content
  if (bytes[0] !== 0) throw malformed(what, 'a bit string of whole bytes')
  return bytes.subarray(1)
}

/** A BIT STRING of named bits (X.680 §22.7): the set bits, by position, with trailing zero bits left out as DER asks. */
export function decodeNamedBits(node: DerNode, what: string): ReadonlySet<number> {
  expectTag(node, DER_TAG.bitString, what)
  const bytes = node.content
  const unused = bytes[0]
  const last = bytes[bytes.length - 1]!
  if (unused === undefined || unused > 7 || bytes.length > 5 || (bytes.length === 1 && unused !== 0)) throw malformed(what, 'a bit string')
  if (bytes.length > 1 && ((last & ((1 << unused) - 1)) !== 0 || (last & (1 << unused)) === 0))
    throw malformed(what, 'a minimal bit string')
  const bits = new Set<number>()
  for (let bit = 0; bit < (bytes.length - 1) * 8; bit++) {
    if ((bytes[1 + (bit >> 3)]! & (0x80 >> (bit & 7))) !== 0) bits.add(bit)
  }
  return bits
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text of the string types that certificates use. Refuses bytes that the type does not allow. */
export function decodeText(node: DerNode, what: string): string {
  const bytes = node.content
  switch (node.tag) {
    case DER_TAG.utf8String:
      return decodeUtf8(bytes, what)
    case DER_TAG.printableString: {
      const text = bytes.toString('latin1')
      // `*`, `@`, `_` and `&` are outside the type, but certificate authorities of note have put them there.
      if (!/^[A-Za-z0-9 '()+,\-./:=?*@_&]*$/.test(text)) throw malformed(what, 'a printable string')
      return text
    }
    case DER_TAG.ia5String:
      return decodeAscii(bytes, what)
    case DER_TAG.teletexString:
      return bytes.toString('latin1')
    case DER_TAG.bmpString:
      if (bytes.length % 2 !== 0) throw malformed(what, 'a BMP string')
      return Buffer.from(bytes).swap16().toString('utf16le')
    default:
      throw malformed(what, 'text')
  }
}

export function decodeUtf8(bytes: Buffer, what: string): string {
  if (isAscii(bytes)) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed(what, 'UTF-8 text')
  }
}

export function decodeAscii(bytes: Buffer, what: string): string {
  if (!isAscii(bytes)) throw malformed(what, 'ASCII text')
  return bytes.toString('latin1')
}

/** One DER UTF8String that fills `bytes`, as in the newer Fulcio extensions. */
export function decodeWrappedUtf8(bytes: Uint8Array, what: string): string {
  const node = readDer(bytes, what)
  expectTag(node, DER_TAG.utf8String, what)
  return decodeUtf8(node.content, what)
}

/** UTCTime or GeneralizedTime in the forms of RFC 5280 §4.1.2.5: always to the second, always Z. */
export function decodeCertificateTime(node: DerNode, what: string): Date {
  const text = node.content.toString('latin1')
  if (node.tag === DER_TAG.utcTime && /^\d{12}Z$/.test(text)) {
    const year = Number(text.slice(0, 2))
    return dateOf(`${year < 50 ? 20 : 19}${text.slice(0, 12)}`, 0, what)
  }
  if (node.tag === DER_TAG.generalizedTime && /^\d{14}Z$/.test(text)) return dateOf(text.slice(0, 14), 0, what)
  throw malformed(what, 'a time in UTC')
}

/** GeneralizedTime of RFC 3161 §2.4.2: UTC, with a fraction of a second at will, without trailing zeros. */
export function decodeGeneralizedTime(node: DerNode, what: string): Date {
  expectTag(node, DER_TAG.generalizedTime, what)
  const text = node.content.toString('latin1')
  const match = /^(\d{14})(?:\.(\d{0,8}[1-9]))?Z$/.exec(text)
  if (match === null) throw malformed(what, 'a time in UTC')
  return dateOf(match[1]!, Number((match[2] ?? '').padEnd(3, '0').slice(0, 3)), what)
}

function dateOf(digits: string, milliseconds: number, what: string): Date {
  const [year, month, day, hour, minute, second] = [
    Number(digits.slice(0, 4)),
    Number(digits.slice(4, 6)),
    Number(digits.slice(6, 8)),
    Number(digits.slice(8, 10)),
    Number(digits.slice(10, 12)),
    Number(digits.slice(12, 14)),
  ] as const
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds))
  // The language takes impossible days and hours for the next ones, and years below 100 for the last century's.
  if (
    date.getUTCFullYear() !== year ||
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    throw malformed(what, 'a date that exists')
  }
  return date
}

/** Refuses an element of another type. */
export function expectTag(node: DerNode, tag: number, what: string): void {
  if (node.tag !== tag) throw new Refused('malformed', `${what} has tag 0x${node.tag.toString(16)} where 0x${tag.toString(16)} belongs`)
}

function malformed(what: string, type: string): Refused {
  return new Refused('malformed', `${what} is not ${type}`)
}
