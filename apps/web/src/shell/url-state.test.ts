import { expect, test } from 'vitest'
import { listOf, parseSearch, stringifySearch } from './url-state.ts'

test('what a view shows goes into its address and comes back', () => {
  const values = { q: 'a & b', at: '2026-10-01T23:59:59.000Z', severity: 'critical,high' }
  expect(parseSearch(stringifySearch(values))).toEqual(values)
  expect(stringifySearch({ q: '', at: undefined })).toBe('')
  expect(parseSearch('?q=5&kev=true')).toEqual({ q: '5', kev: 'true' })
  expect(parseSearch('?severity=a&severity=b')).toEqual({ severity: 'a,b' })
  expect(listOf('a,b')).toEqual(['a', 'b'])
  expect(listOf(undefined)).toEqual([])
})
