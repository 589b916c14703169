import { expect, test } from 'vitest'
import { parseModifiedList, sameMoment } from './modified-list.ts'

test('reads lines in any order, with any line end, and counts what is none', () => {
  const text =
    '2027-07-09T15:54:00Z,PYSEC-2025-19\r\n2024-01-01T00:00:00.123456Z,ALSA-2020:1\n\nnonsense\n2024-01-01T00:00:00Z,../x\n2024-01-01T00:00:00Z,\n2024-01-01T00:00:00Z,A,B\n2023-01-01T00:00:00Z,GO-1'
  expect(parseModifiedList(text)).toEqual({
    modified: new Map([
      ['PYSEC-2025-19', '2027-07-09T15:54:00Z'],
      ['ALSA-2020:1', '2024-01-01T00:00:00.123456Z'],
      ['GO-1', '2023-01-01T00:00:00Z'],
    ]),
    unreadable: 4,
  })
  expect(parseModifiedList('')).toEqual({ modified: new Map(), unreadable: 0 })
})

test.each([
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', true],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000Z', true],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', false],
  ['', '2024-01-01T00:00:01Z', false],
])('sameMoment(%s, %s) is %s', (a, b, same) => {
  expect(sameMoment(a, b)).toBe(same)
})
