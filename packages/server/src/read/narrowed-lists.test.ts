import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import { onlyProjects } from '../api/visible-projects.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { compare } from './compare.ts'
import { findingPage } from './finding-rows.ts'
import { impact } from './impact.ts'
import type { Picture } from './picture.ts'
import { search } from './search.ts'
import { vulnerabilityPage } from './vulnerability-rows.ts'

/** A list that is asked for less must still have all of that: what stands late in some order is not what is not there. */
const MANY = Array.from({ length: 150 }, (_, at) => `many${at}@1.0.0`)
let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: {
      ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`o//p${at}`, ['log@1.0.0', ...(at === 0 ? ['zed@1.0.0'] : [])]])),
      'o//wide': MANY,
      'o//late': ['zz-late@1.0.0'],
    },
    vulnerabilities: [
      { shown: 'CVE-2026-1', severity: 'low', affects: ['log@1.0.0', 'zed@1.0.0'], told: { 'zed@1.0.0': 'critical' } },
      { shown: 'CVE-2026-2', severity: 'low', affects: [...MANY, 'zz-late@1.0.0'] },
      { shown: 'OWN-1', severity: 'low', affects: ['log@1.0.0'], org: 'o' },
    ],
  })
  await db.run(`DELETE FROM alias WHERE alias = 'OWN-1'`)
  // More names than are worth a list, of which one is of something here.
  await db.run(
    `INSERT INTO vulnerability (shown, kind, summary, severity, live) SELECT 'BULK-' || i, 'vulnerability', '', 'low', true FROM generate_series(1, 1001) i`,
  )
  await db.run(
    `INSERT INTO match (vulnerability_id, version_id, since) SELECT v.id, $1, '2026-01-10' FROM vulnerability v WHERE v.shown = 'BULK-7'`,
    [seeded.versions.get('zed@1.0.0')],
  )
})
afterAll(() => db.close())

function seen(projects: readonly number[] | null): Picture {
  const viewer: Viewer = {
    actor: 'a',
    accountId: 1,
    name: '',
    projects: projects === null ? null : onlyProjects(projects),
    organisations: null,
    permissions: new Set(),
    mayIn: () => false,
  }
  return { viewer, at: null, now: new Date('2026-02-01T00:00:00Z') }
}

const project = (name: string): number => seeded.projects.get(name) as number

test.each(['severity', 'epss', 'kev', 'first-seen'])(
  'findings by %s that names or severities narrow are those of both sides',
  async (sort) => {
    for (const [narrow, count] of [
      [{ q: 'p0' }, 4],
      [{ q: 'zed' }, 2],
      [{ q: 'bulk' }, 1],
      [{ q: 'bulk', severity: ['critical'] }, 0],
      [{ q: 'many', limit: 200 }, 150],
      [{ q: 'many1' }, 61],
      [{ q: 'nowhere' }, 0],
      [{ q: 'own-1', limit: 200 }, 9],
      [{ severity: ['critical'] }, 1],
    ] as const) {
      const [all, own] = [
        await findingPage(db, seen(null), { sort, limit: 3, ...narrow }),
        await findingPage(db, seen([...seeded.projects.values()]), { sort, limit: 3, ...narrow }),
      ]
      expect(all).toEqual(own)
      expect([narrow, all.items.length, all.total.count]).toEqual([narrow, Math.min(count, 'limit' in narrow ? narrow.limit : 3), count])
    }
  },
)

test('a problem is found by any package that it is in, and by its own name', async () => {
  const named = async (q: string): Promise<readonly string[]> =>
    (await vulnerabilityPage(db, seen(null), { q })).items.map(({ vulnerability }) => vulnerability.shown)
  expect(await named('zz-late')).toEqual(['CVE-2026-2'])
  expect(await named('own-1')).toEqual(['OWN-1'])
})

test('of one problem, by whatever order and of whichever projects, no other is told', async () => {
  const vulnerability = seeded.vulnerabilities.get('CVE-2026-2') as number
  for (const picture of [seen(null), seen([...seeded.projects.values()])]) {
    for (const sort of ['severity', 'epss', 'kev', 'first-seen', 'projects']) {
      const { items, total } = await vulnerabilityPage(db, picture, { sort, vulnerability })
      expect([sort, items.map((item) => item.vulnerability.shown), total.count]).toEqual([sort, ['CVE-2026-2'], 1])
    }
  }
})

test('of a purl that documents state in two ways, all projects are told, and that one of them was not asked about', async () => {
  const zed = seeded.versions.get('zed@1.0.0')
  const [other] = await db.query<{ id: number }>(
    `INSERT INTO package_version (package_id, purl, stated, version, subject_version, asked, first_seen)
     SELECT package_id, purl, 'deb', version, version, 'no-data', first_seen FROM package_version WHERE id = $1 RETURNING id`,
    [zed],
  )
  await db.run(
    `WITH added AS (INSERT INTO component_set (digest, members) VALUES ('\\x01', ARRAY[$1::int4]) RETURNING id)
    INSERT INTO set_count (set_id, n, unmatched) SELECT id, 1, 1 FROM added`,
    [other?.id],
  )
  await db.run(`UPDATE snapshot SET set_id = (SELECT id FROM component_set WHERE digest = '\\x01') WHERE project_id = $1`, [
    project('o//late'),
  ])
  const purls = ['pkg:npm/zed@1.0.0']
  for (const name of ['o//p0', 'o//late'])
    expect(await impact({ db }, seen(null), { project: project(name), purls })).toMatchObject({ known: 1 })
  const { added } = await impact({ db }, seen(null), { project: project('o//p1'), purls })
  expect(added).toMatchObject([{ here: 2, matched: false }])
})

test('that the store did not answer is not that nobody has it', async () => {
  let asked = 0
  const failing: Database = {
    ...db,
    query: async (sql, parameters) => {
      if ((asked += 1) > 1) throw Object.assign(new Error('the store is away'), { code: '08006' })
      return db.query(sql, parameters)
    },
  }
  await expect(compare({ db: failing }, seen(null), ['pkg:npm/log'])).rejects.toThrow('away')
  asked = 0
  await db.run(`UPDATE advisory SET org_id = (SELECT id FROM organisation WHERE slug = 'o') WHERE osv_id = 'OWN-1'`)
  await expect(search(failing, seen(null), 'own-1')).rejects.toThrow('away')
})

test('what somebody has is found among many names of others that begin alike', async () => {
  await db.run(`INSERT INTO package (purl, ecosystem, name) SELECT 'pkg:npm/lo-' || n, 'npm', 'lo-' || n FROM generate_series(1, 250) n`)
  await db.run(`INSERT INTO alias (alias, vulnerability_id) SELECT 'CVE-2026-0' || n, $1 FROM generate_series(1, 250) n`, [
    seeded.vulnerabilities.get('CVE-2026-2'),
  ])
  const found = async (q: string): Promise<readonly string[]> =>
    (await search(db, seen([project('o//p1')]), q)).hits.map(({ title }) => title)
  expect(await found('lo')).toEqual(['log'])
  expect(await found('CVE-2026')).toEqual(['CVE-2026-1'])
})
