import { expect, it } from 'vitest'
import { DocumentInvalid } from '../../document-invalid.ts'
import { readBom } from '../read-bom.ts'
import { isBinaryBom } from './protobuf-to-message.ts'
import { readCycloneDxProtobuf } from './read-textproto.ts'

/** Serialized by protoc's Python runtime from bom-1.6.proto: shop 1.0 needs lodash 4.17.11, which has a licence, a hash and a link of type "other" (0). */
const PROTOC = Buffer.from(
  '0a03312e3610011a2d75726e3a757569643a33653637313638372d333935622d343166352d613330662d613538393231613639623739221d0a060880f2d6ca06221308011a0473686f70420473686f704a03312e302aa30108031a066c6f6461736842066c6f646173684a07342e31372e31315801624408061240616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626162616261626a070a050a034d4954820116706b673a6e706d2f6c6f6461736840342e31372e3131a2011b121968747470733a2f2f72656769737472792e6578616d706c652f42100a0473686f7012080a066c6f64617368',
  'hex',
)

it('reads what protoc wrote', () => {
  expect(isBinaryBom(PROTOC)).toBe(true)
  const { bom, format, problems } = readBom(PROTOC)
  expect([format, problems]).toEqual([{ name: 'CycloneDX', version: '1.6', encoding: 'protobuf' }, []])
  expect(bom).toMatchObject({
    id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    created: '2026-01-01T00:00:00Z',
    subject: 'shop',
    edges: [['shop', 'lodash']],
  })
  expect(bom.components.find(({ name }) => name === 'lodash')).toMatchObject({
    type: 'library',
    purl: 'pkg:npm/lodash@4.17.11',
    scope: 'required',
    licenses: ['MIT'],
    hashes: [{ algorithm: 'sha3-256', value: 'ab'.repeat(32) }],
    references: [{ type: 'other', url: 'https://registry.example/' }],
  })
})

it('a cut or changed document is refused or read, never anything else', () => {
  let refused = 0
  const attempt = (bytes: Uint8Array): void => {
    try {
      readCycloneDxProtobuf(bytes)
    } catch (error) {
      if (!(error instanceof DocumentInvalid)) throw error
      refused++
    }
  }
  for (let at = 0; at < PROTOC.length; at++) {
    attempt(PROTOC.subarray(0, at))
    for (const byte of [0, 0x0a, 0x7f, 0xff]) attempt(Buffer.from(PROTOC).fill(byte, at, at + 1))
  }
  expect(refused).toBeGreaterThan(PROTOC.length)
})

function nested(depth: number): Buffer {
  let part = Buffer.alloc(0)
  for (let at = 0; at < depth; at++) part = Buffer.concat([varint((21 << 3) | 2), varint(part.length), part])
  return Buffer.concat([Buffer.from('0a03312e36', 'hex'), varint((5 << 3) | 2), varint(part.length), part])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80)
  return Buffer.from([...bytes, value])
}

it.each([
  ['10,000 components inside each other', nested(10_000), 'nested deeper than 200'],
  ['a length beyond the end', Buffer.from('0a03312e362aff7f', 'hex'), 'ends inside a field'],
  ['an endless number', Buffer.from('0a03312e3610' + 'ff'.repeat(20), 'hex'), 'longer than ten bytes'],
  ['a group', Buffer.from('0a03312e362b', 'hex'), 'unknown kind'],
  ['field 0', Buffer.from('0a03312e3602', 'hex'), 'the number 0'],
  ['a text that is not UTF-8', Buffer.from('0a03312e361a01ff', 'hex'), 'not UTF-8'],
  ['a field that no schema has', Buffer.from('0a03312e36e20f0161', 'hex'), 'not part of the message at /field_252'],
  ['a word that no schema has', Buffer.from('0a03312e362a05086342016101', 'hex').subarray(0, 12), 'CLASSIFICATION_'],
])('refuses %s', (_, bytes, reason) => {
  expect(() => readCycloneDxProtobuf(bytes)).toThrow(reason)
})
