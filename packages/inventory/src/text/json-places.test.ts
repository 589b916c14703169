import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPlaces } from './json-places.ts'

test('lines of keys and items', () => {
  const text = '{\n "a": {\n  "b\\u0021": [\n   1,\n   {"c": true},\n   "x\\\\"\n  ]\n },\n\n "d": null }'
  const places = jsonPlaces(text, 4)
  expect(places.line('a')).toBe(2)
  expect(places.line('a', 'b!')).toBe(3)
  expect([0, 1, 2].map((at) => places.line('a', 'b!', at))).toEqual([4, 5, 6])
  expect(places.line('a', 'b!', 1, 'c')).toBe(5)
  expect(places.line('d')).toBe(10)
  expect(places.line('e')).toBeUndefined()
  expect(places.duplicate).toBeUndefined()
})

test('deeper than asked is not recorded; a key twice is told', () => {
  expect(jsonPlaces('{"a": {"b": 1}}', 1).line('a', 'b')).toBeUndefined()
  expect(jsonPlaces('{"a": 1,\n"a": 2}', 1).duplicate).toBe(2)
  expect(jsonPlaces('[{"a": 1}, {"a": 2}]', 2).duplicate).toBeUndefined()
})

test('every key of every document is found on its line', () => {
  const check = (value: unknown, path: (string | number)[], line: (...at: (string | number)[]) => number | undefined): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, member] of Object.entries(value)) {
      expect(line(...path, key)).toBeGreaterThan(0)
      check(member, [...path, key], line)
    }
  }
  const document = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(document, fc.constantFrom(0, 1, 2), (value, indent) => {
      check(value, [], jsonPlaces(JSON.stringify(value, null, indent), 20).line)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('any text is scanned without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\\n a1') }), (text) => {
      jsonPlaces(text, 5)
    }),
    { seed: 1, numRuns: 1000 },
  )
})
