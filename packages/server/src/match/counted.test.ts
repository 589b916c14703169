import { expect, test } from 'vitest'
import { addToSets } from './count-sets.ts'
import { CounterChanges } from './counted.ts'

function changes(...counters: readonly ('critical' | 'low')[]): Int32Array {
  const counted = new CounterChanges()
  for (const counter of counters) counted.add(1, counter, 1)
  return counted.take(1)
}

test('what one set changes beyond what it shares with others is its own', () => {
  const sets = new CounterChanges()
  // Two projects have set 7.
  addToSets(sets, [7, 7, 8, 9], changes('critical'))
  addToSets(sets, [8, 9], changes('low', 'low'))
  sets.add(9, 'low', -2)
  sets.add(9, 'critical', -1)
  sets.add(10, null, 5)
  expect(sets.rows().map(([set, [critical, , , low]]) => [set, critical, low])).toEqual([
    [7, 1, 0],
    [8, 1, 2],
  ])
  expect([...sets.take(8)]).toEqual([1, 0, 0, 2, 0, 0, 0])
  expect([...sets.take(8)]).toEqual([0, 0, 0, 0, 0, 0, 0])
})
