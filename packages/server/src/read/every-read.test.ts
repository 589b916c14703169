import { onlyProjects } from '../api/visible-projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio, seedSnapshot } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { advisoryDetail } from './advisory-detail.ts'
import { affectedPage } from './affected-rows.ts'
import { changePage } from './change-rows.ts'
import { compare } from './compare.ts'
import { componentPage } from './component-rows.ts'
import { walkGraph } from './graph-walk.ts'
import { historyPage } from './history-rows.ts'
import { impact } from './impact.ts'
import { packageAdvisories } from './package-advisories.ts'
import { packageDetail } from './package-detail.ts'
import { packagePage } from './package-rows.ts'
import { packageUsers } from './package-users.ts'
import { packageVersions } from './package-versions.ts'
import type { Picture } from './picture.ts'
import { projectDetail } from './project-detail.ts'
import { search } from './search.ts'
import { teamPerformance } from './team-performance.ts'
import { trend } from './trend.ts'
import { triagePage } from './triage-rows.ts'
import { uploadPage } from './upload-rows.ts'
import { weakPointPage } from './weak-points.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: {
      'acme/red/shop': ['left@1.0.0', 'right@2.0.0'],
      'acme/blue/till': ['left@1.0.0', 'left@2.0.0'],
      'other//site': ['right@2.0.0', 'own@1.0.0'],
    },
    vulnerabilities: [
      { shown: 'CVE-2026-1', severity: 'critical', epss: 0.9, kev: '2026-01-15', affects: ['left@1.0.0'] },
      { shown: 'CVE-2026-2', severity: 'medium', affects: ['right@2.0.0'] },
      { shown: 'PRIVATE-1', severity: 'high', affects: ['right@2.0.0'], org: 'other' },
    ],
  })
})
afterAll(() => db.close())

function seen(paths: readonly string[] | null = null, at: Date | null = null): Picture {
  const projects = paths === null ? null : onlyProjects(paths.map((path) => seeded.projects.get(path) as number))
  const organisations = paths === null ? null : [...new Set(paths.map((path) => seeded.orgs.get(path.split('/')[0] as string) as number))]
  const viewer: Viewer = {
    actor: 'test',
    accountId: null,
    name: 'test',
    projects,
    organisations,
    permissions: new Set(),
    mayIn: () => true,
  }
  return { viewer, at, now: NOW }
}

function project(path: string): number {
  return seeded.projects.get(path) as number
}

async function packageId(name: string): Promise<number> {
  const [row] = await db.query<{ id: number }>('SELECT id FROM package WHERE name = $1', [name])
  return row?.id as number
}

test('components of a project', async () => {
  const page = await componentPage(db, seen(), project('acme/red/shop'), {})
  expect(
    page.items.map(({ package: { name }, version, counts, matched }) => [name, version.version, counts.critical, counts.medium, matched]),
  ).toEqual([
    ['left', '1.0.0', 1, 0, true],
    ['right', '2.0.0', 0, 1, true],
  ])
  expect((await componentPage(db, seen(), project('acme/red/shop'), { q: 'RIGH' })).total.count).toBe(1)
})

test('packages, their versions, problems and users', async () => {
  expect((await packagePage(db, seen(), {})).items.map(({ package: { name }, versions, projects }) => [name, versions, projects])).toEqual([
    ['left', 2, 2],
    ['own', 1, 1],
    ['right', 1, 2],
  ])
  // A project with two versions of it has it once.
  expect((await packagePage(db, seen(), { sort: 'projects' })).items.map(({ package: { name }, projects }) => [name, projects])).toEqual([
    ['right', 2],
    ['left', 2],
    ['own', 1],
  ])
  expect((await packagePage(db, seen(['acme/blue/till']), { sort: 'projects' })).items.map(({ package: { name } }) => name)).toEqual([
    'left',
  ])
  const left = await packageId('left')
  expect(await packageDetail(db, seen(), left)).toMatchObject({ versions: 2, projects: 2, counts: { critical: 2 } })
  await expect(packageDetail(db, seen(['other//site']), left)).rejects.toThrow('not found')
  expect(
    (await packageVersions(db, seen(), left, {})).items
      .map(({ version, projects, counts }) => [version.version, projects, counts.critical])
      .sort(),
  ).toEqual([
    ['1.0.0', 2, 2],
    ['2.0.0', 1, 0],
  ])
  expect((await packageUsers(db, seen(), left, {})).items).toHaveLength(3)
  expect((await packageUsers(db, seen(['acme/red/shop']), left, {})).items).toHaveLength(1)
  expect((await packageAdvisories(db, seen(), left, {})).total.count).toBe(0)
})

test('comparison and impact', async () => {
  const { items } = await compare({ db }, seen(), ['pkg:npm/left', 'pkg:npm/nobody'])
  expect(items.map(({ known, projects }) => [known, projects])).toEqual([
    [true, 2],
    [false, 0],
  ])
  const answer = await impact({ db }, seen(), {
    project: project('other//site'),
    purls: ['pkg:npm/left@1.0.0', 'pkg:npm/own@1.0.0', 'pkg:npm/new@1.0.0'],
  })
  expect(answer.known).toBe(1)
  expect(answer.added.map(({ purl, problems, matched }) => [purl, problems.map(({ shown }) => shown), matched])).toEqual([
    ['pkg:npm/left@1.0.0', ['CVE-2026-1'], true],
    ['pkg:npm/new@1.0.0', [], false],
  ])
  await expect(impact({ db }, seen(), { purls: ['left'] })).rejects.toThrow('not a package URL')
  expect((await impact({ db }, seen(['acme/red/shop']), { purls: ['pkg:npm/own@1.0.0'] })).added[0]).toMatchObject({
    here: 0,
    matched: false,
  })
})

test('an advisory and who is affected', async () => {
  const services = { db } as never
  expect(await advisoryDetail(services, seen(), 'cve-2026-1')).toMatchObject({
    vulnerability: { shown: 'CVE-2026-1' },
    projects: 2,
    versions: 1,
  })
  expect((await affectedPage(services, seen(['acme/blue/till']), 'CVE-2026-1', {})).items).toHaveLength(1)
  await expect(advisoryDetail(services, seen(), 'CVE-1999-1')).rejects.toThrow('not found')
  // That the store knows it would tell that somebody else has the package.
  await expect(advisoryDetail(services, seen(['other//site']), 'CVE-2026-1')).rejects.toThrow('not found')
  expect(await advisoryDetail(services, seen(['other//site']), 'CVE-2026-2')).toMatchObject({ projects: 1 })
})

test('search finds what is visible, and nothing else', async () => {
  const kinds = async (text: string, paths: readonly string[] | null = null) =>
    (await search(db, seen(paths), text)).hits.map(({ kind, title }) => `${kind} ${title}`)
  expect(await kinds('cve-2026')).toEqual(['vulnerability CVE-2026-1', 'vulnerability CVE-2026-2'])
  expect(await kinds('cve-2026', ['other//site'])).toEqual(['vulnerability CVE-2026-2'])
  expect(await kinds('PRIVATE-1', ['acme/red/shop'])).toEqual([])
  expect(await kinds('pkg:npm/left@1.0.0')).toContain('version pkg:npm/left@1.0.0')
  expect(await kinds('sho')).toEqual(['project shop'])
  expect(await kinds('own', ['acme/red/shop'])).toEqual([])
  expect(await kinds('%')).toEqual([])
  expect(await kinds('left@1.0.0')).toEqual(['version pkg:npm/left@1.0.0'])
  expect(await kinds('left@9.9.9')).toEqual([])
  expect(await kinds('own@1.0.0', ['acme/red/shop'])).toEqual([])
})

test('a document that was handed in is found by its digest, where one may see it; a problem that affects nobody any more by its id', async () => {
  const digest = 'ab'.repeat(32)
  await db.run("INSERT INTO document (digest, size, received_at) VALUES (decode($1, 'hex'), 1, now())", [digest])
  await db.run(
    `INSERT INTO upload (project_id, document_id, kind, name, origin, state, created_by, decides, created_at)
     SELECT $1, max(id), 'sbom', 'bom.json', 'api', 'done', 'test', false, now() FROM document`,
    [project('acme/red/shop')],
  )
  const hits = async (text: string, paths: readonly string[] | null = null) =>
    (await search(db, seen(paths), text)).hits.map(({ title, detail, href }) => ({ title, detail, href }))
  const uploads = { title: 'bom.json', detail: 'shop', href: `/projects/${project('acme/red/shop')}/uploads` }
  expect(await hits(`sha256:${digest}`)).toEqual([uploads])
  expect(await hits(digest.slice(1))).toEqual([])
  expect(await hits(digest, ['other//site'])).toEqual([])
  await db.run('DELETE FROM upload')
  const ended = seeded.vulnerabilities.get('CVE-2026-2')
  await db.run("UPDATE match SET until = '2026-01-31' WHERE vulnerability_id = $1 AND until IS NULL", [ended])
  const known = (await hits('cve-2026-2')).map(({ title, href }) => [title, href])
  expect(known).toEqual([['CVE-2026-2', '/advisories/CVE-2026-2']])
  await db.run("UPDATE match SET until = NULL WHERE vulnerability_id = $1 AND until = '2026-01-31'", [ended])
  expect(await hits('CVE-2026-1', ['other//site'])).toEqual([])
})

test('the graph is walked within bounds and within sight', async () => {
  const start = { kind: 'vulnerability' as const, ids: [seeded.vulnerabilities.get('CVE-2026-1') as number] }
  const edges = ['affects', 'contained-in'] as ('affects' | 'contained-in')[]
  const all = await walkGraph(db, seen(), { start, edges, depth: 2 })
  expect(all.nodes.map(({ label }) => label)).toEqual(['CVE-2026-1', 'pkg:npm/left@1.0.0', 'shop', 'till'])
  expect((await walkGraph(db, seen(['acme/blue/till']), { start, edges, depth: 2 })).nodes.map(({ label }) => label)).toEqual([
    'CVE-2026-1',
    'pkg:npm/left@1.0.0',
    'till',
  ])
  expect((await walkGraph(db, seen(['other//site']), { start, edges, depth: 2 })).nodes).toEqual([])
  expect((await walkGraph(db, seen(), { start, edges, depth: 2, limit: 2 })).truncated).toBe(true)
})

test('history, changes, trend, teams, uploads, triage and weak points answer', async () => {
  await seedSnapshot(db, project('acme/blue/till'), [seeded.versions.get('left@2.0.0') as number], new Date('2026-01-20T00:00:00Z'))
  expect((await historyPage(db, seen(), project('acme/blue/till'), {})).items.map(({ kind }) => kind)).toEqual(['snapshot', 'snapshot'])
  expect((await historyPage(db, seen(), project('acme/blue/till'), { limit: 1 })).next).not.toBeNull()
  expect((await changePage(db, seen(), {})).items).toEqual([])
  const { points } = await trend(db, seen(), { days: 30 })
  expect(points).toHaveLength(30)
  expect(points.find(({ day }) => day === '2026-01-15')?.counts.critical).toBe(2)
  // The set of then is nobody's any more, and its counters mean nothing.
  await db.run(
    'UPDATE set_count SET critical = 99 WHERE NOT EXISTS (SELECT 1 FROM snapshot s WHERE s.set_id = set_count.set_id AND s.until IS NULL)',
  )
  expect(await trend(db, seen(), { days: 30 })).toEqual({ points })
  expect(points.at(-1)?.counts).toEqual({ critical: 1, high: 1, medium: 2, low: 0, unknown: 0, malware: 0 })
  expect((await teamPerformance(db, seen(), {})).items.map(({ team, projects, overdue }) => [team?.name ?? '', projects, overdue])).toEqual(
    [
      ['', 1, 0],
      ['red', 1, 0],
      ['blue', 1, 0],
    ],
  )
  expect((await uploadPage(db, seen(), {})).items).toEqual([])
  expect((await triagePage(db, seen(), {})).items).toEqual([])
  expect((await weakPointPage(db, seen(), {})).items).toHaveLength(3)
  expect(await projectDetail(db, seen(), project('acme/red/shop'))).toMatchObject({ slug: 'shop', components: 2, problems: [] })
  await expect(projectDetail(db, seen(['other//site']), project('acme/red/shop'))).rejects.toThrow('not found')
})

test('teams stand slowest first, whole over several pages, with how many there are', async () => {
  await db.run(
    `INSERT INTO outbox (at, kind, org_id, project_id, payload, cause)
     SELECT $1::timestamptz, 'finding.closed', p.org_id, p.id, jsonb_build_object('firstSeen', $1::timestamptz - x.days * interval '1 day'), 'test/' || p.id
     FROM (VALUES ($2::int4, 3), ($3::int4, 40)) x(id, days) JOIN project p ON p.id = x.id`,
    [NOW, project('acme/red/shop'), project('acme/blue/till')],
  )
  const named = ({ items }: Awaited<ReturnType<typeof teamPerformance>>) =>
    items.map(({ team, medianDays }) => [team?.name ?? '', medianDays])
  expect(named(await teamPerformance(db, seen(), {}))).toEqual([
    ['blue', 40],
    ['red', 3],
    ['', null],
  ])
  const first = await teamPerformance(db, seen(), { limit: 1 })
  expect(first.total).toEqual({ count: 3, type: 'EXACT' })
  const second = await teamPerformance(db, seen(), { limit: 2, cursor: first.next ?? '' })
  expect([...named(first), ...named(second)].map(([team]) => team)).toEqual(['blue', 'red', ''])
  expect(second.total.count).toBe(3)
  // What blue had is decided: one critical, one high, nothing.
  expect(named(await teamPerformance(db, seen(), { sort: 'open' })).map(([team]) => team)).toEqual(['red', '', 'blue'])
  await expect(teamPerformance(db, seen(), { sort: 'open', cursor: first.next ?? '' })).rejects.toThrow('cursor')
  await db.run("DELETE FROM outbox WHERE cause LIKE 'test/%'")
})
