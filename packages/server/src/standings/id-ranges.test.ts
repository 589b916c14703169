import { expect, test } from 'vitest'
import { idRanges } from './id-ranges.ts'

test('ids that stand close together are read as they stand, others one by one; each is in one part', () => {
  expect(idRanges([])).toEqual([])
  expect(idRanges([7, 5, 6])).toEqual([{ from: 5, to: 7, only: null }])
  expect(idRanges([900, 1])).toEqual([{ from: 1, to: 900, only: [1, 900] }])
  const many = Array.from({ length: 25_000 }, (_, at) => 1 + at * (at < 10_000 ? 1 : 9))
  const ranges = idRanges(many)
  expect(ranges.map(({ only }) => only?.length ?? null)).toEqual([null, 10_000, 5000])
  expect(ranges.map(({ from, to }) => [from, to])).toEqual([
    [1, 10_000],
    [90_001, 179_992],
    [180_001, 224_992],
  ])
})
