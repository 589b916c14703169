import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { Picture } from './picture.ts'
import { upgradePage } from './upgrade-rows.ts'

const picture = { viewer: { projects: null, organisations: null }, at: null, now: new Date('2026-02-01T00:00:00Z') } as unknown as Picture
const names = Array.from({ length: 102 }, (_, at) => `p${String(at).padStart(3, '0')}@1.0.0`)
let db: Database

beforeAll(async () => {
  db = await openTestDatabase()
  await seedPortfolio(db, {
    projects: { 'acme//shop': names },
    vulnerabilities: names.map((name, at) => ({
      shown: `CVE-2026-${at + 1}`,
      severity: at === 100 ? 'critical' : at > 100 ? 'none' : 'low',
      affects: [name],
    })),
  })
})
afterAll(() => db.close())

test('of very many packages those are looked at in which the most is open, and that there are more is said', async () => {
  const page = await upgradePage(db, picture, { limit: 200 })
  expect(page.total).toEqual({ count: 100, type: 'AT_LEAST' })
  expect(page.items).toHaveLength(100)
  // The one that is critical is among them, though it was stored last; one that is no finding to act on is not.
  expect(page.items[0]).toMatchObject({ package: { name: 'p100' }, to: null, open: { critical: 1 } })
  expect(page.items.some(({ package: { name } }) => name === 'p101')).toBe(false)
})
