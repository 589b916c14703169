import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathsIn, readDetails } from '../../packages/server/src/ingest/read-detail.ts'
import type { PictureParts } from '../../packages/server/src/ingest/read-detail.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number
const HIGH = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }] }

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({
    npm: {
      'GHSA-1': npmRecord('GHSA-1', { left: [{ introduced: '0' }, { fixed: '1.2.0' }] }, HIGH),
      'GHSA-2': npmRecord('GHSA-2', { right: [{ introduced: '2.0.0' }] }),
      'MAL-1': npmRecord('MAL-1', { evil: [{ introduced: '0' }] }),
    },
  })
  org = await shop.organisation('ingest')
})
afterAll(() => shop.close())

async function counts(project: number): Promise<object | undefined> {
  const [row] = await shop.db.query(
    `SELECT c.n, c.unmatched, c.critical, c.high, c.medium, c.low, c.unknown, c.malware
     FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.project_id = $1 AND s.until IS NULL`,
    [project],
  )
  return row
}

test('an SBOM becomes a picture with its findings counted', async () => {
  const project = await shop.project(org, 'first')
  const upload = await shop.upload(project, npmBom(['left@1.1.0', 'right@2.5.0', 'evil@0.0.1', 'fine@1.0.0']))
  expect(upload).toMatchObject({ kind: 'sbom', state: 'done', result: { components: 4, findings: 3, unmatched: 0 } })
  expect(await shop.findings(project)).toEqual(['GHSA-1 pkg:npm/left@1.1.0', 'GHSA-2 pkg:npm/right@2.5.0', 'MAL-1 pkg:npm/evil@0.0.1'])
  expect(await counts(project)).toEqual({ n: 4, unmatched: 0, critical: 0, high: 1, medium: 0, low: 0, unknown: 1, malware: 1 })
})

test('the same picture again is no new one, and a known set of another project is not worked out again', async () => {
  const [a, b] = [await shop.project(org, 'a'), await shop.project(org, 'b')]
  const bom = npmBom(['left@1.0.0', 'fine@2.0.0'])
  const first = await shop.upload(a, bom)
  shop.turn(1000)
  const again = await shop.upload(a, { ...bom, version: 2 })
  expect(again.result['snapshot']).toBe(first.result['snapshot'])
  const before = await shop.db.query(
    'SELECT (SELECT count(*) FROM package_version) AS v, (SELECT count(*) FROM match) AS m, (SELECT count(*) FROM component_set) AS s',
  )
  await shop.upload(b, bom)
  expect(
    await shop.db.query(
      'SELECT (SELECT count(*) FROM package_version) AS v, (SELECT count(*) FROM match) AS m, (SELECT count(*) FROM component_set) AS s',
    ),
  ).toEqual(before)
  expect(await shop.findings(b)).toEqual(['GHSA-1 pkg:npm/left@1.0.0'])
})

test('another picture tells what came and went', async () => {
  const project = await shop.project(org, 'moves')
  await shop.upload(project, npmBom(['left@1.1.9', 'fine@1.0.0']))
  shop.turn(1000)
  await shop.upload(project, npmBom(['left@1.2.0', 'right@3.0.0']))
  const news = await shop.db.query<{ kind: string; text: string }>(
    `SELECT kind, payload->>'text' AS text FROM outbox WHERE project_id = $1 ORDER BY id`,
    [project],
  )
  expect(news.map(({ kind, text }) => `${kind}: ${text}`).sort()).toEqual([
    'finding.closed: GHSA-1 (high) went with pkg:npm/left@1.1.9',
    'finding.opened: GHSA-2 came with pkg:npm/right@3.0.0',
    'snapshot.changed: 2 components',
    'snapshot.changed: 2 components',
  ])
  expect(await shop.db.query('SELECT until IS NULL AS now FROM snapshot WHERE project_id = $1 ORDER BY id', [project])).toEqual([
    { now: false },
    { now: true },
  ])
})

test('graphs, scopes and places come back out of the store', async () => {
  const project = await shop.project(org, 'graph')
  const { result } = await shop.upload(
    project,
    npmBom(
      ['top@1.0.0', 'mid@1.0.0', 'left@1.0.0'],
      [
        ['app', 'top@1.0.0'],
        ['top@1.0.0', 'mid@1.0.0'],
        ['mid@1.0.0', 'left@1.0.0'],
      ],
    ),
  )
  const parts = await shop.db.query<PictureParts>(
    'SELECT s.set_id AS set, s.detail_id AS detail, c.n FROM snapshot s JOIN set_count c ON c.set_id = s.set_id WHERE s.id = $1',
    [result['snapshot']],
  )
  const [detail] = await readDetails(shop.db, parts)
  expect(pathsIn(detail!.detail, 'pkg:npm/left@1.0.0', 5)).toEqual([
    { file: 'bom.json', nodes: ['app', 'pkg:npm/top@1.0.0', 'pkg:npm/mid@1.0.0', 'pkg:npm/left@1.0.0'] },
  ])
  expect(detail!.of('pkg:npm/top@1.0.0')).toEqual({
    scopes: ['runtime'],
    direct: true,
    locations: [{ path: 'bom.json', line: null, kind: 'sbom' }],
    licences: [],
  })
  expect(detail!.of('pkg:npm/left@1.0.0')).toMatchObject({ direct: false })
  expect(detail!.of('pkg:npm/none@1.0.0')).toBeNull()
})

test('what could not be asked is unmatched, never clear', async () => {
  const project = await shop.project(org, 'unknowns')
  const bom = npmBom(['left@1.3.0']) as { components: object[] }
  bom.components.push(
    { type: 'library', name: 'left', purl: 'pkg:npm/left', 'bom-ref': 'x' },
    { type: 'library', name: 'crate', version: '1.0.0', purl: 'pkg:cargo/crate@1.0.0', 'bom-ref': 'y' },
    { type: 'library', name: 'thing', version: '1', 'bom-ref': 'z' },
  )
  const upload = await shop.upload(project, bom)
  expect(upload.result).toMatchObject({ components: 4, unmatched: 3, findings: 0 })
  const asked = await shop.db.query(
    `SELECT pv.purl, pv.asked FROM snapshot s JOIN component_set c ON c.id = s.set_id JOIN package_version pv ON pv.id = ANY(c.members)
     WHERE s.project_id = $1 ORDER BY pv.purl`,
    [project],
  )
  expect(asked).toEqual([
    { purl: 'pkg:cargo/crate@1.0.0', asked: 'no-data' },
    { purl: 'pkg:generic/thing@1', asked: 'no-ecosystem' },
    { purl: 'pkg:npm/left', asked: 'no-version' },
    { purl: 'pkg:npm/left@1.3.0', asked: 'asked' },
  ])
})

test.each([
  ['no document', 'hello'],
  ['broken JSON', '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": ['],
  ['another schema', '{"schemaVersion": "1.0", "nothing": true}'],
  ['no VEX', '{"@context": "https://openvex.dev/ns/v0.2.0", "statements": 5}'],
  ['no attestation', '{"payloadType": "x", "payload": "", "signatures": []}'],
])('%s fails with its reason and takes nothing away', async (_, text) => {
  const project = await shop.project(org, `bad-${text.length}`)
  await shop.upload(project, npmBom(['left@1.0.0']))
  const upload = await shop.upload(project, text)
  expect(upload.state).toBe('failed')
  expect(upload.problems[0]?.message).not.toBe('')
  expect(await shop.findings(project)).toEqual(['GHSA-1 pkg:npm/left@1.0.0'])
  expect(await shop.db.query(`SELECT kind FROM outbox WHERE project_id = $1 AND kind = 'upload.failed'`, [project])).toHaveLength(1)
})

test('texts that PostgreSQL has no room for are stored without it', async () => {
  const project = await shop.project(org, 'nul')
  const bom = npmBom(['left@1.0.0']) as { components: object[] }
  bom.components.push({
    type: 'library',
    name: 'a\u0000b\ud800',
    version: '1\u00002',
    'bom-ref': 'n',
    licenses: [{ license: { name: 'x\u0000\udfff' } }],
  })
  expect(await shop.upload(project, bom, { name: 'a\u0000.json' })).toMatchObject({ state: 'done', result: { components: 2 } })
})

test('VEX decides about findings, and again after they come back', async () => {
  const project = await shop.project(org, 'vex')
  await shop.upload(project, npmBom(['left@1.0.1', 'right@2.0.1']))
  const statement = {
    vulnerability: { name: 'GHSA-1' },
    products: [{ '@id': 'pkg:npm/left@1.0.1' }],
    status: 'not_affected',
    justification: 'component_not_present',
  }
  const vex = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:x',
    author: 'us',
    timestamp: '2026-02-01T00:00:00Z',
    version: 1,
    statements: [statement],
  }
  // Handing in is not deciding.
  expect(await shop.upload(project, vex, { decides: false })).toMatchObject({
    kind: 'vex',
    state: 'failed',
    problems: [{ message: expect.stringContaining('triage:write') as string }],
  })
  expect(await shop.db.query('SELECT 1 FROM triage WHERE project_id = $1', [project])).toEqual([])
  expect(await shop.upload(project, vex)).toMatchObject({ kind: 'vex', state: 'done' })
  const rows = (): Promise<readonly object[]> =>
    shop.db.query(
      `SELECT v.shown, pv.purl, t.status, t.justification, t.author FROM triage t JOIN vulnerability v ON v.id = t.vulnerability_id
      JOIN package_version pv ON pv.id = t.version_id WHERE t.project_id = $1 AND t.until IS NULL`,
      [project],
    )
  const decided = [
    { shown: 'GHSA-1', purl: 'pkg:npm/left@1.0.1', status: 'not-affected', justification: 'component_not_present', author: 'us' },
  ]
  expect(await rows()).toEqual(decided)
  shop.turn(1000)
  await shop.upload(project, npmBom(['right@2.0.1']))
  expect(await rows()).toEqual([])
  shop.turn(1000)
  await shop.upload(project, npmBom(['left@1.0.1']))
  expect(await rows()).toEqual(decided)
})
