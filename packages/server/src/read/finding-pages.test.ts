import { onlyProjects } from '../api/visible-projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { findingPage } from './finding-rows.ts'
import { meetsAllForward, walksForward } from './finding-source.ts'
import { packagePage } from './package-rows.ts'
import { packageUsers } from './package-users.ts'
import { parameters } from './parameters.ts'
import type { Picture } from './picture.ts'
import { readsOwnSets } from './reading-side.ts'
import { vulnerabilityPage } from './vulnerability-rows.ts'

/** Lists are met from the projects' side or from the problems' side, by how much the viewer sees: both must give the same pages. */
const VERSIONS = Array.from({ length: 12 }, (_, at) => `pack${at % 7}@${1 + Math.floor(at / 7)}.0.0`)
const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
let db: Database
let seeded: Seeded
let few: readonly number[]

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: Object.fromEntries(
      Array.from({ length: 70 }, (_, at) => [`o//p${at}`, VERSIONS.filter((_, n) => (at * 7 + n * 5) % 4 === 0)]),
    ),
    vulnerabilities: Array.from({ length: 9 }, (_, at) => ({
      shown: `CVE-2026-${at}`,
      severity: SEVERITIES[at % 4] as (typeof SEVERITIES)[number],
      epss: (at % 3) / 10,
      affects: VERSIONS.filter((_, n) => (n + at) % 5 === 0),
    })),
  })
  // Some of a problem's versions were found later than others.
  await db.run("UPDATE match SET since = since + ((version_id + vulnerability_id) % 3) * interval '1 hour'")
  await db.run(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since) SELECT 1, id, 1 + id % 9, 'accepted', 'a', 'user', '2026-01-11' FROM project WHERE id % 5 = 0`,
  )
  few = [...seeded.projects.values()].sort((a, b) => a - b)
})
afterAll(() => db.close())

function seen(projects: readonly number[] | null, at: Date | null = null, of?: number): Picture {
  const viewer: Viewer = {
    actor: 'a',
    accountId: 1,
    name: '',
    projects: projects === null ? null : onlyProjects(projects, of),
    organisations: null,
    permissions: new Set(),
    mayIn: () => false,
  }
  return { viewer, at, now: new Date('2026-02-01T00:00:00Z') }
}

interface Pages {
  readonly rows: string[]
  readonly totals: number[]
}

async function walk<T>(page: (cursor?: string) => Promise<{ items: T[]; next: string | null; total: { count: number } }>): Promise<Pages> {
  const rows: string[] = []
  const totals: number[] = []
  for (let cursor: string | undefined; ;) {
    const { items, next, total } = await page(cursor)
    rows.push(...items.map((item) => JSON.stringify(item)))
    totals.push(total.count)
    if (next === null) return { rows, totals }
    cursor = next
  }
}

test.each(['severity', 'epss', 'kev', 'first-seen'])('findings by %s are the same pages from both sides, each row once', async (sort) => {
  for (const at of [null, new Date('2026-01-10T01:30:00Z')])
    for (const more of [{}, { vulnerability: seeded.vulnerabilities.get('CVE-2026-3') as number }, { package: 1 }]) {
      const pages = (projects: readonly number[] | null): Promise<Pages> =>
        walk((cursor) => findingPage(db, seen(projects, at), { sort, limit: 37, ...more, ...(cursor === undefined ? {} : { cursor }) }))
      const [all, own] = [await pages(null), await pages(few)]
      expect(own).toEqual(all)
      expect(new Set(all.rows).size).toBe(all.rows.length)
      expect(new Set(all.totals)).toEqual(new Set([all.rows.length]))
    }
})

test('who sees much of all is given the same pages from the other side', async () => {
  const most = few.filter((_, at) => at % 5 !== 2)
  const pictures = [seen(most), seen(most, null, 1000), seen(most, null, few.length)] as const
  expect(pictures.map((picture) => [walksForward(picture, {}), meetsAllForward(picture, {})])).toEqual([
    [true, true],
    [true, false],
    [false, false],
  ])
  const lists = (picture: Picture): readonly Promise<Pages>[] => [
    ...['severity', 'epss', 'kev', 'first-seen'].map((sort) =>
      walk((cursor) => findingPage(db, picture, { sort, limit: 131, ...(cursor === undefined ? {} : { cursor }) })),
    ),
    ...['severity', 'epss', 'published', 'projects', 'first-seen'].map((sort) =>
      walk((cursor) => vulnerabilityPage(db, picture, { sort, limit: 4, ...(cursor === undefined ? {} : { cursor }) })),
    ),
    ...['severity', 'projects', 'first-seen'].flatMap((sort) =>
      [{ q: 'pack1' }, { q: 'e-2026-3' }, { state: ['accepted'] }, { package: 2 }].map((more) =>
        walk((cursor) => vulnerabilityPage(db, picture, { sort, limit: 9, ...more, ...(cursor === undefined ? {} : { cursor }) })),
      ),
    ),
    ...(['name', 'projects', 'risk'] as const).map((sort) =>
      walk((cursor) => packagePage(db, picture, { sort, limit: 3, ...(cursor === undefined ? {} : { cursor }) })),
    ),
  ]
  const [first, ...others] = pictures
  const forward = await Promise.all(lists(first))
  for (const picture of others) expect(await Promise.all(lists(picture))).toEqual(forward)
  // Also where it is said to be cheaper to read their own sets than those of all who have something, or to be dearer.
  for (const holders of [1, 1_000_000]) {
    await db.run('INSERT INTO version_use (version_id, org_id, projects) SELECT id, 1, $1 FROM package_version', [holders])
    const asked = parameters()
    const versions = `SELECT ${asked.add(seeded.versions.get('pack1@1.0.0'))}::int4`
    expect(await readsOwnSets(db, first, { versions, parameters: asked })).toBe(holders > 1)
    for (const picture of pictures.slice(0, 2)) expect(await Promise.all(lists(picture))).toEqual(forward)
    await db.run('DELETE FROM version_use')
  }
})

test.each([
  ['severity', null],
  ['first-seen', null],
  ['severity', new Date('2026-01-10T01:30:00Z')],
] as const)('findings by %s at %s of one problem, one package or a name are those of the whole list', async (sort, at) => {
  const pages = (more: object): Promise<Pages> =>
    walk((cursor) => findingPage(db, seen(null, at), { sort, limit: 40, ...more, ...(cursor === undefined ? {} : { cursor }) }))
  const whole = (await pages({})).rows.map((row) => JSON.parse(row) as FindingItem)
  const vulnerability = seeded.vulnerabilities.get('CVE-2026-3') as number
  const named =
    (q: string) =>
    (row: FindingItem): boolean =>
      [row.package.name, row.project.name, row.vulnerability.shown].some((name) => name.toLowerCase().includes(q.toLowerCase()))
  const asked: readonly (readonly [object, (row: FindingItem) => boolean])[] = [
    [{ vulnerability }, (row) => row.vulnerability.id === vulnerability],
    [{ package: 1 }, (row) => row.package.id === 1],
    [{ vulnerability, q: 'pack3' }, (row) => row.vulnerability.id === vulnerability && named('pack3')(row)],
    [{ package: 2, q: 'P6' }, (row) => row.package.id === 2 && named('P6')(row)],
    ...['p', 'pack3', 'p6', 'cve-2026-4', 'cve', 'nobody'].map((q) => [{ q }, named(q)] as const),
  ]
  for (const [more, keeps] of asked) {
    const { rows, totals } = await pages(more)
    const wanted = whole.filter(keeps)
    expect([more, rows.map((row) => (JSON.parse(row) as FindingItem).id)]).toEqual([more, wanted.map(({ id }) => id)])
    expect(new Set(totals)).toEqual(new Set([wanted.length]))
  }
})

interface FindingItem {
  readonly id: string
  readonly package: { readonly id: number; readonly name: string }
  readonly project: { readonly name: string }
  readonly vulnerability: { readonly id: number; readonly shown: string }
}

test.each(['severity', 'epss', 'published', 'projects', 'first-seen'])(
  'problems by %s are the same pages from both sides',
  async (sort) => {
    const pages = (projects: readonly number[] | null): Promise<Pages> =>
      walk((cursor) => vulnerabilityPage(db, seen(projects), { sort, limit: 4, ...(cursor === undefined ? {} : { cursor }) }))
    const all = await pages(null)
    expect(await pages(few)).toEqual(all)
    expect(all.totals[0]).toBe(all.rows.length)
  },
)

test('packages and their users are the same for who sees all, many and few projects', async () => {
  const packages = (projects: readonly number[] | null, sort: 'name' | 'projects' | 'risk'): Promise<Pages> =>
    walk((cursor) => packagePage(db, seen(projects), { sort, limit: 3, ...(cursor === undefined ? {} : { cursor }) }))
  const users = (projects: readonly number[] | null, id: number): Promise<Pages> =>
    walk((cursor) => packageUsers(db, seen(projects), id, { limit: 9, ...(cursor === undefined ? {} : { cursor }) }))
  for (const sort of ['name', 'projects', 'risk'] as const) expect(await packages(few, sort)).toEqual(await packages(null, sort))
  expect(await users(few, 1)).toEqual(await users(null, 1))
  // A third as many: read as a whole instead of walked.
  const third = few.filter((_, at) => at % 3 === 0)
  const of = (pages: Pages): string[] => pages.rows.map((row) => (JSON.parse(row) as { package: { name: string } }).package.name)
  expect(of(await packages(third, 'name')).toSorted()).toEqual(of(await packages(third, 'projects')).toSorted())
  const held = (await users(null, 1)).rows.filter((row) => third.includes((JSON.parse(row) as { project: { id: number } }).project.id))
  expect((await users(third, 1)).rows).toEqual(held)
})
