import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bomOfInventory, readVex, validateBom, writeBom } from '@cupel/formats'
import type { Component, DependencyGraph } from '@cupel/model'
import { inventoryOfDocument } from '@cupel/engine/bom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestUpload } from '../ingest/ingest-uploads.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import { installPack } from '../policy/change-packs.ts'
import { SYSTEM_VIEWER } from '../policy/system-viewer.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { osvIndex } from '../testing/osv-index.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let app: TestApp
let services: Services
let reader: TestPerson
let stranger: TestPerson
let project: number
let organisation: number
let folder: string

const component = (purl: string, more: Partial<Component> = {}): Component => {
  const [, name = '', version = ''] = /^pkg:npm\/(.*)@(.*)$/.exec(purl) ?? []
  return {
    purl,
    name: name.replace('%40', '@'),
    version,
    ecosystem: 'npm',
    scopes: ['runtime'],
    direct: false,
    evidence: [{ path: 'package-lock.json', line: 7, by: 'test', kind: 'lock' }],
    licenses: ['MIT'],
    hashes: [],
    ...more,
  }
}
const COMPONENTS = [
  component('pkg:npm/%40acme/kit@1.0.0', { direct: true }),
  component('pkg:npm/left@1.0.0', { hashes: [{ algorithm: 'sha256', value: 'ab'.repeat(32) }], licenses: ['MIT OR Apache-2.0'] }),
  component('pkg:npm/right@2.0.0', { scopes: ['dev'] }),
]
const GRAPHS: readonly DependencyGraph[] = [
  {
    path: 'package-lock.json',
    projects: [{ name: 'shop', version: '1.0.0', path: '', licenses: ['Apache-2.0'] }],
    components: COMPONENTS.map(({ purl }) => purl),
    edges: [
      [0, 1],
      [1, 2],
      [0, 3],
    ],
  },
]
const SBOM = writeBom(
  bomOfInventory({
    name: 'shop',
    version: '1.0.0',
    components: COMPONENTS,
    graphs: GRAPHS,
    problems: [],
    created: '',
    tool: { name: 'test', version: '1' },
  }),
  'cyclonedx-1.6-json',
)
const affected = (name: string, fixed: string) => [
  { package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] },
]

beforeAll(async () => {
  db = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'cupel-export-'))
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  app = await openTestApp(db)
  const index = await osvIndex([
    {
      id: 'GHSA-aaaa-aaaa-aaaa',
      aliases: ['CVE-2025-1001'],
      modified: '2026-01-01T00:00:00Z',
      summary: 'left pads too far',
      affected: affected('left', '1.2.0'),
    },
    {
      id: 'GHSA-bbbb-bbbb-bbbb',
      aliases: ['CVE-2025-1002'],
      modified: '2026-01-01T00:00:00Z',
      summary: 'left falls',
      affected: affected('left', '2.0.0'),
    },
    { id: 'GHSA-cccc-cccc-cccc', modified: '2026-01-01T00:00:00Z', summary: 'right leaks', affected: affected('right', '2.5.0') },
    { id: 'GHSA-dddd-dddd-dddd', modified: '2026-01-01T00:00:00Z', summary: 'kit breaks', affected: affected('@acme/kit', '1.1.0') },
  ])
  services = { ...app.services, advisories: { home: null, current: () => index, close() {} } }
  organisation = await idOf("INSERT INTO organisation (slug, name, created_at) VALUES ('acme', 'Acme', now()) RETURNING id")
  project = await idOf("INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, 'shop', 'Shop', '2026-01-01') RETURNING id", [
    organisation,
  ])
  reader = await app.person('reader', { role: 'viewer', organisation })
  stranger = await app.person('stranger', {
    role: 'viewer',
    organisation: await idOf("INSERT INTO organisation (slug, name, created_at) VALUES ('other', 'Other', now()) RETURNING id"),
  })
  const { id } = await receiveUpload(services, {
    projectId: project,
    bytes: Buffer.from(SBOM),
    kind: 'auto',
    name: '../../etc/bom".cdx.json',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await ingestUpload(services, { upload: id })
})
afterAll(async () => {
  await app.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

async function idOf(sql: string, values: readonly unknown[] = []): Promise<number> {
  const [row] = await db.query<{ id: number }>(sql, values)
  return row?.id ?? 0
}

const told = ({ purl, name, version, ecosystem, scopes, direct, licenses, hashes }: Component) => ({
  purl,
  name,
  version,
  ecosystem,
  scopes,
  direct,
  licenses,
  hashes,
})

test.each([
  ['cyclonedx', 'application/vnd.cyclonedx+json; version=1.6', /^attachment; filename="shop-2026-06-01\.cdx\.json"$/],
  ['cyclonedx-1.5-xml', 'application/vnd.cyclonedx+xml; version=1.5', /\.cdx\.xml"$/],
  ['spdx', 'application/spdx+json; version=2.3', /\.spdx\.json"$/],
  ['spdx-2.3-tag-value', 'text/spdx; version=2.3; charset=utf-8', /\.spdx"$/],
  ['spdx-3.0.1-json', 'application/spdx+json; version=3.0.1', /\.spdx\.json"$/],
])('the bill of materials as %s is read back to the same components', async (format, media, disposition) => {
  const answer = await reader.send('GET', `projects/${project}/sbom?format=${format}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe(media)
  expect(answer.headers['content-disposition']).toMatch(disposition)
  expect(validateBom(answer.body)).toEqual([])
  const ours = await inventoryOfDocument(answer.rawPayload, 'bom', { maxBytes: 1e6 })
  const theirs = await inventoryOfDocument(Buffer.from(SBOM), 'bom', { maxBytes: 1e6 })
  expect(ours.components.map(told)).toEqual(theirs.components.map(told))
  expect(ours.problems).toEqual(theirs.problems)
  const edges = ({ graphs }: typeof ours) =>
    graphs.flatMap((graph) => graph.edges.map(([from, to]) => `${nameAt(graph, from)} → ${nameAt(graph, to)}`)).sort()
  expect(edges(ours).filter((edge) => edge.startsWith('pkg:'))).toEqual(['pkg:npm/%40acme/kit@1.0.0 → pkg:npm/left@1.0.0'])
  const again = await reader.send('GET', `projects/${project}/sbom?format=${format}`, {
    headers: { 'if-none-match': String(answer.headers['etag']) },
  })
  expect([again.statusCode, again.body]).toEqual([304, ''])
})

function nameAt({ projects, components }: DependencyGraph, node: number): string {
  return projects[node]?.name ?? components[node - projects.length] ?? ''
}

test('what the store keeps of a picture is what the document says', async () => {
  const answer = await reader.send('GET', `projects/${project}/sbom`)
  const bom = answer.json<{ components: { purl: string; properties: { name: string; value: string }[] }[] }>()
  const left = bom.components.find(({ purl }) => purl === 'pkg:npm/left@1.0.0')
  expect(left?.properties).toContainEqual({ name: 'cupel:scope', value: 'runtime' })
})

test('nothing is downloaded by who does not see the project', async () => {
  for (const path of ['sbom', 'vex', 'document', 'assessment', 'policy', 'policy/attestation']) {
    expect([path, (await stranger.send('GET', `projects/${project}/${path}`)).statusCode]).toEqual([path, 404])
    expect([path, (await reader.send('GET', `projects/${project + 1}/${path}`)).statusCode]).toEqual([path, 404])
    expect([path, (await app.app.inject({ url: `/api/v1/projects/${project}/${path}` })).statusCode]).toEqual([path, 401])
  }
  expect((await reader.send('GET', `projects/${project}/sbom?format=word`)).statusCode).toBe(400)
  expect((await reader.send('GET', `projects/${project}/vex`)).json()).toMatchObject({ type: expect.stringContaining('nothing-stated') })
})

test('the raw document comes back byte by byte, and never as a page', async () => {
  const present = await reader.send('GET', `projects/${project}/document`)
  expect(present.body).toBe(SBOM)
  expect(present.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="bom-.cdx.json"',
    'x-content-type-options': 'nosniff',
  })
  const { snapshot } = (await reader.send('GET', `projects/${project}`)).json<{ snapshot: { document: string } }>()
  expect((await reader.send('GET', `projects/${project}/document?digest=${snapshot.document}`)).body).toBe(SBOM)
  expect((await reader.send('GET', `projects/${project}/document?digest=${'0'.repeat(64)}`)).statusCode).toBe(404)
  const elsewhere = await idOf(
    "INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, 'till', 'Till', '2026-01-01') RETURNING id",
    [organisation],
  )
  expect((await reader.send('GET', `projects/${elsewhere}/document?digest=${snapshot.document}`)).statusCode).toBe(404)
  expect((await reader.send('GET', `projects/${elsewhere}/sbom`)).statusCode).toBe(404)
})

test.each(['openvex', 'csaf', 'cyclonedx'])('decisions as %s are read back to the same statements', async (format) => {
  const triager = await app.person(`triager-${format}`, { role: 'triager', organisation })
  const vulnerability = async (name: string) => idOf('SELECT vulnerability_id AS id FROM alias WHERE alias = $1', [name])
  const say = async (name: string, more: object) => {
    const [present] = await db.query<{ version: number }>('SELECT version FROM triage WHERE vulnerability_id = $1 AND until IS NULL', [
      await vulnerability(name),
    ])
    const headers = present === undefined ? {} : { 'if-match': `"${present.version}"` }
    const answer = await triager.send('PUT', 'triage', { payload: { project, vulnerability: await vulnerability(name), ...more }, headers })
    expect(answer.statusCode).toBe(200)
  }
  await say('GHSA-aaaa-aaaa-aaaa', {
    status: 'not-affected',
    justification: 'vulnerable_code_not_in_execute_path',
    statement: 'we never pad',
  })
  await say('GHSA-bbbb-bbbb-bbbb', { status: 'accepted', statement: 'it falls gently' })
  await say('GHSA-cccc-cccc-cccc', { status: 'under-investigation' })
  const answer = await reader.send('GET', `projects/${project}/vex?format=${format}`)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="[a-z0-9._-]+\.json"$/)
  const read = readVex(answer.body, 'vex')
  expect(read.problems).toEqual([])
  const seen = read.statements.map(({ vulnerabilities, products, status, justification }) => ({
    vulnerabilities: [...vulnerabilities].sort(),
    products: products.flatMap(({ ids }) => [...new Set(ids)]),
    status,
    justified: justification !== '',
  }))
  expect(seen.sort((a, b) => ((a.vulnerabilities[0] ?? '') < (b.vulnerabilities[0] ?? '') ? -1 : 1))).toEqual([
    {
      vulnerabilities: ['CVE-2025-1001', 'GHSA-aaaa-aaaa-aaaa'],
      products: ['pkg:npm/left@1.0.0'],
      status: 'not_affected',
      justified: true,
    },
    { vulnerabilities: ['CVE-2025-1002', 'GHSA-bbbb-bbbb-bbbb'], products: ['pkg:npm/left@1.0.0'], status: 'affected', justified: false },
    { vulnerabilities: ['GHSA-cccc-cccc-cccc'], products: ['pkg:npm/right@2.0.0'], status: 'under_investigation', justified: false },
  ])
  expect(answer.body).toContain('it falls gently')
  expect((await reader.send('GET', `projects/${project}/vex?format=${format}`)).body).toBe(answer.body)
})

test('the verdict is an in-toto statement about the document, and signed where there is a key', async () => {
  expect((await reader.send('GET', `projects/${project}/policy/attestation`)).statusCode).toBe(404)
  await installPack(
    { services, viewer: { ...SYSTEM_VIEWER, mayIn: () => true }, now: services.now() },
    { organisation: 'acme', shipped: 'default' },
  )
  const answer = await reader.send('GET', `projects/${project}/policy/attestation`)
  expect(answer.headers['content-type']).toBe('application/vnd.in-toto+json')
  const { snapshot } = (await reader.send('GET', `projects/${project}`)).json<{ snapshot: { document: string } }>()
  const digest = { sha256: snapshot.document.slice(7) }
  expect(answer.json()).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ digest }],
    predicateType: expect.stringMatching(/^urn:.*policy-verdict/),
    predicate: { verificationResult: 'FAILED', inputAttestations: [{ digest }], policies: [{ id: 'default', version: '1.0.0' }] },
  })
  const signing = await openTestApp(db, { signingKey: { file: join(folder, 'key.pem') } })
  const person = await signing.person('signed', { role: 'viewer', organisation })
  const bundle = await person.send('GET', `projects/${project}/policy/attestation`)
  expect(bundle.json()).toMatchObject({ dsseEnvelope: { payloadType: 'application/vnd.in-toto+json', signatures: [{}] } })
  await signing.close()
})

test('an assessment is shown with its history', async () => {
  expect((await reader.send('GET', `projects/${project}/assessment`)).json()).toMatchObject({
    score: null,
    since: null,
    checks: [],
    history: [],
  })
  for (const score of [4, 6.5]) {
    app.advance(1000)
    const { id } = await receiveUpload(services, {
      projectId: project,
      bytes: Buffer.from(JSON.stringify(assessment(score))),
      kind: 'auto',
      name: 'assessment.json',
      actor: 'test',
      decides: true,
      origin: 'api',
    })
    await ingestUpload(services, { upload: id })
  }
  expect((await reader.send('GET', `projects/${project}/assessment`)).json()).toMatchObject({
    score: 6.5,
    repository: 'https://forge.example/acme/shop',
    checks: [{ id: 'Code-Review', score: 6.5, reason: 'some changes are looked at', remedy: '' }],
    standards: [{ id: 'osps-baseline', met: 1, unmet: 0, unknown: 1, notApplicable: 0 }],
    history: [{ score: 4 }, { score: 6.5 }],
  })
})

function assessment(score: number): object {
  const requirement = (id: string, status: string) => ({
    id,
    title: id,
    group: '',
    level: '1',
    category: 'MUST',
    status,
    basis: 'evidence',
    confidence: 'high',
    justification: '',
    places: [],
    contradicted: false,
  })
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: '1' },
    asOf: '2026-05-01T00:00:00Z',
    project: { name: 'shop', url: 'https://forge.example/acme/shop', commit: 'c0ffee' },
    reading: 'cupel',
    score,
    checks: [
      { id: 'Code-Review', title: 'Code review', risk: 'high', score, reason: 'some changes are looked at', missing: [], answers: [] },
    ],
    standards: [
      {
        id: 'osps-baseline',
        title: 'OSPS Baseline',
        version: '1',
        reached: null,
        levels: [],
        requirements: [requirement('OSPS-AC-01.01', 'met'), requirement('OSPS-AC-02.01', 'question')],
      },
    ],
    slsa: [],
    claims: [],
    criticality: [],
    memorySafety: null,
    forge: null,
    problems: [],
    summary: { scored: 1, byClone: 0, inconclusive: 0, partlySeen: 0, contradictedClaims: 0 },
  }
}
