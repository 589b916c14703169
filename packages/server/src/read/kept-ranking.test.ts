import { afterAll, beforeAll, expect, test } from 'vitest'
import { SYSTEM_VIEWER } from '../policy/system-viewer.ts'
import type { Database } from '../store/database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { rankedPage } from './kept-ranking.ts'
import type { RankingSql } from './kept-ranking.ts'
import type { Picture } from './picture.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

function at(second: number): Picture {
  return { viewer: SYSTEM_VIEWER, at: null, now: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) }
}

/** Ids of `items`, those with most uses first, three of each number. */
function ranking(items: number, shift = 0): RankingSql {
  return (parameters, limit, after) => `SELECT id, key::int8 AS sort_key
    FROM (SELECT i::int4 AS id, (i + (SELECT coalesce(max(length(value::text)), 0) FROM setting WHERE key = 'ranking') + ${shift}) / 3 AS key FROM generate_series(1, ${items}) i) x
    WHERE ${after === null ? 'true' : `(key, id) < (${parameters.add(after[0])}::int8, ${parameters.add(after[1])}::int4)`} ORDER BY key DESC, id DESC LIMIT ${limit}`
}

async function walk(sql: RankingSql, limit: number): Promise<number[]> {
  const ids: number[] = []
  let after: readonly number[] | null = null
  for (;;) {
    const page: readonly { id: number; sort_key: number }[] = await rankedPage(db, at(0), { sql, after, limit, looksUp: false })
    ids.push(...page.slice(0, limit).map(({ id }) => id))
    const last = page[limit - 1]
    if (page.length <= limit || last === undefined) return ids
    after = [last.sort_key, last.id]
  }
}

test.each([0, 1, 7, 999, 1000, 9_999, 10_000, 10_001, 12_345])(
  '%i in order, page by page, each once, also beyond what is kept',
  async (items) => {
    const expected = Array.from({ length: items }, (_, place) => items - place)
    expect(await walk(ranking(items), 700)).toEqual(expected)
  },
)

test('the order of a long list is kept for a minute, that of a short one is not', async () => {
  const topOf = async (items: number, second: number): Promise<number | undefined> =>
    (await rankedPage(db, at(second), { sql: ranking(items, 1), after: null, limit: 1, looksUp: false }))[0]?.sort_key
  const before = [await topOf(2000, 0), await topOf(20, 0)]
  await db.run(`INSERT INTO setting (key, value) VALUES ('ranking', '"0123456789"')`)
  expect(await topOf(2000, 59)).toBe(before[0])
  expect(await topOf(2000, 60)).toBe((before[0] ?? 0) + 4)
  expect(await topOf(20, 1)).toBe((before[1] ?? 0) + 4)
})
