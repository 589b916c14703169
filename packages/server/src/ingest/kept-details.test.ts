import { expect, test } from 'vitest'
import { KeptDetails } from './kept-details.ts'

test('the latest used are kept, up to the weight', () => {
  const kept = new KeptDetails<number>(8)
  kept.set('a', 1, 2)
  kept.set('b', 2, 2)
  kept.set('c', 3, 2)
  kept.set('d', 4, 2)
  expect(kept.get('a')).toBe(1)
  kept.set('e', 5, 1)
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => kept.get(key))).toEqual([1, undefined, 3, 4, 5])
  kept.set('e', 6, 2)
  kept.set('e', 7, 2)
  expect(['a', 'c', 'd', 'e'].map((key) => kept.get(key))).toEqual([1, 3, 4, 7])
})

test('what is large is not kept', () => {
  const kept = new KeptDetails<number>(8)
  kept.set('a', 1, 3)
  expect(kept.get('a')).toBe(undefined)
})
