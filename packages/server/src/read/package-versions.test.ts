import { afterAll, beforeAll, expect, test } from 'vitest'
import type { VisibleProjects } from '../api/visible-projects.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio, seedSnapshot } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { packageVersions } from './package-versions.ts'
import type { Picture } from './picture.ts'

let db: Database
let seeded: Seeded
beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, { projects: { 'acme//old': ['left@1.0.0'], 'beta//new': ['right@1.0.0'] }, vulnerabilities: [] })
  const left = seeded.versions.get('left@1.0.0') as number
  await seedSnapshot(db, seeded.projects.get('beta//new') as number, [left], new Date('2026-05-01T00:00:00Z'))
})
afterAll(() => db.close())

async function firstSeen(projects: VisibleProjects | null): Promise<string | null | undefined> {
  const picture = { viewer: { projects, organisations: null }, at: null, now: new Date('2026-06-01T00:00:00Z') } as unknown as Picture
  const [row] = await db.query<{ package_id: number }>('SELECT package_id FROM package_version WHERE id = $1', [
    seeded.versions.get('left@1.0.0'),
  ])
  const { items } = await packageVersions(db, picture, row?.package_id ?? 0, {})
  return items[0]?.firstSeen
}

test('that others had a version before is told to those only who see all others', async () => {
  const [acme, beta] = [seeded.orgs.get('acme') as number, seeded.orgs.get('beta') as number]
  const own = (...organisations: number[]): VisibleProjects => ({ organisations, ids: [], count: 1 })
  const first = await firstSeen(null)
  expect(await firstSeen(own(beta))).toBe('2026-05-01T00:00:00.000Z')
  expect(first).not.toBe('2026-05-01T00:00:00.000Z')
  expect(await firstSeen(own(acme))).toBe(first)
  expect(await firstSeen(own(acme, beta))).toBe(first)
  expect(await firstSeen({ organisations: [], ids: [seeded.projects.get('beta//new') as number], count: 1 })).toBe(
    '2026-05-01T00:00:00.000Z',
  )
})
