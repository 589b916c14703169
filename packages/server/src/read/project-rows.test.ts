import { onlyProjects } from '../api/visible-projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { findingPage } from './finding-rows.ts'
import { overview } from './overview.ts'
import type { Picture } from './picture.ts'
import { projectPage } from './project-rows.ts'
import { vulnerabilityPage } from './vulnerability-rows.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: {
      'acme/red/shop': ['left@1.0.0', 'right@2.0.0', 'evil@1.0.0'],
      'acme/blue/till': ['left@1.0.0'],
      'other//site': ['right@2.0.0', 'own@1.0.0'],
    },
    vulnerabilities: [
      { shown: 'CVE-2026-1', severity: 'critical', epss: 0.9, kev: '2026-01-15', affects: ['left@1.0.0'] },
      { shown: 'CVE-2026-2', severity: 'medium', affects: ['right@2.0.0'] },
      { shown: 'MAL-2026-3', severity: 'unknown', kind: 'malware', affects: ['evil@1.0.0'] },
      { shown: 'PRIVATE-1', severity: 'high', affects: ['right@2.0.0'], org: 'other' },
    ],
  })
})
afterAll(() => db.close())

function seenBy(projects: readonly number[] | null, at: Date | null = null): Picture {
  const viewer: Viewer = {
    actor: 'test',
    accountId: null,
    name: 'test',
    projects: projects === null ? null : onlyProjects(projects),
    organisations: null,
    permissions: new Set(),
    mayIn: () => true,
  }
  return { viewer, at, now: NOW }
}

test('projects come worst first, with counts of public and private problems', async () => {
  const page = await projectPage(db, seenBy(null), {})
  expect(page.items.map(({ slug, counts, knownExploited }) => [slug, counts, knownExploited])).toEqual([
    ['shop', { critical: 1, high: 0, medium: 1, low: 0, unknown: 0, malware: 1 }, 1],
    ['till', { critical: 1, high: 0, medium: 0, low: 0, unknown: 0, malware: 0 }, 1],
    ['site', { critical: 0, high: 1, medium: 1, low: 0, unknown: 0, malware: 0 }, 0],
  ])
  expect(page.total).toEqual({ count: 3, type: 'EXACT' })
  expect((await projectPage(db, seenBy(null, NOW), {})).items).toEqual(page.items)
})

test.each(['risk', 'name', '-name', 'updated', '-updated', 'components', '-components'])(
  'pages by %s meet every project once',
  async (sort) => {
    const seen: number[] = []
    let cursor: string | undefined
    do {
      const page = await projectPage(db, seenBy(null), { sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect([...seen].sort()).toEqual([...seeded.projects.values()].sort())
  },
)

const SIX = ['shop CVE-2026-1', 'shop CVE-2026-2', 'shop MAL-2026-3', 'site CVE-2026-2', 'site PRIVATE-1', 'till CVE-2026-1']

test.each(['severity', 'epss', 'kev', 'first-seen'])('findings by %s: whole, walked and forward give the same', async (sort) => {
  for (const projects of [null, [...seeded.projects.values()].sort((a, b) => a - b)]) {
    const whole = await findingPage(db, seenBy(projects), { sort })
    expect(whole.items.map(({ project, vulnerability }) => `${project.slug} ${vulnerability.shown}`).sort()).toEqual(SIX)
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await findingPage(db, seenBy(projects), { sort, limit: 1, ...(cursor === undefined ? {} : { cursor }) })
      found.push(...page.items.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(found).toEqual(whole.items.map(({ id }) => id))
  }
})

test('what is not visible is in no number', async () => {
  const only = [seeded.projects.get('acme/blue/till') as number]
  expect((await findingPage(db, seenBy(only), {})).items).toHaveLength(1)
  expect(await overview(db, seenBy(only))).toMatchObject({
    projects: 1,
    components: 1,
    counts: { critical: 1, high: 0, medium: 0, low: 0, unknown: 0, malware: 0 },
    exploited: { findings: 1, projects: 1, internet: 0, overdue: 0 },
  })
  const rows = await vulnerabilityPage(db, seenBy(only), {})
  expect(rows.items.map(({ vulnerability, projects }) => [vulnerability.shown, projects])).toEqual([['CVE-2026-1', 1]])
})

test('triage closes for its place only', async () => {
  await db.run(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since)
     VALUES ($1, $2, $3, 'not-affected', 'me', 'user', $4)`,
    [
      seeded.orgs.get('acme'),
      seeded.projects.get('acme/blue/till'),
      seeded.vulnerabilities.get('CVE-2026-1'),
      new Date('2026-01-20T00:00:00Z'),
    ],
  )
  const page = await projectPage(db, seenBy(null), { sort: 'name' })
  expect(page.items.map(({ slug, counts, knownExploited }) => [slug, counts.critical, knownExploited])).toEqual([
    ['shop', 1, 1],
    ['site', 0, 0],
    ['till', 0, 0],
  ])
  expect((await findingPage(db, seenBy(null), { state: ['not-affected'] })).items.map(({ id }) => id)).toHaveLength(1)
  expect((await projectPage(db, seenBy(null, new Date('2026-01-19T00:00:00Z')), { sort: 'name' })).items[2]?.counts.critical).toBe(1)
})
