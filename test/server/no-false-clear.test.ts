import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { matchComponents } from '@cupel/advisory'
import { inventoryOfDocument, inventoryOfRepository } from '@cupel/engine/bom'
import { loadVersionScheme } from '@cupel/model'
import type { OsvEvent, OsvRecord, VersionScheme } from '@cupel/model'
import { starterIndex } from '../../packages/engine/src/advisories.ts'
import type { BucketRecords } from '../../packages/advisory/src/sources/test-bucket.ts'
import { holdAdvisories } from '../../packages/server/src/feed/advisory-holder.ts'
import { refreshAdvisories } from '../../packages/server/src/feed/refresh-advisories.ts'
import { ingestUpload } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import { projectPictures } from '../../packages/server/src/policy/project-pictures.ts'
import { storedVersions } from '../../packages/server/src/policy/stored-versions.ts'
import { SYSTEM_VIEWER } from '../../packages/server/src/policy/system-viewer.ts'
import { advisoryData } from '../../packages/server/src/read/overview.ts'
import type { Services } from '../../packages/server/src/services.ts'
import { readSource } from '../../packages/server/src/sources/read-source.ts'
import { decidingStatus } from '../../packages/server/src/triage/deciding-triage.ts'
import { gitFolder } from '../make-git.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** That nothing is shown as clear which is not: what is lost, late, unread or said by others takes no finding away. */

let shop: Workshop
let org: number
let folder: string
const ALL = [{ introduced: '0' }]
const CRITICAL = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }] }
const LOW = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L' }] }

function record(id: string, ecosystem: string, name: string, ...events: readonly OsvEvent[]): OsvRecord {
  return { ...npmRecord(id, {}), affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }] }
}

beforeAll(async () => {
  shop = await openWorkshop()
  org = await shop.organisation('clear')
  folder = mkdtempSync(join(tmpdir(), 'cupel-clear-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await shop.close()
})

async function sync(records: BucketRecords): Promise<void> {
  shop.turn(60_000)
  const modified = shop.services.now().toISOString()
  const dated = Object.entries(records).map(([ecosystem, byId]) => [
    ecosystem,
    Object.fromEntries(Object.entries(byId).map(([id, one]) => [id, { ...(one as OsvRecord), modified }])),
  ])
  await shop.sync(Object.fromEntries(dated) as BucketRecords)
  await refreshAdvisories(shop.services, null)
}

async function picture(
  project: number,
): Promise<{ incomplete: boolean; unmatched: number; messages: readonly string[]; pictures: number }> {
  const [row] = await shop.db.query<{ incomplete: boolean; unmatched: number; messages: readonly string[]; pictures: number }>(
    `SELECT s.incomplete, c.unmatched, ARRAY(SELECT x->>'message' FROM jsonb_array_elements(s.problems) x) AS messages,
       (SELECT count(*)::int4 FROM snapshot h WHERE h.project_id = s.project_id) AS pictures
     FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1 AND s.until IS NULL`,
    [project],
  )
  return row!
}

const DJANGO = { type: 'library', name: 'django', version: '1.0', purl: 'pkg:pypi/django@1.0' }

function bomWith(packages: readonly string[], ...more: readonly object[]): object {
  const bom = npmBom(packages) as { components: readonly object[] }
  return { ...bom, components: [...bom.components, ...more] }
}

test('a worker with less data, or with older data, takes nothing away and adds no clear package', async () => {
  await sync({
    npm: { 'GHSA-1': npmRecord('GHSA-1', { a: ALL, late: ALL }), 'GHSA-2': npmRecord('GHSA-2', { b: ALL }) },
    PyPI: { 'PYSEC-1': record('PYSEC-1', 'PyPI', 'django', { introduced: '0' }) },
  })
  const project = await shop.project(org, 'workers')
  await shop.upload(project, bomWith(['a@1.0.0', 'b@1.0.0'], DJANGO))
  const found = ['GHSA-1 pkg:npm/a@1.0.0', 'GHSA-2 pkg:npm/b@1.0.0', 'PYSEC-1 pkg:pypi/django@1.0']
  expect(await shop.findings(project)).toEqual(found)

  const bare: Services = { ...shop.services, advisories: holdAdvisories(join(folder, 'none'), starterIndex) }
  expect(await refreshAdvisories(bare, null)).toBe(false)
  expect(await shop.findings(project)).toEqual(found)
  const [kept] = await shop.db.query("SELECT value->>'kind' AS kind FROM setting WHERE key = 'advisory-data'")
  expect(kept).toEqual({ kind: 'full' })

  // What that worker reads is not asked until it was asked of data like the store's.
  const other = await shop.project(org, 'bare')
  const document = Buffer.from(JSON.stringify(npmBom(['late@1.0.0', 'a@1.0.0'])))
  const { id } = await receiveUpload(shop.services, {
    projectId: other,
    bytes: document,
    kind: 'auto',
    name: '',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await ingestUpload(bare, { upload: id })
  expect(await picture(other)).toMatchObject({ unmatched: 1 })
  expect(await refreshAdvisories(shop.services, null)).toBe(true)
  expect(await picture(other)).toMatchObject({ unmatched: 0 })
  expect(await shop.findings(other)).toEqual(['GHSA-1 pkg:npm/a@1.0.0', 'GHSA-1 pkg:npm/late@1.0.0'])
  expect(await refreshAdvisories(shop.services, null)).toBe(false)

  // Another home, newer, but of one ecosystem: of the other one everything stays as it was known.
  const second = await openWorkshop()
  second.turn(86_400_000)
  await second.sync({
    npm: { 'GHSA-1': npmRecord('GHSA-1', { a: [{ introduced: '2.0.0' }], late: ALL }), 'GHSA-2': npmRecord('GHSA-2', { b: ALL }) },
  })
  // As on that machine, whose clock is right; to the other it would be of a time to come.
  shop.turn(2 * 86_400_000)
  const newer: Services = { ...shop.services, advisories: second.services.advisories }
  expect(await refreshAdvisories(newer, null)).toBe(true)
  expect(await shop.findings(project)).toEqual(found.slice(1))
  // And the older one brings back nothing of what was taken back since.
  expect(await refreshAdvisories(shop.services, null)).toBe(false)
  expect(await shop.findings(project)).toEqual(found.slice(1))
  await second.close()
})

test('data that was fetched by a clock that was wrong does not keep later data out', async () => {
  const wrong = await openWorkshop()
  wrong.turn(400 * 86_400_000)
  await wrong.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { a: ALL }) } })
  expect(await refreshAdvisories({ ...shop.services, advisories: wrong.services.advisories }, null)).toBe(true)
  await wrong.close()
  const project = await shop.project(org, 'after-the-clock')
  await shop.upload(project, npmBom(['clocked@1.0.0']))
  await sync({ npm: { 'GHSA-c': npmRecord('GHSA-c', { clocked: ALL }) } })
  expect(await shop.findings(project)).toEqual(['GHSA-c pkg:npm/clocked@1.0.0'])
})

test('the data is as old as the ecosystem in use that was fetched the longest ago', async () => {
  const now = new Date('2026-04-01T00:00:00Z')
  const [before] = await shop.db.query<{ value: object }>("SELECT value FROM setting WHERE key = 'advisory-data'")
  const value = {
    kind: 'full',
    modified: '2026-03-31T00:00:00Z',
    ecosystems: [
      { name: 'npm', synced: '2026-03-31T12:00:00Z' },
      { name: 'PyPI', synced: '2026-03-02T00:00:00Z' },
      { name: 'Hackage', synced: '2020-01-01T00:00:00Z' },
    ],
  }
  const asked = async (kev?: string) => {
    const told = kev === undefined ? value : { ...value, kev, epss: '' }
    await shop.db.run("UPDATE setting SET value = $1::text::jsonb WHERE key = 'advisory-data'", [JSON.stringify(told)])
    return advisoryData(shop.db, { now } as never)
  }
  expect(await asked()).toEqual({ kind: 'full', modified: value.modified, ageDays: 30, kevAgeDays: null })
  // What is exploited is told by a catalogue of its own: without it, none is not none.
  expect(await asked('')).toMatchObject({ kevAgeDays: null })
  expect(await asked('2026-03-20')).toMatchObject({ kevAgeDays: 12 })
  await shop.db.run("UPDATE setting SET value = $1::text::jsonb WHERE key = 'advisory-data'", [JSON.stringify(before!.value)])
})

test('each document is matched by what it says itself, whatever others said of the same purl before', async () => {
  await sync({
    npm: { 'GHSA-1': npmRecord('GHSA-1', { poisoned: ALL }) },
    Debian: { 'DSA-1': record('DSA-1', 'Debian:12', 'openssl', { introduced: '0' }, { fixed: '3.0.12-1' }) },
  })
  const scan = (purl: string, more: object): object => ({
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: '1' },
    components: [
      { purl, name: 'x', version: '1', ecosystem: '', scopes: [], direct: null, evidence: [], licenses: [], hashes: [], ...more },
    ],
    graphs: [],
    problems: [],
  })
  const found = async (name: string, document: object): Promise<readonly string[]> => {
    const project = await shop.project(org, name)
    expect(await shop.upload(project, document)).toMatchObject({ state: 'done' })
    return shop.findings(project)
  }
  const npm = 'pkg:npm/poisoned@1.0.0'
  expect(await found('lie-1', scan(npm, { ecosystem: '' }))).toEqual([])
  expect(await found('lie-2', scan(npm, { ecosystem: 'PyPI', name: 'poisoned', version: '1.0.0' }))).toEqual([])
  expect(await found('truth', npmBom(['poisoned@1.0.0']))).toEqual([`GHSA-1 ${npm}`])
  const deb = 'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12'
  const binary = { ecosystem: 'Debian:12', name: 'libssl3', version: '3.0.11-1' }
  expect(await found('binary', scan(deb, binary))).toEqual([])
  expect(await found('source', scan(deb, { ...binary, subject: { name: 'openssl', version: '3.0.11-1' } }))).toEqual([`DSA-1 ${deb}`])
  expect(await found('mended', scan(deb, { ...binary, subject: { name: 'openssl', version: '3.0.12-1' } }))).toEqual([])
  expect(await found('again', scan(deb, { ...binary, subject: { name: 'openssl', version: '3.0.11-1' } }))).toEqual([`DSA-1 ${deb}`])
})

test('each document is judged by the licences that it states itself, whoever stated others of the same purl before', async () => {
  const other = await shop.organisation('others')
  const stated = (...licences: readonly string[]): object => ({
    ...npmBom([]),
    components: [
      {
        type: 'library',
        name: 'licensed',
        version: '1.0.0',
        purl: 'pkg:npm/licensed@1.0.0',
        licenses: licences.map((id) => ({ license: { id } })),
      },
    ],
  })
  const projects: number[] = []
  for (const [at, licences] of [['MIT'], ['GPL-3.0-only'], []].entries()) {
    const project = await shop.project(at === 0 ? other : org, `licensed-${at}`)
    await shop.upload(project, stated(...licences))
    projects.push(project)
  }
  const picture = { viewer: SYSTEM_VIEWER, at: null, now: shop.services.now() }
  const pictures = await projectPictures(shop.db, picture, { projects, versions: storedVersions(shop.db) })
  const told = projects.map((id) =>
    pictures
      .get(id)
      ?.open()
      .content?.components.map(({ licenses }) => licenses),
  )
  expect(told).toEqual([[['MIT']], [['GPL-3.0-only']], [[]]])
})

test('a finding is told by the records that mean its version, and follows them', async () => {
  const told = async (project: number): Promise<readonly unknown[]> =>
    shop.db.query(
      `SELECT v.shown, pv.version, coalesce(m.severity, v.severity) AS severity, m.severity IS NOT NULL AS odd,
         CASE coalesce(m.severity, v.severity) WHEN 'critical' THEN k.critical WHEN 'low' THEN k.low END AS counted
       FROM snapshot s JOIN set_count k ON k.set_id = s.set_id JOIN component_set c ON c.id = s.set_id CROSS JOIN unnest(c.members) AS x(id)
       JOIN match m ON m.version_id = x.id AND m.until IS NULL JOIN vulnerability v ON v.id = m.vulnerability_id
       JOIN package_version pv ON pv.id = m.version_id WHERE s.project_id = $1 AND s.until IS NULL ORDER BY pv.version`,
      [project],
    )
  const alias = { aliases: ['CVE-2026-9'] }
  const [old, wide] = [[{ introduced: '0' }, { fixed: '2.0.0' }], ALL]
  await sync({
    npm: {
      'GHSA-9': npmRecord('GHSA-9', { odd: wide }, { ...alias, ...LOW }),
      'PYSEC-9': npmRecord('PYSEC-9', { odd: old }, { ...alias, ...CRITICAL }),
    },
  })
  const project = await shop.project(org, 'odd')
  await shop.upload(project, npmBom(['odd@1.0.0', 'odd@3.0.0']))
  const both = [
    { shown: 'GHSA-9', version: '1.0.0', severity: 'critical', odd: false, counted: 1 },
    { shown: 'GHSA-9', version: '3.0.0', severity: 'low', odd: true, counted: 1 },
  ]
  expect(await told(project)).toEqual(both)
  // The same when the records come later than the project, and change.
  await sync({ npm: { 'GHSA-9': npmRecord('GHSA-9', { odd: wide }, { ...alias, ...LOW }) } })
  expect((await told(project)).map((row) => (row as { severity: string }).severity)).toEqual(['low', 'low'])
  await sync({
    npm: {
      'GHSA-9': npmRecord('GHSA-9', { odd: wide }, { ...alias, ...LOW }),
      'PYSEC-9': npmRecord('PYSEC-9', { odd: old }, { ...alias, ...CRITICAL }),
    },
  })
  expect(await told(project)).toEqual(both)
  await sync({
    npm: {
      'GHSA-9': npmRecord('GHSA-9', { odd: wide }, { ...alias, ...CRITICAL }),
      'PYSEC-9': npmRecord('PYSEC-9', { odd: old }, { ...alias, ...LOW }),
    },
  })
  expect(await told(project)).toEqual([
    { shown: 'GHSA-9', version: '1.0.0', severity: 'critical', odd: false, counted: 2 },
    { shown: 'GHSA-9', version: '3.0.0', severity: 'critical', odd: false, counted: 2 },
  ])
})

test('a document that cannot be read leaves the picture, which counts as out of date until one can be read', async () => {
  await sync({ npm: { 'GHSA-1': npmRecord('GHSA-1', { a: ALL }) } })
  const project = await shop.project(org, 'doubt')
  await shop.upload(project, npmBom(['a@1.0.0']))
  expect(await picture(project)).toMatchObject({ incomplete: false, pictures: 1 })
  shop.turn(1000)
  expect(await shop.upload(project, { message: 'Bad credentials' }, { name: 'new.json' })).toMatchObject({ state: 'failed' })
  expect(await shop.upload(project, { schemaVersion: '1.0', components: [], problems: [], graphs: [] })).toMatchObject({ state: 'failed' })
  const doubted = await picture(project)
  expect(doubted).toMatchObject({ incomplete: true })
  expect(doubted.messages).toEqual([expect.stringContaining('may be out of date')])
  expect(await shop.findings(project)).toEqual(['GHSA-1 pkg:npm/a@1.0.0'])
  shop.turn(1000)
  expect(await shop.upload(project, { ...npmBom(['a@1.0.0']), version: 2 })).toMatchObject({ state: 'done' })
  expect(await picture(project)).toMatchObject({ incomplete: false, messages: [] })

  // What is no word about the components leaves no doubt, nor does a document that is older than the picture.
  expect(await shop.upload(project, { '@context': 'https://openvex.dev/ns/v0.2.0', statements: 7 })).toMatchObject({
    kind: 'vex',
    state: 'failed',
  })
  const bytes = Buffer.from('{"bomFormat":"CycloneDX","components":[')
  const { id } = await receiveUpload(shop.services, {
    projectId: project,
    bytes,
    kind: 'auto',
    name: '',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await shop.upload(project, npmBom(['a@1.0.0', 'c@1.0.0']))
  await ingestUpload(shop.services, { upload: id })
  expect(await picture(project)).toMatchObject({ incomplete: false, messages: [] })
})

test('a source that stays unreadable makes the picture one that may be out of date, until it can be read', async () => {
  const watched = join(folder, 'drop')
  mkdirSync(watched)
  const project = await shop.project(org, 'watched')
  const [source] = await shop.db.query<{ id: number }>(
    `INSERT INTO source (project_id, kind, location, every_minutes, due_at) VALUES ($1, 'folder', $2, 60, $3) RETURNING id`,
    [project, watched, shop.services.now()],
  )
  const put = (name: string, text: string): void => {
    writeFileSync(join(watched, name), text)
    utimesSync(join(watched, name), 1000, 1000)
  }
  const read = async (times: number): Promise<string> => {
    for (let at = 0; at < times; at++) {
      shop.turn(60_000)
      await readSource(shop.services, { source: source!.id })
      for (const { id } of await shop.db.query<{ id: number }>(
        `SELECT id::int4 AS id FROM upload WHERE project_id = $1 AND state = 'queued'`,
        [project],
      ))
        await ingestUpload(shop.services, { upload: id })
    }
    const [row] = await shop.db.query<{ reason: string }>('SELECT reason FROM source WHERE id = $1', [source!.id])
    return row!.reason
  }
  put('bom.json', JSON.stringify(npmBom(['a@1.0.0'])))
  expect(await read(2)).toBe('')
  expect(await picture(project)).toMatchObject({ incomplete: false })
  // Cut to nothing: not taken, and not passed over in silence.
  put('bom.json', '')
  expect(await read(3)).toBe('bom.json is empty')
  expect(await picture(project)).toMatchObject({ incomplete: false })
  await read(1)
  expect(await picture(project)).toMatchObject({ incomplete: true, messages: [expect.stringContaining('bom.json is empty')], pictures: 2 })
  await read(2)
  expect(await picture(project)).toMatchObject({ pictures: 2 })
  rmSync(join(watched, 'bom.json'))
  expect(await read(1)).toBe('there is no document in the folder')
  rmSync(watched, { recursive: true })
  expect(await read(1)).toContain('ENOENT')
  expect(existsSync(watched)).toBe(false)
  mkdirSync(watched)
  put('bom.json', JSON.stringify(npmBom(['a@1.0.0', 'b@1.0.0'])))
  await read(2)
  expect(await picture(project)).toMatchObject({ incomplete: false, messages: [] })
})

test('a repository in which nothing can be read any more is not a project without dependencies', async () => {
  const made = gitFolder()
  try {
    const repository = made.makeRepository('emptied', { 'requirements.txt': 'django==1.0\n' })
    expect((await inventoryOfRepository(join(repository, '.git'))).components).toHaveLength(1)
    made.git(repository, 'rm', '-q', 'requirements.txt')
    made.commitFiles(repository, { 'README.md': 'moved' }, 'moved')
    await expect(inventoryOfRepository(join(repository, '.git'))).rejects.toMatchObject({ code: 'target-empty' })
    made.commitFiles(repository, { 'requirements.txt': '# none' }, 'none')
    expect(await inventoryOfRepository(join(repository, '.git'))).toMatchObject({ components: [], coverage: [{ state: 'read' }] })
  } finally {
    made.remove()
  }
})

test('of two statements the one that was made later decides, also when the clock went back', async () => {
  await sync({ npm: { 'GHSA-7': npmRecord('GHSA-7', { a: ALL }) } })
  const project = await shop.project(org, 'clock')
  await shop.upload(project, npmBom(['a@7.0.0']))
  const [vulnerability] = await shop.db.query<{ id: number }>("SELECT vulnerability_id AS id FROM alias WHERE alias = 'GHSA-7'")
  for (const [status, since] of [
    ['not-affected', '2026-03-02T00:00:00Z'],
    ['affected', '2026-03-01T00:00:00Z'],
  ])
    await shop.db.run(
      `INSERT INTO triage (org_id, project_id, vulnerability_id, status, author, source, since) VALUES ($1, $2, $3, $4, 'me', 'user', $5)`,
      [org, project, vulnerability!.id, status, since],
    )
  const sql = decidingStatus({ project: '$1', organisation: '$2', vulnerability: '$3', version: '0', package: '0', now: 'now()' })
  expect(await shop.db.query(`SELECT ${sql.replaceAll(/\$(\d)/g, '$$$1::int4')} AS status`, [project, org, vulnerability!.id])).toEqual([
    { status: 'affected' },
  ])
})

const PURLS =
  `npm/a@1.0.0 npm/a@v1.0.0 npm/a@=1.0.0 npm/a@1.0 npm/a@1 npm/a npm/a@latest npm/a@%5E1.0.0 npm/a@1.0.0?arch=x npm/A@1.0.0 npm/a@1.0.0#sub
npm/a@99999999999999999999.0.0 npm/a@1.0.0+b npm/a@%20 npm/a@1.0.0-${'x'.repeat(300)} npm/commits@1.0.0 npm/listed@1.0.0 npm/listed@weird npm/listed@1.2
npm/listed@1.2.0 npm/listed npm/all npm/all@odd npm/last@1.5.0 npm/last@1.5.0+x npm/last@1.5.1 npm/limit@1.0.0 npm/limit@2.0.0 npm/odd@1.0.0 npm/odd@abd
npm/events@1.0.0 npm/events@2.5.0 npm/events@3.5.0 npm/back@1.0.0 npm/malice@1.0.0 deb/debian/openssl@3.0.11-1?distro=debian-12
deb/debian/openssl@3.0.11-1?arch=amd64&distro=debian-12 deb/debian/openssl@3.0.11-1?distro=debian-13 deb/debian/openssl@3.0.11-1?distro=debian-14
deb/debian/openssl@3.0.11-1 deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl deb/debian/libssl3@3.0.11-1?distro=debian-12
deb/debian/epoch@0.9-1?distro=bookworm deb/debian/epoch@1:0.9-1?distro=bookworm deb/debian/epoch@2:0.1-1?distro=bookworm
deb/debian/epoch@0.9-1?distro=bookworm&epoch=1 deb/Debian/openssl@3.0.11-1?distro=debian-12 DEB/debian/openssl@3.0.10-1?distro=Debian-12
deb/ubuntu/openssl@1?distro=ubuntu-22.04 apk/alpine/openssl@3.3.0-r0?distro=3.20.1 apk/alpine/openssl@3.3.0-r0?distro=alpine-v3.20
apk/alpine/openssl@3.3.0-r0?distro=alpine-3.19 apk/alpine/openssl@3.3.0-r0?distro=edge pypi/Foo.Bar@1.0 pypi/foo_bar@1.0rc1 pypi/foo-bar@1!0.1
pypi/local@1.0+cu118 pypi/local@1.0.0 pypi/local@1.0.post1 pypi/foo-bar@not.a.version! maven/org.x/y@1.0 maven/org.x/y@2.0-SNAPSHOT
maven/org.x/y@2.0-SNAPSHOT?type=jar&classifier=sources maven/org.x/y@%24%7Bversion%7D golang/github.com/foo/bar@v1.0.0 golang/github.com/Foo/Bar@v1.1.0
golang/github.com/foo/bar@v0.0.0-20200101000000-abcdefabcdef golang/github.com/foo/bar@v1.1.0+incompatible nuget/newtonsoft.json@12.0.0
nuget/Newtonsoft.Json@12.0.0.0 generic/foo@1.0 rpm/redhat/openssl@1?distro=rhel-9 hex/x@1 swid/x@1`
    .split(/\s+/)
    .map((purl) => `pkg:${purl}`)

test('the scan and the server find the same in versions, names and releases that are hard to read', async () => {
  const npm = (id: string, name: string, part: object, more: object = {}): OsvRecord => ({
    ...npmRecord(id, {}),
    ...more,
    affected: [{ package: { ecosystem: 'npm', name }, ...part }],
  })
  const events = (...all: readonly OsvEvent[]): object => ({ ranges: [{ type: 'ECOSYSTEM', events: all }] })
  const upstream = { upstream: ['CVE-1'], ...LOW }
  await sync({
    npm: {
      'GHSA-1': npm('GHSA-1', 'a', events({ introduced: '0' }, { fixed: '2.0.0' }), { aliases: ['CVE-1'], ...CRITICAL }),
      'GHSA-2': npm('GHSA-2', 'commits', { ranges: [{ type: 'GIT', repo: 'x', events: ALL }] }),
      'GHSA-3': npm('GHSA-3', 'listed', { versions: ['1.0.0', 'weird', '1.2'] }),
      'GHSA-5': npm('GHSA-5', 'all', events({ introduced: '0' })),
      'GHSA-6': npm('GHSA-6', 'last', events({ introduced: '1.0.0' }, { last_affected: '1.5.0' })),
      'GHSA-7': npm('GHSA-7', 'limit', { ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { limit: '2.0.0' }] }] }),
      'GHSA-8': npm('GHSA-8', 'odd', events({ introduced: 'abc' }, { fixed: 'zzz' })),
      'GHSA-9': npm('GHSA-9', 'events', events({ fixed: '2.0.0' }, { introduced: '3.0.0' }, { introduced: '0' }, { fixed: '4.0.0' })),
      'GHSA-W': npm('GHSA-W', 'back', events({ introduced: '0' }), { withdrawn: '2026-01-02T00:00:00Z', aliases: ['CVE-W'] }),
      'PYSEC-W': npm('PYSEC-W', 'back', events({ introduced: '0' }), { aliases: ['CVE-W'] }),
      'GHSA-M': npm('GHSA-M', 'malice', events({ introduced: '0' }), { database_specific: { cwe_ids: ['CWE-506'] } }),
    },
    Debian: {
      'DSA-1': { ...record('DSA-1', 'Debian:12', 'openssl', { introduced: '0' }, { fixed: '3.0.12-1' }), ...upstream },
      'DSA-2': record('DSA-2', 'Debian:13', 'openssl', { introduced: '0' }, { fixed: '9:1.0-1' }),
      'DSA-3': record('DSA-3', 'Debian:12', 'libssl3', { introduced: '0' }),
      'DSA-4': record('DSA-4', 'Debian:12', 'epoch', { introduced: '0' }, { fixed: '1:1.0-1' }),
    },
    Alpine: { 'ALP-1': record('ALP-1', 'Alpine:v3.20', 'openssl', { introduced: '0' }, { fixed: '3.3.1-r0' }) },
    PyPI: {
      'PYSEC-1': record('PYSEC-1', 'PyPI', 'foo-bar', { introduced: '0' }, { fixed: '2.0' }),
      'PYSEC-2': { ...npmRecord('PYSEC-2', {}), affected: [{ package: { ecosystem: 'PyPI', name: 'local' }, versions: ['1.0'] }] },
    },
    Maven: { 'GHSA-MV': record('GHSA-MV', 'Maven', 'org.x:y', { introduced: '0' }, { fixed: '2.0' }) },
    Go: { 'GO-1': record('GO-1', 'Go', 'github.com/Foo/Bar', { introduced: '0' }, { fixed: '1.2.0' }) },
    NuGet: { 'GHSA-NU': record('GHSA-NU', 'NuGet', 'Newtonsoft.Json', { introduced: '0' }, { fixed: '13.0.1' }) },
  })
  const components = PURLS.map((purl, at) => ({ type: 'library', name: `x${at}`, version: '1', purl, 'bom-ref': String(at) }))
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }
  const inventory = await inventoryOfDocument(Buffer.from(JSON.stringify(bom)), 'bom.json', { maxBytes: 1e8 })
  const schemes = new Map<string, VersionScheme>()
  for (const { ecosystem } of inventory.components) if (ecosystem !== '') schemes.set(ecosystem, await loadVersionScheme(ecosystem))
  const scan = matchComponents(inventory.components, shop.services.advisories.current(), schemes)
  const project = await shop.project(org, 'hard')
  const upload = await shop.upload(project, bom)
  expect(await shop.findings(project)).toEqual(scan.findings.map(({ advisory: { id }, component }) => `${id} ${component}`).sort())
  expect(upload.result).toMatchObject({ components: inventory.components.length, unmatched: scan.unmatched })
  expect(scan.findings.length).toBeGreaterThan(40)
  expect(scan.unmatched).toBeGreaterThan(10)
})
