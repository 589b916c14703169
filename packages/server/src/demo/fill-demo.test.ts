import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeServices } from '../compose-services.ts'
import { SYSTEM_VIEWER } from '../policy/system-viewer.ts'
import { compare } from '../read/compare.ts'
import { impact } from '../read/impact.ts'
import { overview } from '../read/overview.ts'
import type { Picture } from '../read/picture.ts'
import { projectNumbers } from '../read/project-numbers.ts'
import { parameters as newParameters } from '../read/parameters.ts'
import { trend } from '../read/trend.ts'
import { weakPointPage } from '../read/weak-points.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { demoAssessments } from './demo-assessments.ts'
import { DEMO_PROJECTS } from './demo-projects.ts'
import { fillDemo } from './fill-demo.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
let db: Database
let services: ReturnType<typeof composeServices>
const picture = (at: Date | null = null): Picture => ({ viewer: SYSTEM_VIEWER, at, now: NOW })
const count = async (sql: string): Promise<number> =>
  Number((await db.query<{ n: number }>(`SELECT count(*)::int4 AS n FROM ${sql}`))[0]?.n)

beforeAll(async () => {
  db = await openTestDatabase()
  services = composeServices({
    db,
    now: () => NOW,
    log: silentLog,
    jobs: { send: () => Promise.reject(new Error('nothing waits for a worker')) },
    home: '/nowhere',
    network: { privateNetwork: false, offline: true },
  })
  await fillDemo(services satisfies Services)
})
afterAll(async () => {
  services.advisories.close()
  await db.close()
})

test('every document is read whole, on its day', async () => {
  const states = DEMO_PROJECTS.flatMap((project) => project.states)
  const assessed = demoAssessments().filter(({ project }) => project !== undefined)
  expect(await count("upload WHERE state = 'done' AND problems = '[]'")).toBe(2 * states.length + assessed.length)
  expect(await count('upload')).toBe(2 * states.length + assessed.length)
  expect(await count('snapshot')).toBe(states.length)
  expect(await count('snapshot WHERE incomplete')).toBe(0)
  expect(await count(`snapshot WHERE until IS NOT NULL AND until <= since`)).toBe(0)
})

test('every view has something to show: history, judgements, rules with each outcome, exceptions, messages', async () => {
  const answer = await overview(db, picture())
  expect(answer.projects).toBe(DEMO_PROJECTS.length)
  expect(answer.exploited.findings).toBeGreaterThan(0)
  expect(answer.sinceYesterday.closed).toBeGreaterThan(0)
  expect(answer.timeToUpdate).not.toBeNull()
  expect(answer.exceptionsExpiring).toBe(1)
  for (const outcome of ['pass', 'fail', 'unknown'] as const) expect(answer.policy[outcome], outcome).toBeGreaterThan(0)
  expect(answer.withProvenance).toBeGreaterThanOrEqual(0)
  expect(await count('triage WHERE until IS NULL')).toBe(3)
  expect(await count('notification')).toBeGreaterThan(0)
  expect(await count('attestation')).toBeGreaterThan(0)
  expect(answer.assessed).toBe(3)
  const { items } = await weakPointPage(db, picture(), {})
  expect(
    items
      .filter(({ score }) => score !== null)
      .map(({ package: { name } }) => name)
      .toSorted(),
  ).toEqual(['express', 'org.apache.logging.log4j:log4j-api', 'org.apache.logging.log4j:log4j-core', 'pillow'])
  const rules = await db.query<{ outcome: string }>(
    `SELECT DISTINCT r.outcome FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id WHERE r.until IS NULL AND k.pack = 'osps-baseline'`,
  )
  expect(rules.map(({ outcome }) => outcome).toSorted()).toEqual(expect.arrayContaining(['fail', 'pass', 'unknown']))
})

test('the chart is the states of the days, and those are what the documents of the days give', async () => {
  const { points } = await trend(db, picture(), { days: 30 })
  const counted = points.filter(({ projects }) => projects > 0)
  expect(counted.length).toBeGreaterThan(20)
  expect(new Set(counted.map(({ counts }) => JSON.stringify(counts))).size).toBeGreaterThan(4)
  const at = new Date(NOW.getTime() - 20 * 86_400_000)
  const parameters = newParameters()
  const numbers = projectNumbers(picture(at), parameters)
  const rows = await db.query<{ slug: string; critical: number }>(
    `SELECT p.slug, n.critical::int4 AS critical FROM ${numbers} n JOIN project p ON p.id = n.project_id ORDER BY p.slug`,
    parameters.values,
  )
  const then = DEMO_PROJECTS.filter(({ states: [first] }) => first.daysAgo > 20).map(({ slug }) => slug)
  expect(rows.map(({ slug }) => slug)).toEqual(then.toSorted())
  expect(rows.find(({ slug }) => slug === 'ledger')?.critical).toBeGreaterThan(0)
})

test('what a component would add to a project goes on to what it needs, as the documents of others tell', async () => {
  const [project] = await db.query<{ id: number }>("SELECT id FROM project WHERE slug = 'status-page'")
  const asked = { project: project?.id ?? 0, purls: ['pkg:npm/debug@2.6.9', 'pkg:npm/body-parser@1.18.2', 'pkg:npm/nobody-has@1.0.0'] }
  const { added, known, unfollowed } = await impact(services, picture(), asked)
  expect(known).toBe(0)
  expect(unfollowed).toBe(1)
  expect(added.map(({ purl, via }) => [purl, via])).toEqual([
    ['pkg:npm/debug@2.6.9', null],
    ['pkg:npm/body-parser@1.18.2', null],
    ['pkg:npm/nobody-has@1.0.0', null],
    ['pkg:npm/bytes@3.0.0', 'pkg:npm/body-parser@1.18.2'],
    ['pkg:npm/ms@2.0.0', 'pkg:npm/debug@2.6.9'],
    ['pkg:npm/qs@6.5.1', 'pkg:npm/body-parser@1.18.2'],
  ])
  // Everywhere: all of it is here, and of what nobody has nobody can tell.
  expect(await impact(services, picture(), { purls: asked.purls })).toMatchObject({ known: 2, unfollowed: 1 })
  const { items } = await compare(services, picture(), ['pkg:npm/debug', 'pkg:npm/ms', 'pkg:npm/nobody'])
  expect(items.map(({ package: { name }, dependencies }) => [name, dependencies])).toEqual([
    ['debug', 1],
    ['ms', 0],
    ['pkg:npm/nobody', null],
  ])
})
