import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import { onlyProjects } from '../api/visible-projects.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio, seedSnapshot } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { packagePage } from './package-rows.ts'
import type { Picture } from './picture.ts'

/** More than are kept in their order. */
const NAMES = Array.from({ length: 1100 }, (_, at) => `pack${String(at).padStart(4, '0')}`)
const PROJECTS = 60
let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  const paths = Array.from({ length: PROJECTS }, (_, at) => `o//p${at}`)
  seeded = await seedPortfolio(db, {
    projects: { ...Object.fromEntries(paths.map((path) => [path, ['pack0000@1.0.0']])), 'o//other': ['aaa@1.0.0'] },
    vulnerabilities: [],
  })
  const versions = await db.query<{ id: number }>(
    `WITH added AS (INSERT INTO package (purl, ecosystem, name) SELECT 'pkg:npm/' || name, 'npm', name FROM unnest($1::text[]) name RETURNING id, purl)
     INSERT INTO package_version (package_id, purl, version, subject_version, asked, first_seen)
     SELECT id, purl || '@1.0.0', '1.0.0', '1.0.0', 'asked', '2026-01-01' FROM added RETURNING id`,
    [NAMES.slice(1)],
  )
  const ids = [seeded.versions.get('pack0000@1.0.0') as number, ...versions.map(({ id }) => id)].sort((a, b) => a - b)
  for (const [at, path] of paths.entries()) {
    const own = ids.filter((_, place) => place % PROJECTS === at)
    await seedSnapshot(db, seeded.projects.get(path) as number, own, new Date('2026-01-20T00:00:00Z'))
  }
})
afterAll(() => db.close())

function at(second: number): Picture {
  const ids = Array.from({ length: PROJECTS }, (_, place) => seeded.projects.get(`o//p${place}`) as number)
  const viewer: Viewer = {
    actor: 'a',
    accountId: 1,
    name: '',
    projects: onlyProjects(ids),
    organisations: null,
    permissions: new Set(),
    mayIn: () => false,
  }
  return { viewer, at: null, now: new Date(Date.UTC(2026, 1, 1, 0, 0, second)) }
}

test('packages by name are each there once, page by page, also beyond what is kept of their order', async () => {
  for (const limit of [43, 200]) {
    const listed: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await packagePage(db, at(0), { limit, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.total).toEqual({ count: 1000, type: 'AT_LEAST' })
      expect(page.items.every(({ projects }) => projects === 1)).toBe(true)
      listed.push(...page.items.map((item) => item.package.name))
      cursor = page.next
    }
    expect(listed).toEqual(NAMES)
  }
  const some = await packagePage(db, at(0), { q: 'pack00', limit: 200 })
  expect([some.items.length, some.total]).toEqual([100, { count: 100, type: 'EXACT' }])
})

test('their order is that of up to a minute ago, and what nobody here has any more has no row', async () => {
  const first = async (second: number): Promise<string | undefined> =>
    (await packagePage(db, at(second), { limit: 1 })).items[0]?.package.name
  expect(await first(0)).toBe('pack0000')
  await seedSnapshot(
    db,
    seeded.projects.get('o//p0') as number,
    [seeded.versions.get('aaa@1.0.0') as number],
    new Date('2026-01-31T00:00:00Z'),
  )
  expect(await first(59)).toBeUndefined()
  expect(await first(60)).toBe('aaa')
})
