import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { DER_TAG, DerCursor, readDer } from './der.ts'
import {
  decodeBoolean,
  decodeCertificateTime,
  decodeGeneralizedTime,
  decodeIntegerBytes,
  decodeNamedBits,
  decodeOid,
  decodeSmallInteger,
  decodeText,
} from './der-values.ts'
import { derCertificateTime, derElement, derInteger, derNamedBits, derOid, derSequence, derSetOf, derUtf8 } from './der-writer.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const node = (text: string) => readDer(hex(text), 'it')

describe('readDer', () => {
  it.each([
    ['nothing', ''],
    ['half a header', '30'],
    ['an early end', '30 05 02 01 01'],
    ['bytes after the end', '02 01 01 00'],
    ['an indefinite length', '30 80 02 01 01 00 00'],
    ['a long form for a short length', '02 81 01 01'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length of five bytes', '04 85 00 00 00 00 01 00'],
    ['a high tag number', '1f 85 01 01 00'],
  ])('refuses %s', (_, text) => {
    expect(() => node(text)).toThrow(Refused)
  })

  it('reads children lazily, at any depth', () => {
    let deep: Buffer = Buffer.from([5, 0])
    for (let level = 0; level < 10_000; level++) deep = derSequence(deep)
    let found = readDer(deep, 'it')
    for (let level = 0; level < 10_000; level++) found = found.children('it')[0]!
    expect(found.tag).toBe(DER_TAG.null)
  })

  it('never throws anything but Refused on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          const cursor = new DerCursor(readDer(bytes, 'it'), 'it', bytes[0])
          while (cursor.nextTag !== undefined) decodeText(cursor.take(), 'it')
        } catch (error) {
          expect(error).toBeInstanceOf(Refused)
        }
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('values', () => {
  it.each([
    ['2.999.3', '06 03 88 37 03'],
    ['1.2.840.113549.1.1.11', '06 09 2a 86 48 86 f7 0d 01 01 0b'],
    ['1.3.6.1.4.1.57264.1.8', '06 0a 2b 06 01 04 01 83 bf 30 01 08'],
  ])('object identifier %s', (dotted, text) => {
    expect(decodeOid(node(text), 'it')).toBe(dotted)
    expect(derOid(dotted)).toEqual(hex(text))
  })

  it.each(['06 00', '06 02 80 01', '06 02 2a 86'])('refuses object identifier %s', (text) => {
    expect(() => decodeOid(node(text), 'it')).toThrow(Refused)
  })

  it.each(['02 00', '02 02 00 7f', '02 02 ff 80', '01 01 01', '01 02 ff ff'])('refuses integer or boolean %s', (text) => {
    expect(() => (text.startsWith('02') ? decodeIntegerBytes(node(text), 'it') : decodeBoolean(node(text), 'it'))).toThrow(Refused)
  })

  it('integers and named bits come back as written', () => {
    for (const value of [0, 1, 127, 128, 255, 256, 65_535, 2 ** 40])
      expect(decodeSmallInteger(readDer(derInteger(value), 'it'), 'it')).toBe(value)
    for (const bits of [[], [0], [5, 6], [0, 8]]) expect([...decodeNamedBits(readDer(derNamedBits(bits), 'it'), 'it')]).toEqual(bits)
  })

  it.each(['03 02 08 00', '03 02 07 01', '03 02 01 84', '03 01 01', '03 02 00 00'])('refuses bit string %s', (text) => {
    expect(() => decodeNamedBits(node(text), 'it')).toThrow(Refused)
  })

  it.each(['250101000000Z', '20500101000000Z', '991231235959Z'])('time %s comes back as written', (text) => {
    const time = derElement(text.length === 13 ? DER_TAG.utcTime : DER_TAG.generalizedTime, Buffer.from(text))
    expect(derCertificateTime(decodeCertificateTime(readDer(time, 'it'), 'it'))).toEqual(time)
  })

  it.each(['250229000000Z', '251301000000Z', '250101240000Z', '2501010000Z', '250101000000+0000'])('refuses time %s', (text) => {
    expect(() => decodeCertificateTime(readDer(derElement(DER_TAG.utcTime, Buffer.from(text)), 'it'), 'it')).toThrow(Refused)
  })

  it('takes fractions of a second in timestamps only', () => {
    const time = readDer(derElement(DER_TAG.generalizedTime, Buffer.from('20260301120000.125Z')), 'it')
    expect(decodeGeneralizedTime(time, 'it').toISOString()).toBe('2026-03-01T12:00:00.125Z')
    expect(() => decodeCertificateTime(time, 'it')).toThrow(Refused)
    const padded = readDer(derElement(DER_TAG.generalizedTime, Buffer.from('20260301120000.10Z')), 'it')
    expect(() => decodeGeneralizedTime(padded, 'it')).toThrow(Refused)
  })

  it('sorts the members of a set', () => {
    expect(derSetOf(derUtf8('b'), derUtf8('a'))).toEqual(derSetOf(derUtf8('a'), derUtf8('b')))
  })
})

it('object identifiers of the same sum are not taken for one another', () => {
  // 31 * 0x2a + 0x30 = 31 * 0x2b + 0x11: what is remembered by that sum must be compared.
  for (let round = 0; round < 2; round++) {
    expect(decodeOid(node('06 02 2a 30'), 'it')).toBe('1.2.48')
    expect(decodeOid(node('06 02 2b 11'), 'it')).toBe('1.3.17')
  }
})
