import { onlyProjects } from '../api/visible-projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../api/viewer.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seed, Seeded, SeedVulnerability } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { findingPage } from './finding-rows.ts'
import { overview } from './overview.ts'
import { packagePage } from './package-rows.ts'
import type { Picture } from './picture.ts'
import { projectPage } from './project-rows.ts'
import { vulnerabilityPage } from './vulnerability-rows.ts'
import { weakPointPage } from './weak-points.ts'

/** Users × five views each; every number that is shown is compared with a sum over what that user may see, made without SQL. */
const USERS = Number(process.env['CUPEL_ACCESS_USERS'] ?? 100)
const NOW = new Date('2026-02-01T00:00:00Z')
const ORGS = ['acme', 'beta', 'corp']
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const

/** A small generator of our own, so that a failing user can be drawn again. */
function drawing(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Triage {
  readonly org: string
  readonly project: string | null
  readonly vulnerability: string
  readonly version: string | null
  readonly status: string
}

const draw = drawing(20260122)
const versions = Array.from({ length: 30 }, (_, at) => `pack${at % 17}@${Math.floor(at / 17) + 1}.0.0`)
const projects = Object.fromEntries(
  Array.from({ length: 24 }, (_, at) => [`${ORGS[draw(3)]}/${['', 'red', 'blue'][draw(3)]}/p${at}`, versions.filter(() => draw(3) === 0)]),
)
const vulnerabilities = Array.from({ length: 25 }, (_, at): SeedVulnerability => ({
  told: Object.fromEntries(versions.filter(() => draw(5) === 0).map((name) => [name, SEVERITIES[draw(6)] as (typeof SEVERITIES)[number]])),
  shown: `CVE-2026-${1000 + at}`,
  severity: SEVERITIES[draw(6)] as (typeof SEVERITIES)[number],
  kind: draw(8) === 0 ? 'malware' : 'vulnerability',
  epss: draw(100) / 100,
  affects: versions.filter(() => draw(6) === 0),
  ...(draw(4) === 0 ? { kev: '2026-01-05' } : {}),
  ...(draw(4) === 0 ? { org: ORGS[draw(3)] as string } : {}),
}))
const seed: Seed = { projects, vulnerabilities }
const triages: Triage[] = Array.from({ length: 30 }, () => {
  const path = Object.keys(projects)[draw(24)] as string
  return {
    org: path.split('/')[0] as string,
    project: draw(2) === 0 ? path : null,
    vulnerability: (vulnerabilities[draw(25)] as SeedVulnerability).shown,
    version: draw(2) === 0 ? (versions[draw(30)] as string) : null,
    status: ['not-affected', 'fixed', 'accepted', 'affected', 'under-investigation'][draw(5)] as string,
  }
}).filter((one, at, all) => at === all.findIndex((other) => placeOf(other) === placeOf(one)))

let db: Database
let seeded: Seeded

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, seed)
  for (const { org, project, vulnerability, version, status } of triages) {
    await db.run(
      `INSERT INTO triage (org_id, project_id, vulnerability_id, version_id, status, author, source, since) VALUES ($1, $2, $3, $4, $5, 'a', 'user', $6)`,
      [
        seeded.orgs.get(org),
        project === null ? null : seeded.projects.get(project),
        seeded.vulnerabilities.get(vulnerability),
        version === null ? null : seeded.versions.get(version),
        status,
        new Date('2026-01-20T00:00:00Z'),
      ],
    )
  }
})
afterAll(() => db.close())

function placeOf({ org, project, vulnerability, version }: Triage): string {
  return [org, project, vulnerability, version].join(' ')
}

interface Finding {
  readonly path: string
  readonly version: string
  readonly vulnerability: SeedVulnerability
}

/** Open findings of these projects, by the laws alone. */
function openFindings(paths: readonly string[]): readonly Finding[] {
  return paths.flatMap((path) =>
    (projects[path] as readonly string[]).flatMap((version) =>
      vulnerabilities
        .filter((one) => one.affects.includes(version) && (one.org === undefined || one.org === path.split('/')[0]))
        .filter((vulnerability) => !closed(path, version, vulnerability.shown))
        .map((vulnerability) => ({ path, version, vulnerability })),
    ),
  )
}

function closed(path: string, version: string, vulnerability: string): boolean {
  const fitting = triages.filter(
    (one) =>
      one.vulnerability === vulnerability &&
      one.org === path.split('/')[0] &&
      (one.project === null || one.project === path) &&
      (one.version === null || one.version === version),
  )
  const weight = (one: Triage): number => (one.project === null ? 0 : 2) + (one.version === null ? 0 : 1)
  const [decides] = [...fitting].sort((a, b) => weight(b) - weight(a))
  return decides !== undefined && ['not-affected', 'fixed', 'accepted'].includes(decides.status)
}

function countsOf(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, malware: 0 }
  for (const finding of findings) {
    const name = finding.vulnerability.kind === 'malware' ? 'malware' : severityOf(finding)
    if (name in counts) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function severityOf({ vulnerability, version }: Finding): (typeof SEVERITIES)[number] {
  return vulnerability.told?.[version] ?? vulnerability.severity
}

function distinct(values: readonly string[]): number {
  return new Set(values).size
}

function userNumber(at: number): { readonly paths: readonly string[]; readonly picture: Picture } {
  const pick = drawing(at + 1)
  const share = 1 + pick(6)
  const everything = at % 20 === 0
  const whole = at % 4 === 1 ? [[...seeded.orgs.keys()][pick(seeded.orgs.size)] as string] : []
  const single = Object.keys(projects).filter(() => everything || pick(share) === 0)
  const paths = Object.keys(projects).filter((path) => single.includes(path) || whole.includes(path.split('/')[0] as string))
  const { ids } = onlyProjects(single.map((path) => seeded.projects.get(path) as number))
  const seen = { organisations: whole.map((org) => seeded.orgs.get(org) as number), ids, count: paths.length }
  const viewer: Viewer = {
    actor: `account:${at}`,
    accountId: at,
    name: `user ${at}`,
    projects: everything ? null : seen,
    organisations: everything ? null : [...new Set(paths.map((path) => seeded.orgs.get(path.split('/')[0] as string) as number))],
    permissions: new Set(),
    mayIn: () => false,
  }
  return { paths, picture: { viewer, at: at % 3 === 0 ? new Date('2026-01-25T00:00:00Z') : null, now: NOW } }
}

test(`${USERS} random users see sums over what they may see`, async () => {
  let numbers = 0
  for (let at = 0; at < USERS; at++) {
    const { paths, picture } = userNumber(at)
    const findings = openFindings(paths)
    const exploited = findings.filter(({ vulnerability }) => vulnerability.kev !== undefined)

    const rows = (await projectPage(db, picture, { limit: 200 })).items
    expect(rows.map(({ slug }) => slug).sort(), `projects of user ${at}`).toEqual(paths.map((path) => path.split('/')[2]).sort())
    for (const row of rows) {
      const path = paths.find((one) => one.endsWith(`/${row.slug}`)) as string
      const own = findings.filter((finding) => finding.path === path)
      expect({ ...row.counts, exploited: row.knownExploited, components: row.components }, `${row.slug} for user ${at}`).toEqual({
        ...countsOf(own),
        exploited: own.filter(({ vulnerability }) => vulnerability.kev !== undefined).length,
        components: (projects[path] as readonly string[]).length,
      })
      numbers += 8
    }

    const sums = await overview(db, picture)
    expect({ ...sums.counts, components: sums.components, ...sums.exploited, overdue: 0, internet: 0 }, `overview of user ${at}`).toEqual({
      ...countsOf(findings),
      projects: distinct(exploited.map(({ path }) => path)),
      components: paths.reduce((sum, path) => sum + (projects[path] as readonly string[]).length, 0),
      findings: exploited.length,
      overdue: 0,
      internet: 0,
    })
    expect(sums.projects).toBe(paths.length)
    numbers += 11

    const listed = await findingPage(db, picture, { limit: 200 })
    expect(listed.total.count, `findings of user ${at}`).toBe(findings.length)
    expect(
      new Set(listed.items.map(({ project, version, vulnerability }) => `${project.slug} ${version.purl} ${vulnerability.shown}`)).size,
    ).toBe(Math.min(findings.length, 200))
    numbers += 2

    const problems = await vulnerabilityPage(db, picture, { limit: 200 })
    expect(
      problems.items.map(({ vulnerability, projects: reach, versions: had }) => [vulnerability.shown, reach, had]).sort(),
      `problems of user ${at}`,
    ).toEqual(
      [...new Set(findings.map(({ vulnerability }) => vulnerability.shown))].sort().map((shown) => {
        const own = findings.filter(({ vulnerability }) => vulnerability.shown === shown)
        return [shown, distinct(own.map(({ path }) => path)), distinct(own.map(({ version }) => version))]
      }),
    )
    numbers += problems.items.length * 2

    const packages = await packagePage(db, picture, { limit: 200 })
    const held = paths.flatMap((path) =>
      (projects[path] as readonly string[]).map((version) => ({ path, version, name: version.split('@')[0] as string })),
    )
    expect(
      packages.items.map(({ package: { name }, versions: had, projects: users }) => [name, had, users]).sort(),
      `packages of user ${at}`,
    ).toEqual(
      [...new Set(held.map(({ name }) => name))].sort().map((name) => {
        const own = held.filter((one) => one.name === name)
        return [name, distinct(own.map(({ version }) => version)), distinct(own.map(({ path }) => path))]
      }),
    )
    for (const {
      package: { name },
      counts,
    } of packages.items) {
      expect(counts, `${name} for user ${at}`).toEqual(countsOf(findings.filter(({ version }) => version.startsWith(`${name}@`))))
    }
    numbers += packages.items.length * 8
  }
  console.log(`access: ${numbers} numbers in ${USERS * 5} views, all sums over what is visible`)
}, 600_000)

test.each([
  ['walked from the problems', 0],
  ['from the projects', 1],
])('findings are listed by the severity that each is told with, %s', async (_, at) => {
  const { paths, picture } = userNumber(at)
  const open = openFindings(paths)
  const rank = ({ vulnerability, version }: Finding): number =>
    vulnerability.kind === 'malware'
      ? 6
      : ['none', 'unknown', 'low', 'medium', 'high', 'critical'].indexOf(vulnerability.told?.[version] ?? vulnerability.severity)
  for (const severity of [undefined, ['low'], ['critical', 'none']]) {
    const wanted = open.filter((one) => severity === undefined || severity.includes(severityOf(one)))
    const listed: Finding[] = []
    let cursor: string | undefined
    do {
      const page = await findingPage(db, picture, {
        limit: 37,
        ...(severity === undefined ? {} : { severity }),
        ...(cursor === undefined ? {} : { cursor }),
      })
      expect(page.total.count).toBe(wanted.length)
      for (const { project, version, vulnerability } of page.items) {
        const found = wanted.find(
          (one) =>
            one.path.endsWith(`/${project.slug}`) &&
            `pkg:npm/${one.version}` === version.purl &&
            one.vulnerability.shown === vulnerability.shown,
        )
        expect([vulnerability.severity, vulnerability.kind]).toEqual([severityOf(found as Finding), found?.vulnerability.kind])
        listed.push(found as Finding)
      }
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(new Set(listed).size).toBe(wanted.length)
    const order = listed.map((one) => [rank(one), one.vulnerability.epss ?? -1] as const)
    expect(order).toEqual([...order].sort(([a, b], [c, d]) => c - a || d - b))
  }
})

/** Scores of the packages whose number is not a multiple of three. */
function scoreOf(name: string): number | null {
  const at = Number(name.slice('pack'.length))
  return at % 3 === 0 ? null : ((at * 37) % 101) / 10
}

test('weak points are all packages by risk, the highest first, page by page', async () => {
  for (const name of new Set(versions.map((version) => version.split('@')[0] as string))) {
    await db.run("INSERT INTO package_repository (package_id, repository, source) SELECT id, name, 'x' FROM package WHERE name = $1", [
      name,
    ])
    await db.run(
      "INSERT INTO assessment (repository, project_id, score, summary, since, attempted_at) SELECT $1, NULL, $2, '{}', $3, $3 WHERE $2::real IS NOT NULL",
      [name, scoreOf(name), new Date('2026-01-02T00:00:00Z')],
    )
  }
  // Who sees all, now and on a day, and who sees some.
  for (const at of [0, 1, 20, 23]) {
    const { paths, picture } = userNumber(at)
    const findings = openFindings(paths)
    const expected = [...new Set(versions.map((version) => version.split('@')[0] as string))].flatMap((name) => {
      const projectsWith = paths.filter((path) => (projects[path] as readonly string[]).some((one) => one.startsWith(`${name}@`))).length
      const open = countsOf(findings.filter(({ version }) => version.startsWith(`${name}@`))) as Record<string, number>
      const load = 50 * (open['malware'] ?? 0) + 10 * (open['critical'] ?? 0) + 4 * (open['high'] ?? 0) + (open['medium'] ?? 0)
      const risk = projectsWith * (10 - (scoreOf(name) ?? 5)) + Math.min(load, 50 * projectsWith)
      return projectsWith === 0 ? [] : [{ name, projects: projectsWith, risk: Math.round(10 * risk) / 10 }]
    })
    const listed: { name: string; projects: number; risk: number }[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await weakPointPage(db, picture, { limit: 9, ...(cursor === undefined ? {} : { cursor }) })
      listed.push(...page.items.map(({ package: { name }, projects: used, risk }) => ({ name, projects: used, risk })))
      cursor = page.next
    }
    expect(
      listed.map(({ risk }) => risk),
      `user ${at}`,
    ).toEqual(expected.map(({ risk }) => risk).sort((a, b) => b - a))
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
    expect(listed.sort(byName)).toEqual(expected.sort(byName))
  }
})
