import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scan } from '@cupel/engine'
import { catalogueIds, checkPolicies } from '@cupel/engine/policy'
import { bomOfInventory, writeBom, writeOpenVex } from '@cupel/formats'
import type { AdvisoryIndex } from '@cupel/advisory'
import type { AssessmentReport, Component, PolicyReport, RequirementReport } from '@cupel/model'
import { readPack } from '@cupel/policy'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestUpload } from '../ingest/ingest-uploads.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { osvIndex } from '../testing/osv-index.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import { shippedPacks } from './shipped-packs.ts'
import { storedVersions } from './stored-versions.ts'
import { SYSTEM_VIEWER } from './system-viewer.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
let db: Database
let folder: string
let index: AdvisoryIndex
let organisation: number
let catalogues: ReadonlyMap<string, ReadonlySet<string>>

const range = (introduced: string, fixed?: string) => ({
  type: 'SEMVER',
  events: [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])],
})
const RECORDS = [
  {
    id: 'GHSA-aaaa-aaaa-aaaa',
    aliases: ['CVE-2025-1001'],
    modified: '2026-01-01T00:00:00Z',
    published: '2025-11-01T00:00:00Z',
    summary: 'left pads too far',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [{ package: { ecosystem: 'npm', name: 'left' }, ranges: [range('0', '1.2.0')] }],
  },
  {
    id: 'GHSA-bbbb-bbbb-bbbb',
    modified: '2026-01-01T00:00:00Z',
    summary: 'right leaks',
    affected: [{ package: { ecosystem: 'npm', name: 'right' }, ranges: [range('1.0.0', '1.0.1'), range('2.0.0')] }],
  },
  {
    id: 'MAL-2026-1',
    modified: '2026-01-02T00:00:00Z',
    summary: 'steals',
    affected: [{ package: { ecosystem: 'npm', name: 'evil' }, versions: ['1.0.0'] }],
  },
  {
    id: 'PYSEC-2025-9',
    modified: '2026-01-01T00:00:00Z',
    affected: [
      { package: { ecosystem: 'PyPI', name: 'snake' }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.1' }] }] },
    ],
  },
]

beforeAll(async () => {
  db = await openTestDatabase()
  catalogues = await catalogueIds()
  folder = mkdtempSync(join(tmpdir(), 'cupel-same-'))
  index = await osvIndex(RECORDS, {
    signals: new Map([['CVE-2025-1001', { kev: { added: '2026-01-03', due: '2026-01-24', ransomware: false } }]]),
  })
  const [row] = await db.query<{ id: number }>(
    "INSERT INTO organisation (slug, name, created_at) VALUES ('acme', 'Acme', $1) RETURNING id",
    [NOW],
  )
  organisation = row?.id ?? 0
  const { ecosystems, ...state } = index.state
  await db.run("INSERT INTO setting (key, value) VALUES ('advisory-data', $1::jsonb)", [JSON.stringify({ ...state, ecosystems })])
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const services = (): Services => ({
  db,
  now: () => NOW,
  random: (bytes) => new Uint8Array(bytes),
  log: silentLog,
  jobs: { send: async () => {} },
  advisories: { home: null, current: () => index, close() {} },
})

const PURLS = [
  'pkg:npm/left@1.1.0',
  'pkg:npm/left@1.2.0',
  'pkg:npm/right@1.0.0',
  'pkg:npm/right@2.3.0',
  'pkg:npm/evil@1.0.0',
  'pkg:npm/%40acme/own@0.1.0',
  'pkg:pypi/snake@3.0',
  'pkg:pypi/snake@3.1',
  'pkg:cargo/crab@1.0.0',
  'pkg:generic/thing@1',
  'pkg:npm/unpinned',
]

const component = fc.record({
  purl: fc.constantFrom(...PURLS),
  scopes: fc.constantFrom<Component['scopes']>(['runtime'], ['dev'], ['optional', 'dev']),
  direct: fc.boolean(),
  licence: fc.constantFrom('MIT', 'GPL-3.0-only', 'SSPL-1.0', 'see LICENSE', ''),
  hashed: fc.boolean(),
})
const said = fc.option(
  fc.record({
    purl: fc.constantFrom(...PURLS),
    id: fc.constantFrom('CVE-2025-1001', 'GHSA-bbbb-bbbb-bbbb', 'MAL-2026-1', 'PYSEC-2025-9'),
    status: fc.constantFrom('not_affected', 'under_investigation', 'fixed', 'affected') as fc.Arbitrary<'not_affected' | 'fixed'>,
  }),
  { nil: null },
)

type Chosen = typeof component extends fc.Arbitrary<infer T> ? T : never

/** Licences and hashes are facts of the version: one purl has the same in every document. */
function inventory(chosen: readonly Chosen[], run: number): readonly Component[] {
  const byPurl = new Map(chosen.map((one) => [one.purl, one]))
  return [...byPurl.values()].map(({ purl, scopes, direct, licence, hashed }): Component => {
    const [, type = '', rest = ''] = /^pkg:([^/]+)\/(.*)$/.exec(purl) ?? []
    // Every run has packages of its own names beside the known ones, so that stored facts are those of this document.
    const own = rest.startsWith('%40acme') ? `pkg:npm/%40acme/own-${run}@0.1.0` : purl
    const [name = '', version = ''] = (own.split('/').at(-1) ?? '').split('@')
    const fresh = own !== purl
    return {
      purl: own,
      name: fresh ? `@acme/${name}` : name,
      version,
      ecosystem: type === 'npm' ? 'npm' : type === 'pypi' ? 'PyPI' : type === 'cargo' ? 'crates.io' : '',
      scopes,
      direct,
      evidence: [{ path: 'package-lock.json', line: 3, by: 'test', kind: 'lock' }],
      licenses: fresh && licence !== '' ? [licence] : [],
      hashes: fresh && hashed ? [{ algorithm: 'sha256', value: 'a'.repeat(64) }] : [],
    }
  })
}

function outcomes(report: PolicyReport): unknown {
  return report.packs.map(({ id, outcome, rules }) => ({
    id,
    outcome,
    rules: rules.map((rule) => ({
      id: rule.id,
      outcome: rule.outcome,
      counts: rule.counts,
      results: rule.results.map(({ subject, outcome: own, message }) => `${subject} ${own} ${message}`).sort(),
    })),
  }))
}

test('the same packs over the same documents say the same on the command line and on the server', async () => {
  const packs = shippedPacks().map(({ id, text }) => readPack(text, id))
  const seen = new Set<string>()
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(component, { minLength: 1, maxLength: 8 }),
      fc.array(said, { maxLength: 3 }),
      fc.boolean(),
      fc.option(fc.nat({ max: 999 })),
      async (chosen, words, asBom, assessed) => {
        run += 1
        const components = inventory(chosen, run)
        const bom = bomOfInventory({
          name: `project-${run}`,
          version: '',
          components,
          graphs: [],
          problems: [],
          created: '',
          tool: { name: 'test', version: '1' },
        })
        const files = join(folder, String(run))
        mkdirSync(files)
        const text = writeBom(bom, asBom ? 'cyclonedx-1.6-json' : 'spdx-2.3-json')
        const name = asBom ? 'bom.cdx.json' : 'bom.spdx.json'
        writeFileSync(join(files, name), text)
        const stated = words.filter((one) => one !== null)
        const vex = stated.length === 0 ? null : vexOf(stated)
        if (vex !== null) writeFileSync(join(files, 'own.openvex.json'), vex)
        const report = await scan(name, {
          cwd: files,
          index,
          now: () => NOW,
          env: {},
          ...(vex === null ? {} : { vex: ['own.openvex.json'] }),
        })
        const assessment = assessed === null ? null : assessmentOf(assessed)
        const documents = [
          { kind: 'scan', report, source: name },
          ...(assessment === null ? [] : [{ kind: 'assessment', report: assessment, source: 'assessment.json' }]),
        ]
        const [local] = checkPolicies(packs, documents as never, NOW)
        const [project] = await db.query<{ id: number }>(
          'INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, $2, $3, $4) RETURNING id',
          [organisation, `project-${run}`, name, NOW],
        )
        const id = project?.id ?? 0
        await upload(id, text, name)
        if (vex !== null) await upload(id, vex, 'own.openvex.json')
        if (assessment !== null) await upload(id, JSON.stringify(assessment), 'assessment.json')
        const picture = { viewer: SYSTEM_VIEWER, at: null, now: NOW }
        const [stored] = await evaluateProjects(db, picture, {
          projects: [id],
          packs: packs.map((pack) => ({ id: 0, organisation, pack })),
          versions: storedVersions(db),
          explained: 1000,
        })
        const remote = { packs: stored?.packs.map(({ report: one }) => one) ?? [] } as unknown as PolicyReport
        expect(outcomes(remote)).toEqual(outcomes(local?.policy as PolicyReport))
        for (const rule of remote.packs.flatMap(({ rules }) => rules)) seen.add(`${rule.subject} ${rule.outcome}`)
      },
    ),
    { seed: 1, numRuns: 12 },
  )
  expect([...seen]).toEqual(
    expect.arrayContaining(
      ['component', 'finding', 'project', 'assessment'].flatMap((subject) => [`${subject} pass`, `${subject} fail`, `${subject} unknown`]),
    ),
  )
})

test.each([
  ['all', {}],
  ['what is shipped', { noDev: true }],
  ['one ecosystem', { ecosystems: ['npm'], exclude: ['old/'] }],
] as const)('a report of a scan of %s says the same as the scan: kinds of evidence, scopes, licences, hashes', async (slug, asked) => {
  const packs = shippedPacks().map(({ id, text }) => readPack(text, id))
  const files = join(folder, slug)
  mkdirSync(join(files, 'old'), { recursive: true })
  writeFileSync(join(files, 'old', 'requirements.txt'), 'snake==3.0\n')
  const integrity = `sha512-${Buffer.alloc(64, 7).toString('base64')}`
  const lock = {
    name: 'shop',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { name: 'shop', version: '1.0.0', license: 'Apache-2.0', dependencies: { left: '1.1.0' }, devDependencies: { evil: '1.0.0' } },
      'node_modules/left': { version: '1.1.0', integrity, license: 'MIT', dependencies: { right: '*' } },
      'node_modules/right': { version: '2.3.0', license: 'GPL-3.0-only' },
      'node_modules/evil': { version: '1.0.0', dev: true, integrity },
    },
  }
  writeFileSync(join(files, 'package-lock.json'), JSON.stringify(lock))
  // Versions whose facts no other document of this store has stated.
  await db.run('TRUNCATE component_set, package_version, version_hash CASCADE')
  // As another process sees it: this one has met the versions that are gone, which no product ever takes away.
  db = { ...db }
  const report = await scan('.', { cwd: files, index, now: () => NOW, env: {}, ...asked })
  const [local] = checkPolicies(packs, [{ kind: 'scan', report, source: 'scan.json' } as never], NOW)
  const [project] = await db.query<{ id: number }>(
    "INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, $3, '.', $2) RETURNING id",
    [organisation, NOW, `scan-${slug}`],
  )
  await upload(project?.id ?? 0, JSON.stringify(report), 'scan.json')
  const [stored] = await evaluateProjects(
    db,
    { viewer: SYSTEM_VIEWER, at: null, now: NOW },
    {
      projects: [project?.id ?? 0],
      packs: packs.map((pack) => ({ id: 0, organisation, pack })),
      versions: storedVersions(db),
      explained: 1000,
    },
  )
  const remote = { packs: stored?.packs.map(({ report: one }) => one) ?? [] } as unknown as PolicyReport
  expect(report.components.flatMap(({ evidence }) => evidence.map(({ kind }) => kind))).toContain('lock')
  expect(outcomes(remote)).toEqual(outcomes(local?.policy as PolicyReport))
})

function vexOf(words: readonly { readonly purl: string; readonly id: string; readonly status: 'not_affected' | 'fixed' }[]): string {
  const statements = words.map(({ purl, id, status }) => ({
    format: 'openvex' as const,
    vulnerabilities: [id],
    products: [{ ids: [purl], cpes: [], hashes: [], versions: [], subcomponents: [] }],
    status,
    justification: '',
    impact: 'because',
    action: 'act',
    author: '',
    timestamp: '2026-01-15T00:00:00Z',
    documentId: '',
    source: '',
    line: 0,
  }))
  return writeOpenVex(statements, { author: 'us', timestamp: '2026-01-15T00:00:00Z', id: 'urn:test' })
}

async function upload(projectId: number, text: string, name: string): Promise<void> {
  const { id } = await receiveUpload(services(), {
    projectId,
    bytes: Buffer.from(text),
    kind: 'auto',
    name,
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await ingestUpload(services(), { upload: id })
  const [row] = await db.query<{ state: string; problems: unknown }>('SELECT state, problems FROM upload WHERE id = $1', [id])
  if (row?.state !== 'done') throw new Error(JSON.stringify(row))
}

const STATUSES: readonly RequirementReport['status'][] = ['met', 'unmet', 'n/a', 'unknown', 'question']

/** An assessment whose answers are drawn by a number. */
function assessmentOf(drawn: number): AssessmentReport {
  const requirement = (id: string, at: number): RequirementReport => ({
    id,
    title: id,
    group: '',
    level: '1',
    category: 'MUST',
    status: STATUSES[(drawn * 31 + at * (1 + (drawn % 7))) % STATUSES.length] ?? 'met',
    basis: 'evidence',
    confidence: 'high',
    justification: 'so',
    places: [],
    contradicted: false,
  })
  return {
    schemaVersion: '1.0',
    tool: { name: 'cupel', version: '1' },
    asOf: '2026-01-20T00:00:00Z',
    project: { name: 'thing', url: 'https://forge.example/acme/thing', commit: `${drawn}` },
    reading: 'cupel',
    score: (drawn % 101) / 10,
    checks: [{ id: 'Code-Review', title: 'Code review', risk: 'high', score: (drawn % 12) - 1, reason: 'so', missing: [], answers: [] }],
    standards: [...catalogues].map(([id, ids]) => ({
      id,
      title: id,
      version: '1',
      reached: null,
      levels: [],
      requirements: [...ids].map(requirement),
    })),
    slsa: [{ track: 'build', claimed: null, shown: drawn % 4 }],
    claims: [],
    criticality: [],
    memorySafety: null,
    forge: null,
    problems: [],
    summary: { scored: 1, byClone: 0, inconclusive: 0, partlySeen: 0, contradictedClaims: 0 },
  }
}
