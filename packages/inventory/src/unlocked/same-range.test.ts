import { expect, test } from 'vitest'
import { sameRange } from './same-range.ts'

test('tools write one range in several ways', () => {
  expect(sameRange('npm:^1.0.0', '^1.0')).toBe(true)
  expect(sameRange('1.0', '[1.0.0, )')).toBe(true)
  expect(sameRange('^1.0', '^1.1')).toBe(false)
})

test('one that somebody made long is compared as it stands, and takes no time', () => {
  const long = `1${'.0'.repeat(500_000)}`
  expect(sameRange(`${long}.1`, `${long}.2`)).toBe(false)
  expect(sameRange(long, long)).toBe(true)
})
