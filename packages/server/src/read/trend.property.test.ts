import type { VisibleProjects } from '../api/visible-projects.ts'
import { onlyProjects } from '../api/visible-projects.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import { retireSets } from '../ingest/retire-sets.ts'
import type { Database } from '../store/database.ts'
import { countSets, seedPortfolio, seedSnapshot } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { overview } from './overview.ts'
import { trend } from './trend.ts'

const NOW = new Date('2026-02-10T12:00:00Z')
const DAY_MS = 86_400_000
const VERSIONS = Array.from({ length: 8 }, (_, at) => `pack${at % 5}@${1 + Math.floor(at / 5)}.0.0`)
const PATHS = ['acme/red/a', 'acme/red/b', 'acme//c', 'beta/blue/d', 'beta//e']
const PROBLEMS = Array.from({ length: 6 }, (_, at) => `CVE-2026-${at + 1}`)
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const

let db: Database
let seeded: Seeded
beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: Object.fromEntries(PATHS.map((path) => [path, VERSIONS])),
    vulnerabilities: PROBLEMS.map((shown, at) => ({ shown, severity: SEVERITIES[at] ?? 'high', affects: [] })),
  })
})
afterAll(() => db.close())

/** Times around the ends of days, and some between. */
const time = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom(-1, 0, 1, 40_000_000))
  .map(([day, more]) => new Date(Date.parse('2026-01-10T00:00:00Z') + day * DAY_MS + more))

const event = fc.oneof(
  fc.record({ kind: fc.constant('picture' as const), path: fc.constantFrom(...PATHS), members: fc.subarray(VERSIONS), at: time }),
  fc.record({
    kind: fc.constant('match' as const),
    problem: fc.constantFrom(...PROBLEMS),
    version: fc.constantFrom(...VERSIONS),
    at: time,
    until: fc.option(time),
    org: fc.option(fc.constantFrom('acme', 'beta'), { freq: 3 }),
  }),
  fc.record({
    kind: fc.constant('triage' as const),
    path: fc.constantFrom(...PATHS),
    whole: fc.boolean(),
    problem: fc.constantFrom(...PROBLEMS),
    status: fc.constantFrom('not-affected', 'affected', 'accepted'),
    at: time,
    until: fc.option(time),
    expires: fc.option(time),
  }),
  fc.record({ kind: fc.constant('project' as const), path: fc.constantFrom(...PATHS), made: time, archived: fc.option(time) }),
)
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

async function write(events: readonly Event[]): Promise<void> {
  await db.script('DELETE FROM match; DELETE FROM triage; DELETE FROM snapshot; UPDATE component_set SET matched = NULL')
  await db.run("UPDATE project SET created_at = '2026-01-10T00:00:00Z', archived_at = NULL")
  for (const path of PATHS)
    await seedSnapshot(
      db,
      seeded.projects.get(path) as number,
      VERSIONS.slice(0, 3).map((name) => seeded.versions.get(name) as number),
    )
  for (const one of events.toSorted((a, b) => timeOf(a) - timeOf(b))) await writeOne(one)
  await countSets(db)
}

function timeOf(one: Event): number {
  return one.kind === 'project' ? 0 : one.at.getTime()
}

async function writeOne(one: Event): Promise<unknown> {
  const org = (path: string): number => seeded.orgs.get(path.split('/')[0] ?? '') as number
  if (one.kind === 'picture') {
    const ids = one.members.map((name) => seeded.versions.get(name) as number)
    return seedSnapshot(db, seeded.projects.get(one.path) as number, ids, one.at)
  }
  if (one.kind === 'project')
    return db.run('UPDATE project SET created_at = $2, archived_at = $3 WHERE id = $1', [
      seeded.projects.get(one.path),
      one.made,
      one.archived === null || one.archived <= one.made ? null : one.archived,
    ])
  const until = one.until === null || one.until <= one.at ? null : one.until
  if (one.kind === 'match')
    return db.run(
      'INSERT INTO match (vulnerability_id, version_id, since, until, org_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [
        seeded.vulnerabilities.get(one.problem),
        seeded.versions.get(one.version),
        one.at,
        until,
        one.org === null ? null : seeded.orgs.get(one.org),
      ],
    )
  return db.run(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since, until, expires_at)
     VALUES ($1, $2, $3, $4, 'a', 'user', $5, $6, $7)`,
    [
      org(one.path),
      one.whole ? null : seeded.projects.get(one.path),
      seeded.vulnerabilities.get(one.problem),
      one.status,
      one.at,
      until,
      one.expires,
    ],
  )
}

function viewerOf(paths: readonly string[] | null): Viewer {
  return {
    actor: 'account:1',
    accountId: 1,
    name: '',
    projects: paths === null ? null : projectsOf(paths),
    organisations: paths === null ? null : [...new Set(paths.map((path) => seeded.orgs.get(path.split('/')[0] ?? '') as number))],
    permissions: new Set(),
    mayIn: () => false,
  }
}

/** All that is of an organisation is said by its name. */
function projectsOf(paths: readonly string[]): VisibleProjects {
  const whole = [...seeded.orgs.keys()].filter((org) => PATHS.every((path) => !path.startsWith(`${org}/`) || paths.includes(path)))
  const single = paths.filter((path) => !whole.includes(path.split('/')[0] ?? ''))
  const { ids, count } = onlyProjects(single.map((path) => seeded.projects.get(path) as number))
  return { organisations: whole.map((org) => seeded.orgs.get(org) as number), ids, count: count + paths.length - single.length }
}

test('each point of a trend is the overview of that moment, whatever happened and whoever looks', async () => {
  let points = 0
  let retired = 0
  const property = fc.asyncProperty(
    fc.array(event, { maxLength: 25 }),
    fc.option(fc.subarray(PATHS)),
    fc.constantFrom(7, 33),
    fc.option(time, { freq: 3 }),
    async (events, paths, days, asked) => {
      await write(events)
      const picture = { viewer: viewerOf(paths), now: NOW, at: asked }
      const end = (asked ?? NOW).getTime()
      const { points: found } = await trend(db, picture, { days })
      for (const [back, { day, projects, counts }] of found.toReversed().entries()) {
        const steps = back * Math.ceil(days / 30)
        const at = new Date(steps === 0 ? end : Math.floor(end / DAY_MS) * DAY_MS - (steps - 1) * DAY_MS - 1)
        const sums = await overview(db, { ...picture, at })
        expect({ day, projects, counts }).toEqual({ day: at.toISOString().slice(0, 10), projects: sums.projects, counts: sums.counts })
        points += 1
      }
      // What nobody has any more is put apart, and nothing that was counted changes.
      retired += await retireSets({ db, now: () => NOW }, new AbortController().signal)
      expect((await trend(db, picture, { days })).points).toEqual(found)
      const past = { ...picture, at: new Date(NOW.getTime() - 10 * DAY_MS) }
      expect((await overview(db, past)).counts).toEqual((await trend(db, past, { days: 1 })).points.at(-1)?.counts)
    },
  )
  await fc.assert(property, { seed: 1, numRuns: Number(process.env['CUPEL_TREND_RUNS'] ?? 10) })
  console.log(`points of trends compared with the overview of their moment: ${points}`)
  expect(retired).toBeGreaterThan(0)
})
