import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import postAdvisory from '../../packages/server/src/routes/advisories/post-advisory.ts'
import { refreshSignals } from '../../packages/server/src/feed/refresh-signals.ts'
import { sweepSubjects } from '../../packages/server/src/feed/sweep-subjects.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number
const HIGH = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }] }
const LOW = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L' }] }
const ALL = [{ introduced: '0' }]

beforeAll(async () => {
  shop = await openWorkshop()
  org = await shop.organisation('feed')
})
afterAll(() => shop.close())

async function sync(records: Readonly<Record<string, object>>, signals = {}, all = true): Promise<object> {
  shop.turn(60_000)
  const modified = shop.services.now().toISOString()
  const npm = Object.fromEntries(
    Object.entries({ ...records, 'GHSA-0': npmRecord('GHSA-0', { nothing: ALL }) }).map(([id, one]) => [id, { ...one, modified } as never]),
  )
  const { touched } = await shop.sync({ npm }, signals)
  const index = shop.services.advisories.current()
  const applied = await sweepSubjects(shop.services, index, { choice: { touched: all ? null : touched } })
  await refreshSignals(shop.services, index)
  return applied
}

async function counts(project: number): Promise<object | undefined> {
  const [row] = await shop.db.query(
    `SELECT c.critical, c.high, c.medium, c.low, c.unknown, c.malware FROM snapshot s JOIN set_count c ON c.set_id = s.set_id
     WHERE s.project_id = $1 AND s.until IS NULL`,
    [project],
  )
  return row
}

async function news(project: number): Promise<readonly string[]> {
  const rows = await shop.db.query<{ text: string }>(
    `SELECT kind || ': ' || (payload->>'text') AS text FROM outbox WHERE project_id = $1 AND kind <> 'snapshot.changed' ORDER BY id`,
    [project],
  )
  return rows.map(({ text }) => text)
}

test.each([
  ['by a sweep of everything', true],
  ['by what the sync touched', false],
])('a record that is new, worse, narrower and taken back, %s', async (_, all) => {
  const name = all ? 'swept' : 'touched'
  const id = `GHSA-${name}`
  await sync({}, {}, all)
  const project = await shop.project(org, name)
  await shop.upload(project, npmBom([`${name}@1.0.0`, `${name}@2.0.0`]))
  expect(await shop.findings(project)).toEqual([])

  await sync({ [id]: npmRecord(id, { [name]: ALL }, LOW) }, {}, all)
  expect(await shop.findings(project)).toEqual([`${id} pkg:npm/${name}@1.0.0`, `${id} pkg:npm/${name}@2.0.0`])
  expect(await counts(project)).toMatchObject({ low: 2, high: 0 })

  await sync({ [id]: npmRecord(id, { [name]: ALL }, HIGH) }, {}, all)
  expect(await counts(project)).toMatchObject({ low: 0, high: 2 })

  await sync({ [id]: npmRecord(id, { [name]: [{ introduced: '0' }, { fixed: '1.5.0' }] }, HIGH) }, {}, all)
  expect(await shop.findings(project)).toEqual([`${id} pkg:npm/${name}@1.0.0`])
  expect(await counts(project)).toMatchObject({ high: 1 })

  await sync({ [id]: npmRecord(id, { [name]: ALL }, { ...HIGH, withdrawn: '2026-02-01T00:00:00Z' }) }, {}, all)
  expect(await shop.findings(project)).toEqual([])
  expect(await counts(project)).toMatchObject({ high: 0 })
  expect(await shop.db.query('SELECT live, severity FROM vulnerability WHERE shown = $1', [id])).toEqual([
    { live: false, severity: 'high' },
  ])
  expect(
    await shop.db.query(
      `SELECT c.kind FROM vulnerability_change c JOIN vulnerability v ON v.id = c.vulnerability_id WHERE v.shown = $1 ORDER BY c.id`,
      [id],
    ),
  ).toEqual([{ kind: 'published' }, { kind: 'changed' }, { kind: 'withdrawn' }])

  await sync({ [id]: npmRecord(id, { [name]: ALL }, HIGH) }, {}, all)
  expect(await counts(project)).toMatchObject({ high: 2 })
  await sync({}, {}, all)
  expect(await shop.findings(project)).toEqual([])
  expect(await news(project)).toEqual([
    `finding.opened: ${id} (low) affects pkg:npm/${name}@1.0.0 and 1 more`,
    `finding.closed: ${id} (high) no longer affects pkg:npm/${name}@2.0.0`,
    `finding.closed: ${id} (high) no longer affects pkg:npm/${name}@1.0.0`,
    `finding.opened: ${id} (high) affects pkg:npm/${name}@1.0.0 and 1 more`,
    `finding.closed: ${id} (high) no longer affects pkg:npm/${name}@1.0.0 and 1 more`,
  ])
})

test('the same again is nothing', async () => {
  const records = { 'GHSA-same': npmRecord('GHSA-same', { same: ALL }) }
  const project = await shop.project(org, 'same')
  await shop.upload(project, npmBom(['same@1.0.0']))
  await sync(records)
  const before = await shop.db.query(
    'SELECT (SELECT count(*) FROM outbox) AS o, (SELECT count(*) FROM vulnerability_change) AS c, (SELECT max(xmin::text::int8) FROM match) AS m',
  )
  expect(await sweepSubjects(shop.services, shop.services.advisories.current(), { choice: { touched: null } })).toEqual({
    advisories: 0,
    opened: 0,
    closed: 0,
    events: 0,
  })
  await refreshSignals(shop.services, shop.services.advisories.current())
  expect(
    await shop.db.query(
      'SELECT (SELECT count(*) FROM outbox) AS o, (SELECT count(*) FROM vulnerability_change) AS c, (SELECT max(xmin::text::int8) FROM match) AS m',
    ),
  ).toEqual(before)
})

test('two problems become one and two again, quietly', async () => {
  const project = await shop.project(org, 'merge')
  await shop.upload(project, npmBom(['merge@1.0.0']))
  const apart = { 'CVE-2026-1': npmRecord('CVE-2026-1', { merge: ALL }, LOW), 'GHSA-merge': npmRecord('GHSA-merge', { merge: ALL }, HIGH) }
  await sync(apart)
  expect(await counts(project)).toMatchObject({ low: 1, high: 1 })
  const first = await news(project)
  const vulnerability = await shop.db.query<{ id: number }>(`SELECT vulnerability_id AS id FROM alias WHERE alias = 'CVE-2026-1'`)
  await shop.db.run(
    `INSERT INTO triage (org_id, vulnerability_id, status, author, source, since) VALUES ($1, $2, 'affected', 'me', 'person', $3)`,
    [org, vulnerability[0]!.id, shop.services.now()],
  )
  await sync({ ...apart, 'GHSA-merge': npmRecord('GHSA-merge', { merge: ALL }, { ...HIGH, aliases: ['CVE-2026-1'] }) })
  expect(await shop.findings(project)).toEqual(['GHSA-merge pkg:npm/merge@1.0.0'])
  expect(await counts(project)).toMatchObject({ low: 0, high: 1 })
  expect(await news(project)).toEqual(first)
  const joined = await shop.db.query<{ id: number }>(
    `SELECT DISTINCT vulnerability_id AS id FROM alias WHERE alias IN ('CVE-2026-1', 'GHSA-merge')`,
  )
  expect(joined).toHaveLength(1)
  expect(await shop.db.query(`SELECT vulnerability_id AS id FROM triage WHERE author = 'me'`)).toEqual(joined)
  expect(await shop.db.query('SELECT count(*)::int4 AS n FROM vulnerability WHERE merged_into = $1', [joined[0]!.id])).toEqual([{ n: 1 }])
  await sync(apart)
  expect(await shop.findings(project)).toEqual(['CVE-2026-1 pkg:npm/merge@1.0.0', 'GHSA-merge pkg:npm/merge@1.0.0'])
  expect(await counts(project)).toMatchObject({ low: 1, high: 1 })
})

test('exploitation and prediction are one row a problem, and news for those who have it', async () => {
  const project = await shop.project(org, 'signals')
  const records = { 'GHSA-sig': npmRecord('GHSA-sig', { signal: ALL }, { ...HIGH, aliases: ['CVE-2026-77'] }) }
  await shop.upload(project, npmBom(['signal@1.0.0']))
  await sync(records, { epss: [['CVE-2026-77', 0.1]] })
  const row = async () =>
    (await shop.db.query(`SELECT epss, kev_added::text AS kev, kev_ransomware FROM vulnerability WHERE shown = 'GHSA-sig'`))[0]
  expect(await row()).toMatchObject({ kev: null, kev_ransomware: false })
  // What is said of another problem is not said of this one.
  await shop.db.run(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since)
     SELECT $1, $2, min(id), 'not-affected', 'me', 'person', $3 FROM vulnerability WHERE shown <> 'GHSA-sig'`,
    [org, project, shop.services.now()],
  )
  await sync(records, { epss: [['CVE-2026-77', 0.9]], kev: ['CVE-2026-77'] })
  expect(await row()).toMatchObject({ kev: '2024-01-02', kev_ransomware: true })
  expect((await row()) as { epss: number }).toMatchObject({ epss: expect.closeTo(0.9) as number })
  expect(await news(project)).toEqual([
    'finding.opened: GHSA-sig (high) affects pkg:npm/signal@1.0.0',
    'vulnerability.exploited: GHSA-sig is known to be exploited',
  ])
})

test('an ecosystem that is covered from now on is asked', async () => {
  const project = await shop.project(org, 'cover')
  const bom = npmBom([]) as { components: object[] }
  bom.components.push({ type: 'library', name: 'serde', version: '1.0.0', purl: 'pkg:cargo/serde@1.0.0', 'bom-ref': 's' })
  expect((await shop.upload(project, bom)).result).toMatchObject({ unmatched: 1 })
  shop.turn(1000)
  const record = {
    ...npmRecord('RUSTSEC-1', {}),
    affected: [{ package: { ecosystem: 'crates.io', name: 'serde' }, ranges: [{ type: 'SEMVER', events: ALL }] }],
  }
  await shop.sync({ npm: {}, 'crates.io': { 'RUSTSEC-1': record } })
  await sweepSubjects(shop.services, shop.services.advisories.current(), { choice: { touched: null } })
  expect(await shop.findings(project)).toEqual(['RUSTSEC-1 pkg:cargo/serde@1.0.0'])
  const [set] = await shop.db.query('SELECT c.unmatched FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1', [
    project,
  ])
  expect(set).toEqual({ unmatched: 0 })
})

test('a private record is its organisation’s alone, also for packages that come later', async () => {
  const other = await shop.organisation('others')
  const [ours, theirs] = [await shop.project(org, 'private'), await shop.project(other, 'private')]
  await shop.upload(ours, npmBom(['secret@1.0.0']))
  await shop.upload(theirs, npmBom(['secret@1.0.0']))
  const index = shop.services.advisories.current()
  const record = npmRecord('ACME-1', { secret: ALL, later: ALL }, HIGH)
  expect(await upsertAdvisory(shop.services, record, { orgId: org, index })).toEqual({ advisories: 1, opened: 1, closed: 0, events: 1 })
  expect(await upsertAdvisory(shop.services, record, { orgId: org, index })).toEqual({ advisories: 0, opened: 0, closed: 0, events: 0 })
  expect(await shop.findings(ours)).toEqual(['ACME-1 pkg:npm/secret@1.0.0'])
  expect(await shop.findings(theirs)).toEqual([])
  expect(await counts(ours)).toMatchObject({ high: 0 })
  expect(await news(theirs)).toEqual([])
  expect(await shop.db.query(`SELECT * FROM alias WHERE alias = 'ACME-1'`)).toEqual([])
  shop.turn(1000)
  await shop.upload(ours, npmBom(['later@3.0.0']))
  expect(await shop.findings(ours)).toEqual(['ACME-1 pkg:npm/later@3.0.0'])
})

test.each([
  ['no object', 5],
  ['no id', { modified: '2026-01-01T00:00:00Z' }],
  ['a range that is none', { id: 'X-1', modified: '2026-01-01T00:00:00Z', affected: [{ ranges: [{ events: [] }] }] }],
])('%s is no OSV record', async (_, value) => {
  const posted = upsertAdvisory(shop.services, value, { orgId: org, index: shop.services.advisories.current() })
  await expect(posted).rejects.toMatchObject({ status: 400 })
})

test('a posted record is kept with its entry in the audit log, or not at all', async () => {
  const viewer = {
    actor: 'account:1',
    accountId: 1,
    name: '',
    projects: null,
    organisations: null,
    permissions: new Set(),
    mayIn: () => true,
  }
  const body = { organisation: 'feed', record: npmRecord('ACME-9', { nobody: ALL }) }
  const post = (): Promise<unknown> => postAdvisory.handle({ services: shop.services, viewer, body, now: shop.services.now() } as never)
  const kept = async (): Promise<readonly unknown[]> => [
    await shop.db.query("SELECT osv_id FROM advisory WHERE osv_id = 'ACME-9'"),
    await shop.db.query("SELECT object FROM audit WHERE action = 'advisory.post'"),
  ]
  await shop.db.script(`CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
    CREATE TRIGGER refused BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION refused()`)
  await expect(post()).rejects.toThrow('no')
  expect(await kept()).toEqual([[], []])
  await shop.db.script('DROP TRIGGER refused ON audit; DROP FUNCTION refused')
  await post()
  expect(await kept()).toEqual([[{ osv_id: 'ACME-9' }], [{ object: 'advisory:ACME-9' }]])
  // An older state is not taken, and that is said.
  body.record = { ...body.record, modified: '2025-12-31T00:00:00Z' }
  await expect(post()).rejects.toMatchObject({ status: 409, type: 'older' })
  expect(await kept()).toEqual([[{ osv_id: 'ACME-9' }], [{ object: 'advisory:ACME-9' }]])
})

test('nobody is told about what they decided is nothing to them', async () => {
  const project = await shop.project(org, 'decided')
  await shop.upload(project, npmBom(['decided@1.0.0']))
  await sync({ 'GHSA-dec': npmRecord('GHSA-dec', { decided: [{ introduced: '5.0.0' }] }) })
  const index = shop.services.advisories.current()
  await upsertAdvisory(shop.services, npmRecord('GHSA-dec', { decided: [{ introduced: '5.0.0' }] }, { modified: '2027-01-01T00:00:00Z' }), {
    orgId: null,
    index,
  })
  await shop.db.run(
    `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since)
     SELECT $1, $2, vulnerability_id, 'not-affected', 'me', 'person', $3 FROM alias WHERE alias = 'GHSA-dec'`,
    [org, project, shop.services.now()],
  )
  await upsertAdvisory(shop.services, npmRecord('GHSA-dec', { decided: ALL }, { modified: '2027-01-02T00:00:00Z' }), { orgId: null, index })
  expect(await shop.findings(project)).toEqual(['GHSA-dec pkg:npm/decided@1.0.0'])
  expect(await news(project)).toEqual([])
})

test('many problems at once are counted once a set, and told to each of the projects that have it', async () => {
  const names = Array.from({ length: 120 }, (_, at) => `many-${at}`)
  const projects = [await shop.project(org, 'many-a'), await shop.project(org, 'many-b')]
  for (const project of projects) await shop.upload(project, npmBom(names.map((name) => `${name}@1.0.0`)))
  const id = (name: string): string => `GHSA-${name}`
  await sync(Object.fromEntries(names.map((name) => [id(name), npmRecord(id(name), { [name]: ALL })])))
  for (const project of projects) {
    expect(await counts(project)).toMatchObject({ unknown: 120 })
    expect((await news(project)).toSorted()).toEqual(
      names.map((name) => `finding.opened: ${id(name)} affects pkg:npm/${name}@1.0.0`).sort(),
    )
  }
  await sync({})
  for (const project of projects) expect(await counts(project)).toMatchObject({ unknown: 0 })
  const ended = await shop.db.query<{ n: number; seen: number }>(
    `SELECT count(*)::int4 AS n, count(DISTINCT payload->>'firstSeen')::int4 AS seen FROM outbox
     WHERE kind = 'finding.closed' AND project_id = ANY($1::int4[])`,
    [projects],
  )
  expect(ended).toEqual([{ n: 240, seen: 1 }])
})

test('what was decided about one problem keeps back no news of another', async () => {
  const project = await shop.project(org, 'other-problem')
  await shop.upload(project, npmBom(['twofold@1.0.0', 'twofold@2.0.0']))
  const index = shop.services.advisories.current()
  const post = async (id: string, modified: string, fixed: string): Promise<void> => {
    const record = npmRecord(id, { twofold: [{ introduced: '0' }, { fixed }] }, { modified })
    await upsertAdvisory(shop.services, record, { orgId: null, index })
  }
  await post('GHSA-this', '2027-01-01T00:00:00Z', '0.5.0')
  await post('GHSA-that', '2027-01-01T00:00:00Z', '0.5.0')
  for (const [status, alias, owner] of [
    ['affected', 'GHSA-that', null],
    ['not-affected', 'GHSA-this', project],
  ] as const)
    await shop.db.run(
      `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since)
       SELECT $1, $2, vulnerability_id, $3, 'me', 'person', $4 FROM alias WHERE alias = $5`,
      [org, owner, status, shop.services.now(), alias],
    )
  await post('GHSA-that', '2027-01-02T00:00:00Z', '3.0.0')
  await post('GHSA-that', '2027-01-03T00:00:00Z', '2.0.0')
  await post('GHSA-this', '2027-01-03T00:00:00Z', '3.0.0')
  expect(await news(project)).toEqual([
    'finding.opened: GHSA-that affects pkg:npm/twofold@1.0.0 and 1 more',
    'finding.closed: GHSA-that no longer affects pkg:npm/twofold@2.0.0',
  ])
})
