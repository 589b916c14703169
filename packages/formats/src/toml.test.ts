import { describe, expect, it } from 'vitest'
import { DocumentInvalid } from './document-invalid.ts'
import { readToml } from './toml.ts'

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof DocumentInvalid) return `${error.fault} ${error.line} ${error.message}`
    throw error
  }
  return 'read'
}

describe('readToml', () => {
  it('reads tables, dates and great integers', () => {
    expect(readToml('\ufeff[[package]]\nname = "a"\nsize = 9223372036854775807\n')).toEqual({
      package: [{ name: 'a', size: 9223372036854775807n }],
    })
  })

  it.each([
    ['a = ', 'malformed 1'],
    ['a = 1\na = 2', 'malformed 2'],
    ['[a]\n[a]', 'malformed 2'],
    ['a = "\n', 'malformed 1'],
    [`a = ${'['.repeat(10_000)}`, 'limit-exceeded 1'],
    [`a${'.a'.repeat(10_000)} = 1`, 'limit-exceeded 0 the document is nested deeper than 200 levels'],
    [`[a${'.a'.repeat(10_000)}]`, 'limit-exceeded 0'],
  ])('refuses case %#', (text, expected) => {
    expect(refusal(() => readToml(text))).toContain(expected)
  })

  it('bounds the length', () => {
    expect(refusal(() => readToml('a = 1', { maxLength: 2 }))).toContain('limit-exceeded')
  })
})
