import { expect, it } from 'vitest'
import { conjuncts, licenseKind, withoutBrackets } from './license-text.ts'

it.each([
  ['MIT', 'id'],
  ['GPL-2.0+', 'id'],
  ['mit', 'name'],
  ['MIT OR Apache-2.0', 'expression'],
  ['(MIT)', 'expression'],
  ['Apache-1.0+', 'expression'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'expression'],
  ['LicenseRef-x AND DocumentRef-y:LicenseRef-z', 'expression'],
  ['MIT or Apache-2.0', 'name'],
  ['MIT OR', 'name'],
  ['MIT)', 'name'],
  ['(MIT', 'name'],
  ['', 'name'],
  ['MIT MIT', 'name'],
  ['NOASSERTION', 'name'],
])('%j is an %s', (text, kind) => {
  expect(licenseKind(text)).toBe(kind)
})

it('is linear in nesting', () => {
  expect(licenseKind(`${'('.repeat(40_000)}MIT${')'.repeat(40_000)}`)).toBe('expression')
  expect(licenseKind('('.repeat(200_000))).toBe('name')
})

it('finds the parts under the outermost ANDs', () => {
  expect(conjuncts('(MIT OR ISC) AND Zlib AND (A AND B)')).toEqual(['(MIT OR ISC)', 'Zlib', '(A AND B)'])
  expect(conjuncts('MIT OR ISC AND Zlib')).toEqual(['MIT OR ISC AND Zlib'])
  expect(withoutBrackets('(MIT OR ISC)')).toBe('MIT OR ISC')
  expect(withoutBrackets('(A) OR (B)')).toBe('(A) OR (B)')
})
