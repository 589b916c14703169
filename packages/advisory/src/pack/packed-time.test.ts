import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packTime, unpackTime } from './packed-time.ts'

test.each([
  '2026-08-21T09:10:11Z',
  '2000-02-29T23:59:59Z',
  '1970-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2026-08-21T09:10:11.5Z',
  '2026-02-30T00:00:00Z',
  '',
])('%s comes back as it was', (text) => expect(unpackTime(packTime(text))).toBe(text))

test('whole seconds are written as Date writes them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
      expect(unpackTime(seconds)).toBe(`${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`)
    }),
    { seed: 1, numRuns: 5000 },
  )
})
