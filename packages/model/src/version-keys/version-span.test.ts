import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOf, compareVersionKeys, EVERY_KEY, pointSpan, spansHold, unionOfSpans } from './version-span.ts'
import type { VersionSpan } from './version-span.ts'

const key = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes)

test('keys by unsigned bytes, a longer one after its beginning', () => {
  const ascending = [key(), key(0), key(0, 0), key(0, 255), key(1), key(127), key(128), key(255), key(255, 0)]
  for (const [i, a] of ascending.entries())
    for (const [j, b] of ascending.entries()) expect(Math.sign(compareVersionKeys(a, b))).toBe(Math.sign(i - j))
})

test('spans that meet become one', () => {
  const closed = (lo: number, hi: number): VersionSpan => ({ lo: key(lo), loOpen: false, hi: key(hi), hiOpen: false })
  const open = (lo: number, hi: number): VersionSpan => ({ lo: key(lo), loOpen: true, hi: key(hi), hiOpen: true })
  expect(unionOfSpans([open(3, 4), closed(1, 3), pointSpan(key(4))])).toEqual([closed(1, 4)])
  expect(unionOfSpans([open(3, 4), open(1, 3)])).toEqual([open(1, 3), open(3, 4)])
  expect(unionOfSpans([closed(1, 9), closed(2, 3), EVERY_KEY])).toEqual([EVERY_KEY])
  expect(unionOfSpans([])).toEqual([])
})

const bound = fc.oneof(
  fc.constant(null),
  fc.array(fc.constantFrom(0, 1, 255), { maxLength: 2 }).map((bytes) => key(...bytes)),
)
const span = fc.record({ lo: bound, loOpen: fc.boolean(), hi: bound, hiOpen: fc.boolean() }).filter(({ lo, loOpen, hi, hiOpen }) => {
  const order = lo === null || hi === null ? -1 : compareVersionKeys(lo, hi)
  return order < 0 || (order === 0 && !loOpen && !hiOpen)
})

test('union and cells hold the keys that the spans hold', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), fc.array(fc.constantFrom(0, 1, 2, 255), { maxLength: 3 }), (spans, bytes) => {
      const probe = key(...bytes)
      expect(spansHold(unionOfSpans(spans), probe)).toBe(spansHold(spans, probe))
      expect(cellsOf(spans).filter((cell) => spansHold([cell], probe))).toHaveLength(1)
      expect(unionOfSpans(cellsOf(spans))).toEqual([EVERY_KEY])
    }),
    { seed: 1, numRuns: 2000 },
  )
})
