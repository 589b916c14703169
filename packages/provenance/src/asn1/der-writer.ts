import { DER_TAG } from './der.ts'

/** One DER element with the given identifier octet around the parts. */
export function derElement(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([derHeader(tag, length), ...parts])
}

/** Identifier and length octets in front of `length` bytes of content. */
export function derHeader(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([tag, length])
  const octets = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4
  const header = Buffer.alloc(2 + octets)
  header[0] = tag
  header[1] = 0x80 | octets
  header.writeUIntBE(length, 2, octets)
  return header
}

export function derSequence(...parts: readonly Uint8Array[]): Buffer {
  return derElement(DER_TAG.sequence, ...parts)
}

/** SET OF: members in the order of their encodings (X.690 §11.6). */
export function derSetOf(...parts: readonly Uint8Array[]): Buffer {
  return derElement(DER_TAG.set, ...sortEncodings(parts))
}

/** Encodings in the order that DER asks of a SET OF. */
export function sortEncodings(parts: readonly Uint8Array[]): Uint8Array[] {
  return [...parts].sort((a, b) => Buffer.compare(a, b))
}

/** A non-negative INTEGER of any size, from a number, a bigint or magnitude bytes. */
export function derInteger(value: number | bigint | Uint8Array): Buffer {
  const hex = typeof value === 'object' ? Buffer.from(value).toString('hex') : value.toString(16)
  const magnitude = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  let start = 0
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++
  const bytes = magnitude.subarray(start)
  return bytes[0]! >= 0x80 ? derElement(DER_TAG.integer, Buffer.from([0]), bytes) : derElement(DER_TAG.integer, bytes)
}

export function derBoolean(value: boolean): Buffer {
  return Buffer.from([DER_TAG.boolean, 1, value ? 0xff : 0])
}

export function derNull(): Buffer {
  return Buffer.from([DER_TAG.null, 0])
}

export function derOid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(0x80 | (left % 128))
    bytes.push(...digits)
  }
  return derElement(DER_TAG.oid, Buffer.from(bytes))
}

export function derOctetString(bytes: Uint8Array): Buffer {
  return derElement(DER_TAG.octetString, bytes)
}

/** A BIT STRING of whole bytes. */
export function derBitString(bytes: Uint8Array): Buffer {
  return derElement(DER_TAG.bitString, Buffer.from([0]), bytes)
}

/** A BIT STRING of named bits, trailing zeros left out. */
export function derNamedBits(bits: readonly number[]): Buffer {
  const highest = Math.max(-1, ...bits)
  const bytes = Buffer.alloc(Math.floor(highest / 8) + 1)
  for (const bit of bits) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  return derElement(DER_TAG.bitString, Buffer.from([highest < 0 ? 0 : 7 - (highest % 8)]), bytes)
}

export function derUtf8(text: string): Buffer {
  return derElement(DER_TAG.utf8String, Buffer.from(text, 'utf8'))
}

export function derIa5(text: string): Buffer {
  return derElement(DER_TAG.ia5String, Buffer.from(text, 'latin1'))
}

/** RFC 5280 §4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on. */
export function derCertificateTime(time: Date): Buffer {
  const digits = time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')
  const year = time.getUTCFullYear()
  if (year >= 1950 && year < 2050) return derElement(DER_TAG.utcTime, Buffer.from(digits.slice(2), 'latin1'))
  return derElement(DER_TAG.generalizedTime, Buffer.from(digits, 'latin1'))
}

export function derGeneralizedTime(time: Date): Buffer {
  return derElement(
    DER_TAG.generalizedTime,
    Buffer.from(
      time
        .toISOString()
        .replace(/\.\d+Z$/, 'Z')
        .replace(/[-:T]/g, ''),
      'latin1',
    ),
  )
}
