import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyBytes } from './key-bytes.ts'
import { compareVersionKeys } from './version-span.ts'

function written(write: (key: KeyBytes) => void): Uint8Array {
  const key = new KeyBytes()
  write(key)
  return key.toKey()
}

const EDGES = [0, 1, 9, 10, 175, 176, 177, 431, 432, 8367, 8368, 8369, 9999, 10_000, 99_999, 100_000, 20_240_101, 2 ** 31, 2 ** 53 - 1]

test('numbers by value, at each change of form', () => {
  const ascending = [...EDGES.map(String), '9'.repeat(16), '1' + '0'.repeat(16), '9'.repeat(255), '9'.repeat(256), '1'.repeat(1000)]
  const keys = ascending.map((digits) => written((key) => key.number(digits)))
  for (const [i, a] of keys.entries())
    for (const [j, b] of keys.entries()) expect(Math.sign(compareVersionKeys(a, b))).toBe(Math.sign(i - j))
  for (const [at, digits] of ascending.entries()) expect(written((key) => key.number(`00${digits}`))).toEqual(keys[at])
  expect(written((key) => key.number(''))).toEqual(keys[0])
  for (const key of keys) expect(key[0]).toSatisfy((first: number) => first >= 0x10 && first < 0xf0)
})

test('numbers and texts, whatever follows them', () => {
  const digits = fc.oneof(fc.nat(20_000).map(String), fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String))
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\u00fd', '\u00fe', '\u00ff', '\ud83d', '\uffff'), maxLength: 4 })
  fc.assert(
    fc.property(digits, text, digits, digits, text, digits, (a, b, c, d, e, f) => {
      const one = written((key) => (key.number(a), key.text(b), key.number(c)))
      const two = written((key) => (key.number(d), key.text(e), key.number(f)))
      const number = (x: string, y: string): number => Number(BigInt(x) > BigInt(y)) - Number(BigInt(x) < BigInt(y))
      const expected = number(a, d) || Number(b > e) - Number(b < e) || number(c, f)
      expect(Math.sign(compareVersionKeys(one, two))).toBe(expected)
    }),
    { seed: 1, numRuns: 3000 },
  )
})

test('missing numbers are zero', () => {
  const list = (text: string): Uint8Array => written((key) => key.numbers(text.split('.')))
  expect(list('1.0.0')).toEqual(list('1'))
  expect(list('0')).toEqual(list(''))
  expect(compareVersionKeys(list('1'), list('1.0.1'))).toBeLessThan(0)
})
