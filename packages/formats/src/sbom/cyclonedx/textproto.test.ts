import { expect, it } from 'vitest'
import { DocumentInvalid } from '../../document-invalid.ts'
import { readCycloneDxTextproto } from './read-textproto.ts'
import { readTextproto } from './textproto.ts'

it('reads messages, lists, joined texts and escapes', () => {
  const { fields } = readTextproto('# c\na: "x\\n" \'y\'\nb { c: 1; d: [2, -3.5] } e: [{ f: G }], h <i: true>')
  expect(JSON.parse(JSON.stringify(fields, (key, value: unknown) => (key === 'line' ? undefined : value)))).toEqual([
    { name: 'a', value: 'x\ny' },
    {
      name: 'b',
      value: {
        fields: [
          { name: 'c', value: '1' },
          { name: 'd', value: '2' },
          { name: 'd', value: '-3.5' },
        ],
      },
    },
    { name: 'e', value: { fields: [{ name: 'f', value: 'G' }] } },
    { name: 'h', value: { fields: [{ name: 'i', value: 'true' }] } },
  ])
})

it.each(['a', 'a: ', 'a {', 'a: }', 'a: "x', 'a: [1', ': 1', 'a: 1 }', `${'a {'.repeat(10_000)}`])('refuses %.20j', (text) => {
  expect(() => readTextproto(text)).toThrow(DocumentInvalid)
})

it('is linear in long texts and long spaces', () => {
  const long = 'x'.repeat(3_000_000)
  expect(readTextproto(`a: "${long}"${' '.repeat(3_000_000)}b: "${'\\\\n'.repeat(1_000_000)}" # ${long}`).fields).toHaveLength(2)
})

it('reads a bill of materials and names what is wrong with its line', () => {
  const text =
    'spec_version: "1.6"\ncomponents {\n type: CLASSIFICATION_LIBRARY\n name: "a"\n bom_ref: "r"\n hashes { alg: HASH_ALG_SHA_1 value: "00" }\n}\ndependencies { ref: "r" }'
  const { bom, problems } = readCycloneDxTextproto(text)
  expect(bom.components[0]).toMatchObject({ ref: 'r', name: 'a', hashes: [{ algorithm: 'sha1', value: '00' }] })
  expect(bom.stated).toEqual(['r'])
  expect(problems).toEqual([])
  expect(() => readCycloneDxTextproto(text.replace('name: "a"', 'nme: "a"'))).toThrow(
    'this field is not part of the message at /components/nme (and 1 more)',
  )
})
