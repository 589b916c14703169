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

  it.each([
    ['a = 2026-02-30', 'malformed 1 not valid TOML: there is no date 2026-02-30'],
    ['a = "2026-02-30"\nb = [\n  2024-02-29, 2023-02-29]', 'malformed 3 not valid TOML: there is no date 2023-02-29'],
    ['[x]\nb = { d = 2026-04-31T10:00:00Z }', 'malformed 2 not valid TOML: there is no date 2026-04-31'],
    ['a = 2026-02-28 # 2026-02-30', 'read'],
    [`a = 2026-02-28\nb = '''\n2026-02-30''\n'''\nc = 'x # "'\nd = "\\" 2026-02-30"`, 'read'],
    [`a = 2026-02-28\nb = '''\n\n'''''\nc = 2026-02-30`, 'malformed 5'],
    ['a = 2026-02-28 10:00:00.5\nb = 10:00:00\nc = -2026\nx2026-02-30 = 1', 'read'],
  ])('knows the calendar: case %#', (text, expected) => {
    expect(refusal(() => readToml(text))).toContain(expected)
  })

  it('bounds the length', () => {
    expect(refusal(() => readToml('a = 1', { maxLength: 2 }))).toContain('limit-exceeded')
  })
})
