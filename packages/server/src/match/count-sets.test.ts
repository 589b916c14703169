import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { writeCounters } from './count-sets.ts'
import { CounterChanges, COUNTERS } from './counted.ts'

const SETS = 1500
let db: Database

beforeAll(async () => {
  db = await openTestDatabase()
  await db.run(
    `WITH made AS (INSERT INTO component_set (digest, members) SELECT decode(md5(n::text), 'hex'), '{}' FROM generate_series(1, $1::int4) n RETURNING id)
     INSERT INTO set_count (set_id, n, unmatched, high, low) SELECT id, 0, 5, id % 7, 3 FROM made`,
    [SETS],
  )
})
afterAll(() => db.close())

test('thousands of sets that change alike, and some that do not, each change by what is theirs', async () => {
  const before = await db.query<Record<string, number>>('SELECT * FROM set_count ORDER BY set_id')
  const sets = new CounterChanges()
  const shared = new Int32Array(COUNTERS.length)
  shared[COUNTERS.indexOf('high')] = 2
  shared[COUNTERS.indexOf('unmatched')] = -1
  const changeOf = (set: number): Readonly<Record<string, number>> => {
    if (set % 3 === 0) return { high: 2, unmatched: -1, ...(set % 30 === 0 ? { malware: set % 4 } : {}) }
    return set % 3 === 1 ? { low: -2 } : {}
  }
  for (const { set_id: set } of before as readonly { set_id: number }[]) {
    if (set % 3 === 0) sets.addAll(set, shared)
    if (set % 30 === 0) sets.add(set, 'malware', set % 4)
    if (set % 3 === 1) sets.add(set, 'low', -2)
    if (set % 3 === 2) for (const by of [1, -1]) sets.add(set, 'critical', by)
  }
  await writeCounters(db, sets)
  const after = await db.query<Record<string, number>>('SELECT * FROM set_count ORDER BY set_id')
  expect(after).toEqual(
    before.map((row) => {
      const by = changeOf(row['set_id'] as number)
      return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value + (by[name] ?? 0)]))
    }),
  )
})
