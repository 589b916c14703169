import { describe, expect, it } from 'vitest'
import { ProtoMessage } from './proto-json.ts'
import { parseStrictJson } from './strict-json.ts'

const read = (text: string, unknown: 'refuse' | 'ignore' = 'refuse'): ProtoMessage =>
  new ProtoMessage(parseStrictJson(text, 'it'), 'it', ['mediaType', 'rawBytes'], unknown)

describe('ProtoMessage', () => {
  it.each([
    ['in camel case', '{"mediaType":"a"}'],
    ['as in the definition', '{"media_type":"a"}'],
    ['beside another that is null', '{"mediaType":"a","rawBytes":null}'],
    ['beside itself as null', '{"mediaType":null,"media_type":"a"}'],
  ])('reads a name %s', (_, text) => {
    const message = read(text)
    expect(message.text('mediaType')).toBe('a')
    expect([message.has('mediaType'), message.has('rawBytes')]).toEqual([true, false])
  })

  it('refuses one field under two names, in either order', () => {
    expect(() => read('{"mediaType":"a","media_type":"b"}')).toThrow('it.mediaType is there twice')
    expect(() => read('{"media_type":"b","mediaType":"a"}', 'ignore')).toThrow('it.mediaType is there twice')
  })

  it('passes over unknown fields only when told to', () => {
    expect(() => read('{"mediaType":"a","other":1}')).toThrow('it has a field that is not known')
    const message = read('{"mediaType":"a","other":1,"__proto__":{"rawBytes":"QQ=="}}', 'ignore')
    expect([message.text('mediaType'), message.bytes('rawBytes')]).toEqual(['a', undefined])
  })

  it('passes over line breaks in base64, and over nothing else', () => {
    expect(read('{"rawBytes":"QU\\r\\nFB\\n"}').bytes('rawBytes')).toEqual(Buffer.from('AAA'))
    expect(() => read('{"rawBytes":"QU FB"}').bytes('rawBytes')).toThrow('not base64')
    expect(() => read('{"rawBytes":"QU\\rFB"}').bytes('rawBytes')).toThrow('not base64')
  })
})
