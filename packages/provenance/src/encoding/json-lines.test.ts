import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { jsonLines } from './json-lines.ts'

describe('jsonLines', () => {
  it.each([
    ['{"a":1}', ['{"a":1}']],
    ['{"a":1}\n{"b":2}\n\n', ['{"a":1}', '{"b":2}']],
    ['{"a":1}\r\n{"b":2}\r\n', ['{"a":1}\r', '{"b":2}\r']],
    ['{\n "a": 1\n}\n', ['{\n "a": 1\n}\n']],
  ])('%j', (text, expected) => {
    expect(jsonLines(Buffer.from(text), 'x')).toEqual(expected)
  })

  it.each([[''], ['\n \n']])('refuses %j', (text) => {
    expect(() => jsonLines(Buffer.from(text), 'x')).toThrow(Refused)
  })
})
