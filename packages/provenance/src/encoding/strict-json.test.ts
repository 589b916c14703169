import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { parseStrictJson } from './strict-json.ts'

function refusal(input: Uint8Array | string): string {
  try {
    parseStrictJson(input, 'The document')
  } catch (error) {
    if (error instanceof Refused) return `${error.code}: ${error.message}`
    throw error
  }
  return 'read'
}

describe('parseStrictJson', () => {
  it.each([
    ['{"a":1,"a":1}', 'malformed: The document has the key "a" twice in one object, line 1'],
    ['{"a":null,\n"\\u0061":1}', 'malformed: The document has the key "a" twice in one object, line 2'],
    ['{"a":1} {}', 'malformed: The document has something after its end, line 1'],
    ['9007199254740993', 'malformed: The document has a number that readers would round, line 1'],
    ['1e999', 'malformed: The document has a number that readers would round, line 1'],
    ['"\\ud800"', 'malformed: The document has half a character, line 1'],
    ['"a\nb"', 'malformed: The document has a raw control character in a text, line 1'],
    ['"\\x41"', 'malformed: The document has an escape that does not exist, line 1'],
    ['"abc', 'malformed: The document has a text that does not end, line 1'],
    ['"abc\\"', 'malformed: The document has a text that does not end, line 1'],
    ['{"a":', 'malformed: The document ends too early, line 1'],
    ['{"a"}', 'malformed: The document has a key without value, line 1'],
    ['{"a":1,}', 'malformed: The document has no key where one must be, line 1'],
    ['[1,]', 'malformed: The document is not JSON, line 1'],
    ['[1 2]', 'malformed: The document has a list that does not go on or end, line 1'],
    ['01', 'malformed: The document has something after its end, line 1'],
    ['NaN', 'malformed: The document is not JSON, line 1'],
    ['nul', 'malformed: The document is not JSON, line 1'],
    ['', 'malformed: The document ends too early, line 1'],
    ['\ufeff{}', 'malformed: The document is not JSON, line 1'],
    ['['.repeat(10_000), 'limit-exceeded: The document has more than 128 levels'],
  ])('refuses %j', (text, expected) => {
    expect(refusal(text)).toBe(expected)
    expect(refusal(Buffer.from(text))).toBe(expected)
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(refusal(Buffer.from('22ff22', 'hex'))).toBe('malformed: The document is not UTF-8')
  })

  it('keeps hostile keys as plain keys', () => {
    const value = parseStrictJson('{"__proto__":{"x":1},"constructor":2}', 'The document')
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBeNull()
  })

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'medium' }), fc.boolean(), (text, indent) => {
        const input = indent ? JSON.stringify(JSON.parse(text), null, 2) : text
        const outcome = refusal(input)
        if (outcome === 'read') expect(parseStrictJson(input, 'The document')).toEqual(JSON.parse(text))
        else expect(outcome).toContain('round')
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('reads bytes as it reads the text that they stand for', () => {
    const input = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(input, ([raw, any]) => {
        const text = JSON.stringify({ [raw]: [raw, any], '\u2014': `\u2014 ${any} \\u2014` })
        const outcome = refusal(text)
        expect(refusal(Buffer.from(text))).toBe(outcome)
        if (outcome === 'read') expect(parseStrictJson(Buffer.from(text), 'The document')).toEqual(JSON.parse(text))
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('refuses whatever is not JSON, and never throws anything else', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, insert) => {
        const index = at % (text.length + 1)
        refusal(text.slice(0, index) + insert + text.slice(index + 1))
      }),
      { seed: 1, numRuns: 1000 },
    )
  })
})
