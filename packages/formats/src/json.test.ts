import { describe, expect, it } from 'vitest'
import { DocumentInvalid } from './document-invalid.ts'
import { jsonLine, readJson } from './json.ts'

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof DocumentInvalid) return `${error.fault} ${error.line}:${error.column} ${error.message}`
    throw error
  }
  return 'read'
}

describe('readJson', () => {
  it('reads a value behind a byte order mark', () => {
    expect(readJson('\ufeff{"a":[1,"]"]}')).toEqual({ a: [1, ']'] })
  })

  it.each([
    ['', 'malformed 1:1 not valid JSON: the text ends where a value is expected'],
    ['{"a":1,\n}', 'malformed 2:1 not valid JSON: a key in quotes is expected here'],
    ['{"a":1}\n{"b":2}', 'malformed 2:1 not valid JSON: there is more text after the value'],
    ['{"a" 1}', "malformed 1:6 not valid JSON: ':' is expected here"],
    ['[1 2]', "malformed 1:4 not valid JSON: ',' or ']' is expected here"],
    ['{"a":1]', "malformed 1:7 not valid JSON: ',' or '}' is expected here"],
    ['["a\nb"]', 'malformed 1:4 not valid JSON: a value is expected here'],
    ['["\\x"]', 'malformed 1:3 not valid JSON: a value is expected here'],
    ['[01]', "malformed 1:3 not valid JSON: ',' or ']' is expected here"],
    ['[1,]', 'malformed 1:4 not valid JSON: a value is expected here'],
    ['["', 'malformed 1:3 not valid JSON: the text ends where a value is expected'],
    ['\u0000\u0000', 'malformed 1:1 not valid JSON: a value is expected here'],
  ])('refuses %j with the place', (text, expected) => {
    expect(refusal(() => readJson(text))).toBe(expected)
  })

  it('bounds depth and length', () => {
    expect(refusal(() => readJson('['.repeat(1000) + ']'.repeat(1000)))).toBe('read')
    expect(refusal(() => readJson('['.repeat(1_000_000)))).toBe('limit-exceeded 1:1001 the document is nested deeper than 1000 levels')
    expect(refusal(() => readJson(`${'{"a":'.repeat(10_000)}1`))).toContain('nested deeper')
    expect(refusal(() => readJson('"\\"[[[["', { maxDepth: 1 }))).toBe('read')
    expect(refusal(() => readJson('[1]', { maxLength: 2 }))).toContain('limit-exceeded')
  })

  it('finds the fault behind a line of five million characters', () => {
    expect(refusal(() => readJson(`["${'x'.repeat(5_000_000)}" 1]`))).toContain('1:5000005')
    expect(refusal(() => readJson(`["${'\\n'.repeat(2_000_000)}" 1]`))).toContain('1:4000005')
  })

  it('counts lines', () => {
    expect([0, 1, 2, 3].map((offset) => jsonLine('a\nb\n', offset))).toEqual([1, 1, 2, 2])
  })
})
