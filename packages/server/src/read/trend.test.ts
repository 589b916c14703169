import { afterAll, beforeAll, expect, test } from 'vitest'
import { SYSTEM_VIEWER } from '../policy/system-viewer.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { trend } from './trend.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
  await seedPortfolio(db, { projects: { 'o//p': ['a@1.0.0'] }, vulnerabilities: [] })
})
afterAll(() => db.close())

async function more(projects: number): Promise<void> {
  await db.run(
    `INSERT INTO project (org_id, slug, name, created_at) SELECT 1, 'n-' || x || '-' || i, 'n', '2026-01-01' FROM generate_series(1, $1::int4) i, (SELECT count(*) AS x FROM project) c`,
    [projects],
  )
}

async function counted(second: number): Promise<readonly number[]> {
  const picture = { viewer: SYSTEM_VIEWER, at: null, now: new Date(Date.UTC(2026, 1, 1, 12, 0, second)) }
  return (await trend(db, picture, { days: 3 })).points.map(({ projects }) => projects)
}

test('of many projects, past days are those of up to a minute ago, and now is always now; of fewer, all is counted', async () => {
  const [few = 0] = await counted(0)
  await more(1)
  expect(await counted(0)).toEqual([few + 1, few + 1, few + 1])
  await more(1000)
  expect(await counted(0)).toEqual([few + 1001, few + 1001, few + 1001])
  await more(1)
  expect(await counted(59)).toEqual([few + 1001, few + 1001, few + 1002])
  expect(await counted(60)).toEqual([few + 1002, few + 1002, few + 1002])
})
