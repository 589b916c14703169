import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Viewer } from '../../packages/server/src/api/viewer.ts'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { retireSets } from '../../packages/server/src/ingest/retire-sets.ts'
import { JOBS } from '../../packages/server/src/jobs/registry.ts'
import { packagePage } from '../../packages/server/src/read/package-rows.ts'
import { packageVersions } from '../../packages/server/src/read/package-versions.ts'
import type { Picture } from '../../packages/server/src/read/picture.ts'
import { weakPointPage } from '../../packages/server/src/read/weak-points.ts'
import { vulnerabilityPage } from '../../packages/server/src/read/vulnerability-rows.ts'
import { foldStandings } from '../../packages/server/src/standings/fold-standings.ts'
import { STANDINGS_QUEUE } from '../../packages/server/src/standings/standings-touched.ts'
import { archiveProject } from '../../packages/server/src/write/change-project.ts'
import { endTriage, setTriage } from '../../packages/server/src/write/set-triage.ts'
import { countedAhead, countedOut } from './counted-out.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Sequences of events; a longer run is asked for by CUPEL_PROPERTY_RUNS. */
const RUNS = Number(process.env['CUPEL_PROPERTY_RUNS'] ?? 4)
/** Small, so that packages become wide and cease to be. */
const WIDE = 2
const MINUTE = 60_000

let shop: Workshop
let orgs: readonly [number, number]

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { elsewhere: [{ introduced: '0' }] }) } })
  orgs = [await shop.organisation('one'), await shop.organisation('two')]
  await shop.db.run(
    `INSERT INTO assessment (repository, project_id, score, summary, since, attempted_at)
     SELECT x.repository, NULL, x.score, '{}', now(), now() FROM (VALUES ('r0', 9.3), ('r1', 0), ('r2', NULL)) x(repository, score)`,
  )
  await shop.db.run("INSERT INTO standing (id, judged_at, projects, wide, folded) VALUES (1, '-infinity', 0, $1, 0)", [WIDE])
})
afterAll(() => shop.close())

const NAMES = ['a', 'b', 'c']
const VERSIONS = ['1.0.0', '1.2.0', '2.0.0']
const IDS = ['GHSA-1', 'GHSA-2', 'CVE-1', 'MAL-1']
const component = fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VERSIONS)).map(([name, version]) => `${name}@${version}`)
const event = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('upload' as const),
      project: fc.nat(3),
      components: fc.uniqueArray(component, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('record' as const),
      id: fc.constantFrom(...IDS),
      aliases: fc.uniqueArray(fc.constantFrom(...IDS), { maxLength: 1 }),
      name: fc.constantFrom(...NAMES),
      fixed: fc.constantFrom('1.1.0', '2.0.0', '3.0.0'),
      withdrawn: fc.boolean(),
      org: fc.option(fc.nat(1), { freq: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('triage' as const),
      project: fc.nat(3),
      whole: fc.boolean(),
      pick: fc.nat(20),
      version: fc.boolean(),
      status: fc.constantFrom('not-affected' as const, 'affected' as const, 'accepted' as const),
      expires: fc.option(fc.integer({ min: 1, max: 5 })),
    }),
  },
  { weight: 1, arbitrary: fc.nat(20).map((pick) => ({ type: 'end' as const, pick })) },
  { weight: 1, arbitrary: fc.nat(3).map((project) => ({ type: 'archive' as const, project })) },
  { weight: 1, arbitrary: fc.nat(3).map((project) => ({ type: 'unarchive' as const, project })) },
  { weight: 1, arbitrary: fc.nat(3).map((project) => ({ type: 'delete' as const, project })) },
  { weight: 1, arbitrary: fc.nat(3).map((project) => ({ type: 'move' as const, project })) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 6 }).map((minutes) => ({ type: 'clock' as const, minutes })) },
  { weight: 1, arbitrary: fc.constant({ type: 'retire' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'forget' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('fold' as const),
      pictures: fc.nat(2),
      problems: fc.nat(2),
      first: fc.record({ pictures: fc.integer({ min: 1, max: 5 }), components: fc.integer({ min: 1, max: 12 }) }),
      steps: fc.nat(3),
    }),
  },
)
type Event = typeof event extends fc.Arbitrary<infer T> ? T : never

let run = 0

test('standings are what a count of everything gives, whatever happened and wherever folding stopped', { timeout: 3_600_000 }, async () => {
  let numbers = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 14 }), async (sequence) => {
      const scene: Scene = { prefix: `r${run++}-`, projects: new Map(), modified: Date.parse('2026-01-01T00:00:00Z') }
      for (const one of sequence) {
        shop.turn(1000)
        await happen(scene, one)
      }
      const size = { pictures: 1, problems: 3, first: { pictures: 3, components: 12 } }
      expect((await foldStandings(shop.services, run % 2 === 0 ? { size } : {})).isComplete).toBe(true)
      expect(await countedAhead(shop.db)).toEqual(await countedOut(shop.services, WIDE))
      numbers += await samePages()
      // What is known and said since is heeded before it is counted.
      for (const one of sequence) if (['record', 'triage', 'end'].includes(one.type)) await happen(scene, one)
      shop.turn((run % 4) * MINUTE)
      numbers += await sameOwnOrders()
      for (const id of scene.projects.values())
        await shop.db.run('UPDATE project SET archived_at = $2 WHERE id = $1', [id, shop.services.now()])
    }),
    { seed: 1, numRuns: RUNS },
  )
  console.log(`standings: ${RUNS} sequences, ${numbers} rows of pages equal with those that are counted out`)
})

test('two workers at once count nothing twice', async () => {
  const [org] = orgs
  for (let at = 0; at < 6; at++) await shop.upload(await shop.project(org, `twice-${at}`), npmBom(['a@1.0.0', `b@${at}.0.0`]))
  const size = { pictures: 1, problems: 1, first: { pictures: 2, components: 100 } }
  const runs = await Promise.allSettled([foldStandings(shop.services, { size }), foldStandings(shop.services, { size })])
  expect(runs.some(({ status }) => status === 'fulfilled')).toBe(true)
  await foldStandings(shop.services)
  expect(await countedAhead(shop.db)).toEqual(await countedOut(shop.services, WIDE))
})

test('what is counted for the first time is what was counted picture by picture', async () => {
  const { services, db } = shop
  await foldStandings(services)
  const before = await countedAhead(shop.db)
  const [row] = await db.query<{ n: number }>('SELECT count(*)::int4 AS n FROM counted_picture')
  const pictures = row?.n ?? 0
  for (const first of [
    { pictures: 1000, components: 1000 },
    { pictures: 2, components: 1000 },
    { pictures: 1000, components: 4 },
  ]) {
    await forget()
    // Marks of what everything knows that is counted only now.
    await db.run('INSERT INTO recount (vulnerability_id) SELECT id FROM vulnerability')
    const { steps } = await foldStandings(services, { size: { pictures: 1, problems: 1, first } })
    expect(steps).toBeLessThan(pictures + 2)
    expect(await countedAhead(shop.db)).toEqual(before)
    expect(await countedAhead(shop.db)).toEqual(await countedOut(shop.services, WIDE))
  }
})

test('a package that many have elsewhere does not exist for others', async () => {
  const [row] = await shop.db.query<{ id: number }>("SELECT id FROM package WHERE name = 'a'")
  const id = row?.id ?? 0
  await answerFrom(true)
  expect((await packageVersions(shop.db, pictureOf(orgs[0]), id, {})).items.map(({ projects }) => projects)).toEqual([6])
  await expect(packageVersions(shop.db, pictureOf(orgs[1]), id, {})).rejects.toThrow('not found')
})

test('what was rolled back is counted by the next run', async () => {
  const [org] = orgs
  await shop.upload(await shop.project(org, 'killed'), npmBom(['a@1.0.0']))
  const before = await countedAhead(shop.db)
  const broken = { ...shop.services.db, transaction: () => Promise.reject(new Error('killed')) }
  await expect(foldStandings({ ...shop.services, db: broken })).rejects.toThrow('killed')
  expect(await countedAhead(shop.db)).toEqual(before)
  await foldStandings(shop.services)
  expect(await countedAhead(shop.db)).toEqual(await countedOut(shop.services, WIDE))
  expect(await countedAhead(shop.db)).not.toEqual(before)
})

test('a set that is put apart while a step is worked out, as clocks jump, is not counted by it', async () => {
  const { db, services } = shop
  const [org] = orgs
  const project = await shop.project(org, 'jumps')
  await shop.upload(await shop.project(org, 'stays'), npmBom(['jump@1.0.0', 'jumps-not@1.0.0']))
  await foldStandings(services)
  await shop.upload(project, npmBom(['jump@1.0.0']))
  const record = npmRecord('GHSA-jump', { jump: [{ introduced: '0' }] })
  await upsertAdvisory(services, record, { orgId: null, index: services.advisories.current() })
  let isFirst = true
  const interrupted: typeof db = {
    ...db,
    async transaction(work, options) {
      if (isFirst) {
        isFirst = false
        await shop.upload(project, npmBom(['none@1.0.0']))
        shop.turn(61 * MINUTE)
        expect(await retireSets(services, new AbortController().signal)).toBeGreaterThan(0)
      }
      return db.transaction(work, options)
    },
  }
  await foldStandings({ ...services, db: interrupted })
  expect((await foldStandings(services)).isComplete).toBe(true)
  expect(await countedAhead(db)).toEqual(await countedOut(services, WIDE))
})

test('an organisation that is gone takes its numbers along, and those of the others go on', async () => {
  const { db, services } = shop
  const gone = await shop.organisation('gone')
  const own = await shop.project(orgs[1], 'stays')
  await shop.upload(own, npmBom(['wide@1.0.0']))
  for (let at = 0; at < WIDE; at++) await shop.upload(await shop.project(gone, `goes-${at}`), npmBom(['wide@1.0.0', 'a@1.0.0']))
  await foldStandings(services)
  await db.run('DELETE FROM organisation WHERE id = $1', [gone])
  await foldStandings(services)
  await shop.upload(own, npmBom(['wide@1.0.0', 'wide@2.0.0']))
  for (let at = 0; at < WIDE; at++) await shop.upload(await shop.project(orgs[1], `comes-${at}`), npmBom(['wide@1.0.0']))
  expect((await foldStandings(services)).isComplete).toBe(true)
  expect(await countedAhead(db)).toEqual(await countedOut(services, WIDE))
})

test('what was counted too long ago, or in a time to come, clears nothing: it is counted out', async () => {
  const { db, services } = shop
  const [org] = orgs
  await foldStandings(services)
  await shop.upload(await shop.project(org, 'behind'), npmBom(['behind@1.0.0']))
  const record = npmRecord('GHSA-behind', { behind: [{ introduced: '0' }] })
  await upsertAdvisory(services, record, { orgId: null, index: services.advisories.current() })
  await answerFrom(true)
  const shown = async (): Promise<boolean> => {
    const { items } = await vulnerabilityPage(db, pictureOf(null), { sort: 'first-seen', limit: 200 })
    const packages = await packagePage(db, pictureOf(null), { sort: 'projects', q: 'behind' })
    expect(packages.items.length).toBe(items.some(({ vulnerability }) => vulnerability.shown === 'GHSA-behind') ? 1 : 0)
    return packages.items.length === 1
  }
  // The job has not run since: told by the date of the answer.
  expect(await shown()).toBe(false)
  shop.turn(15 * MINUTE - 1)
  expect(await shown()).toBe(false)
  shop.turn(2)
  expect(await shown()).toBe(true)
  shop.turn(-20 * MINUTE)
  expect(await shown()).toBe(true)
  await foldStandings(services)
  expect(await shown()).toBe(true)
  await answerFrom(true)
  expect((await vulnerabilityPage(db, pictureOf(null), { sort: 'first-seen' })).asOf).toBe(services.now().toISOString())
})

test('of a problem that many have, the numbers are those that were counted, unless something else is known or said of it', async () => {
  const { db, services } = shop
  const [org] = orgs
  const [known, few] = [npmRecord('GHSA-many', { many: [{ introduced: '0' }] }), npmRecord('GHSA-rare', { rare: [{ introduced: '0' }] })]
  const advise = (record: object): Promise<unknown> =>
    upsertAdvisory(services, record as never, { orgId: null, index: services.advisories.current() })
  const many = await Promise.all([1, 2, 3, 4].map((at) => shop.project(org, `many-${at}`)))
  for (const project of many.slice(0, 3)) await shop.upload(project, npmBom(['many@1.0.0']))
  const rare = await shop.project(org, 'rare')
  await shop.upload(rare, npmBom(['rare@1.0.0']))
  for (const record of [known, few]) await advise(record)
  await foldStandings(services)
  const counted = services.now().toISOString()
  const shown = async (): Promise<object> => {
    await answerFrom(true)
    const { items, asOf } = await vulnerabilityPage(db, pictureOf(null), { limit: 200 })
    expect(asOf).toBe(counted)
    const named = items.filter((one) => ['GHSA-many', 'GHSA-rare', 'GHSA-news'].includes(one.vulnerability.shown))
    return Object.fromEntries(named.map((one) => [one.vulnerability.shown, one.projects]))
  }
  expect(await shown()).toEqual({ 'GHSA-many': 3, 'GHSA-rare': 1 })
  await shop.upload(many[3] as number, npmBom(['many@1.0.0']))
  await shop.upload(rare, npmBom(['gone@1.0.0']))
  expect(await shown()).toEqual({ 'GHSA-many': 3 })
  await advise(npmRecord('GHSA-news', { many: [{ introduced: '0' }] }))
  expect(await shown()).toEqual({ 'GHSA-many': 3, 'GHSA-news': 4 })
  const [{ id } = { id: 0 }] = await db.query<{ id: number }>("SELECT id FROM vulnerability WHERE shown = 'GHSA-many'")
  const expires = new Date(services.now().getTime() + MINUTE).toISOString()
  for (const project of many)
    await setTriage(services, pictureOf(null), { vulnerability: id, project, status: 'accepted', statement: 'so', expires }, null)
  expect(await shown()).toEqual({ 'GHSA-news': 4 })
  shop.turn(2 * MINUTE)
  expect(await shown()).toEqual({ 'GHSA-many': 4, 'GHSA-news': 4 })
})

test('whatever changes them sends the job, which workers know', async () => {
  expect(JOBS.map(({ queue }) => queue)).toContain(STANDINGS_QUEUE)
  const { services, db } = shop
  const [org] = orgs
  const sent = async (work: Promise<unknown>): Promise<boolean> => {
    shop.jobs.length = 0
    await work
    return shop.jobs.some(({ queue }) => queue === STANDINGS_QUEUE)
  }
  const project = await shop.project(org, 'told')
  expect(await sent(shop.upload(project, npmBom(['told@1.0.0'])))).toBe(true)
  const record = npmRecord('GHSA-told', { told: [{ introduced: '0' }] })
  expect(await sent(upsertAdvisory(services, record, { orgId: null, index: services.advisories.current() }))).toBe(true)
  const [match] = await db.query<{ id: number }>('SELECT max(vulnerability_id) AS id FROM match')
  const said = { vulnerability: match?.id ?? 0, project, status: 'accepted', statement: 'so' } as const
  expect(await sent(setTriage(services, pictureOf(null), said, null))).toBe(true)
  const [triage] = await db.query<{ id: number }>('SELECT max(id) AS id FROM triage')
  expect(await sent(endTriage(services, pictureOf(null), triage?.id ?? 0, null))).toBe(true)
  const vex = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.org/vex',
    author: 'us',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
  }
  const statement = { vulnerability: { name: 'GHSA-told' }, products: [{ '@id': 'pkg:npm/told@1.0.0' }], status: 'fixed' }
  expect(await sent(shop.upload(project, { ...vex, statements: [statement] }, { name: 'a.openvex.json' }))).toBe(true)
  expect(await sent(archiveProject(services, pictureOf(null), project))).toBe(true)
  await foldStandings(services)
  expect(await countedAhead(shop.db)).toEqual(await countedOut(shop.services, WIDE))
})

interface Scene {
  readonly prefix: string
  readonly projects: Map<number, number>
  modified: number
}

async function happen(scene: Scene, one: Event): Promise<unknown> {
  const { db, services } = shop
  const { prefix, projects } = scene
  const known = 'project' in one ? projects.get(one.project) : undefined
  switch (one.type) {
    case 'upload': {
      const id =
        known ?? (await shop.project(orgs[one.project % 2] as number, `${prefix}${one.project}-${run}-${projects.size}-${scene.modified}`))
      projects.set(one.project, id)
      scene.modified += MINUTE
      return shop.upload(id, npmBom(one.components.map((name) => `${prefix}${name}`)))
    }
    case 'record':
      scene.modified += MINUTE
      return upsertAdvisory(services, recordOf(one, scene), {
        orgId: one.org === null ? null : (orgs[one.org] as number),
        index: services.advisories.current(),
      })
    case 'triage': {
      const match = await picked(one.pick)
      if (known === undefined || match === undefined) return null
      const version = one.version ? { version: match.version_id } : {}
      const [row] = await db.query<{ slug: string }>(
        'SELECT o.slug FROM organisation o JOIN project p ON p.org_id = o.id WHERE p.id = $1',
        [known],
      )
      const place = one.whole ? { organisation: row?.slug ?? '' } : { project: known }
      const expires = one.expires === null ? {} : { expires: new Date(services.now().getTime() + one.expires * MINUTE).toISOString() }
      const said = { vulnerability: match.vulnerability_id, status: one.status, statement: 'so', ...place, ...version, ...expires }
      // It may be said already.
      return setTriage(services as never, pictureOf(null), said as never, null).catch(() => null)
    }
    case 'end': {
      const rows = await db.query<{ id: number }>('SELECT id FROM triage WHERE until IS NULL ORDER BY id')
      const id = rows[one.pick % Math.max(rows.length, 1)]?.id
      return id === undefined ? null : endTriage(services as never, pictureOf(null), id, null)
    }
    case 'archive':
      return known === undefined ? null : archiveProject(services as never, pictureOf(null), known).catch(() => null)
    case 'unarchive':
      return db.run('UPDATE project SET archived_at = NULL WHERE id = $1', [known ?? 0])
    case 'delete':
      projects.delete(one.project)
      return db.run('DELETE FROM project WHERE id = $1', [known ?? 0])
    case 'move':
      return db.run('UPDATE project SET org_id = $2 WHERE id = $1', [known ?? 0, orgs[(one.project + 1) % 2]])
    case 'clock':
      return shop.turn(one.minutes * MINUTE)
    case 'retire':
      shop.turn(61 * MINUTE)
      return retireSets(services, new AbortController().signal)
    case 'forget':
      return forget()
    case 'fold': {
      let steps = 0
      const signal = {
        get aborted() {
          return steps++ > one.steps
        },
      }
      const size = { pictures: one.pictures + 1, problems: one.problems + 1, first: one.first }
      return foldStandings(services, { signal: signal as AbortSignal, size })
    }
  }
}

function recordOf({ id, aliases, name, fixed, withdrawn }: Event & { type: 'record' }, { prefix, modified }: Scene): object {
  const named = (one: string): string => one.replace('-', `-${prefix}`)
  const at = new Date(modified).toISOString()
  return npmRecord(
    named(id),
    { [`${prefix}${name}`]: [{ introduced: '0' }, { fixed }] },
    {
      modified: at,
      aliases: aliases.filter((alias) => alias !== id).map(named),
      ...(withdrawn ? { withdrawn: at } : {}),
    },
  )
}

async function picked(at: number): Promise<{ vulnerability_id: number; version_id: number } | undefined> {
  const rows = await shop.db.query<{ vulnerability_id: number; version_id: number }>(
    'SELECT vulnerability_id, version_id FROM match WHERE until IS NULL AND org_id IS NULL ORDER BY vulnerability_id DESC, version_id LIMIT 8',
  )
  return rows[at % Math.max(rows.length, 1)]
}

/** As if nothing had ever been counted, with the marks that were left meanwhile. */
async function forget(): Promise<void> {
  for (const table of ['counted_picture', 'package_use', 'version_use', 'finding_count', 'problem_count'])
    await shop.db.run(`DELETE FROM ${table}`)
}

function pictureOf(organisation: number | null): Picture {
  const viewer: Viewer = {
    actor: 'account:1',
    accountId: 1,
    name: 'test',
    projects: organisation === null ? null : { organisations: [organisation], ids: [], count: 1001 },
    organisations: organisation === null ? null : [organisation],
    permissions: new Set(),
    mayIn: () => true,
  }
  return { viewer, at: null, now: shop.services.now() }
}

/** Lists from the standings and counted out, page by page: the same rows in the same order. Gives how many. */
async function samePages(): Promise<number> {
  const { db } = shop
  await db.run(
    "INSERT INTO package_repository (package_id, repository, source) SELECT id, 'r' || id % 4, 'x' FROM package ON CONFLICT DO NOTHING",
  )
  let rows = 0
  for (const picture of [run % 2 === 0 ? pictureOf(null) : pictureOf(orgs[0])]) {
    const lists: readonly List[] = [
      (cursor: object) => packagePage(db, picture, { limit: 2, ...cursor }),
      (cursor: object) => packagePage(db, picture, { sort: 'projects', limit: 2, ...cursor }),
      (cursor: object) => packagePage(db, picture, { sort: 'projects', q: 'a', limit: 2, ...cursor }),
      (cursor: object) => weakPointPage(db, picture, { limit: 2, ...cursor }),
      (cursor: object) => vulnerabilityPage(db, picture, { sort: 'projects', limit: 2, ...cursor }),
      (cursor: object) => vulnerabilityPage(db, picture, { sort: 'projects', q: 'a', limit: 2, ...cursor }),
      (cursor: object) => vulnerabilityPage(db, picture, { sort: 'first-seen', limit: 2, ...cursor }),
      ...['severity', 'epss', 'kev', 'published'].flatMap((sort) => [
        (cursor: object) => vulnerabilityPage(db, picture, { sort, limit: 2, ...cursor }),
        (cursor: object) => vulnerabilityPage(db, picture, { sort, q: 'a', limit: 2, ...cursor }),
      ]),
    ]
    for (const list of lists) {
      await answerFrom(true)
      const standing = await walk(list)
      await answerFrom(false)
      expect(standing).toEqual(await walk(list))
      rows += standing.length
    }
    for (const { package: one } of (await packagePage(db, picture, {})).items) {
      await answerFrom(true)
      const standing = await packageVersions(db, picture, one.id, {})
      await answerFrom(false)
      expect({ ...standing, asOf: '' }).toEqual({ ...(await packageVersions(db, picture, one.id, {})), asOf: '' })
      rows += standing.items.length
    }
  }
  return rows
}

/** Lists of problems in orders of their own. */
async function sameOwnOrders(): Promise<number> {
  const picture = run % 2 === 0 ? pictureOf(null) : pictureOf(orgs[0])
  const pages = async (standings: boolean): Promise<unknown[]> => {
    await answerFrom(standings)
    const orders = ['severity', 'epss', 'kev', 'published']
    return (
      await Promise.all(orders.map((sort) => walk((cursor) => vulnerabilityPage(shop.db, picture, { sort, limit: 3, ...cursor }))))
    ).flat()
  }
  const standing = await pages(true)
  expect(standing).toEqual(await pages(false))
  return standing.length
}

type List = (cursor: object) => Promise<{ readonly items: readonly object[]; readonly next: string | null; readonly total: object }>

async function walk(list: List): Promise<unknown[]> {
  const all: unknown[] = []
  for (let cursor: object | null = {}; cursor !== null;) {
    const { items, next, total } = await list(cursor)
    all.push(...items.map((item) => ({ item, total })))
    cursor = next === null ? null : { cursor: next }
  }
  return all
}

/** Whether the store is large enough for standings. */
async function answerFrom(standings: boolean): Promise<void> {
  await shop.db.run('UPDATE standing SET projects = $1', [standings ? 1000 : 0])
}
