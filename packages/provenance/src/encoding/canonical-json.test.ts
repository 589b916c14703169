import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { canonicalJson } from './canonical-json.ts'

describe('canonicalJson', () => {
  it.each([
    [{ b: [1, true, null], a: { d: -2, c: '' } }, '{"a":{"c":"","d":-2},"b":[1,true,null]}'],
    ['line\nbreak "quoted" back\\slash é', '"line\nbreak \\"quoted\\" back\\\\slash é"'],
    [{ '\u{1F600}': 1, '\uFFFD': 2, z: 3, '': 4 }, '{"":4,"z":3,"\uFFFD":2,"\u{1F600}":1}'],
    [[], '[]'],
    [{}, '{}'],
  ])('writes %j', (value, text) => {
    expect(canonicalJson(value).toString()).toBe(text)
  })

  it('has no fractions', () => {
    expect(() => canonicalJson({ a: 1.5 })).toThrow(Refused)
  })
})
