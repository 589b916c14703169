import type { AdvisoryIndex } from '@cupel/advisory'
import { bomOfInventory, writeBom } from '@cupel/formats'
import type { Component } from '@cupel/model'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../feed/upsert-advisory.ts'
import { ingestUpload } from '../ingest/ingest-uploads.ts'
import { receiveUpload } from '../ingest/receive-upload.ts'
import type { Picture } from '../read/picture.ts'
import type { Services } from '../services.ts'
import type { Database } from '../store/database.ts'
import { osvIndex } from '../testing/osv-index.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { endTriage, setTriage } from '../write/set-triage.ts'
import { endException, grantException } from './change-exceptions.ts'
import { endPack, installPack } from './change-packs.ts'
import { evaluateProjects } from './evaluate-projects.ts'
import { claimDue, policyTouched, stillOwed, TOUCH_QUEUE, touchHolders } from './policy-due.ts'
import { readyPacks } from './ready-packs.ts'
import { runEvaluation } from './run-evaluation.ts'
import { storedVersions } from './stored-versions.ts'
import { SYSTEM_VIEWER } from './system-viewer.ts'

const root = { ...SYSTEM_VIEWER, name: 'root', mayIn: () => true }
const never = new AbortController().signal
let db: Database
let index: AdvisoryIndex
let time = Date.parse('2026-02-01T00:00:00Z')
const jobs: { queue: string; payload: object }[] = []
const projects: number[] = []

const services = (): Services => ({
  db,
  now: () => new Date(time),
  random: (bytes) => new Uint8Array(bytes),
  log: silentLog,
  jobs: { send: async (queue, payload) => void jobs.push({ queue, payload }) },
  advisories: { home: null, current: () => index, close() {} },
})
const picture = (): Picture => ({ viewer: root, at: null, now: new Date(time) })
const call = () => ({ services: services(), viewer: root, now: new Date(time) })

const PACK = `policy: 1
id: own
title: Our own
version: 1.0.0
model: ">=1.0 <2.0"
rules:
  - id: no-critical
    title: Nothing critical
    severity: high
    subject: finding
    when: finding.counts
    assert: finding.severity != "critical"
    message: \${finding.advisory}
    remediation: Upgrade.
  - id: no-left
    title: No left
    severity: low
    subject: component
    assert: component.name != "left"
    message: \${component.name}
    remediation: Remove.
  - id: young
    title: Found lately
    severity: info
    subject: project
    assert: now - project.data.modified < days(40)
    message: old
    remediation: Sync.
`

beforeAll(async () => {
  db = await openTestDatabase()
  index = await osvIndex([record('GHSA-0000-0000-0001', 'left', '9')])
  const [row] = await db.query<{ id: number }>(
    "INSERT INTO organisation (slug, name, created_at) VALUES ('acme', 'Acme', $1) RETURNING id",
    [new Date(time)],
  )
  await db.run("INSERT INTO setting (key, value) VALUES ('advisory-data', $1::jsonb)", [JSON.stringify(index.state)])
  await installPack(call(), { body: PACK })
  for (const slug of ['one', 'two', 'three']) {
    const [made] = await db.query<{ id: number }>(
      'INSERT INTO project (org_id, slug, name, created_at) VALUES ($1, $2, $2, $3) RETURNING id',
      [row?.id, slug, new Date(time)],
    )
    projects.push(made?.id ?? 0)
  }
  await db.transaction((transaction) => policyTouched(transaction, services(), 'all'))
})
afterAll(() => db.close())

function record(id: string, name: string, fixed: string, critical = true) {
  const vector = critical ? 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' : 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N'
  return {
    id,
    modified: new Date(time).toISOString(),
    summary: id,
    severity: [{ type: 'CVSS_V3', score: vector }],
    affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }],
  }
}

async function upload(project: number, names: readonly string[]): Promise<void> {
  const components = names.map((name): Component => {
    return {
      purl: `pkg:npm/${name}@1.0.0`,
      name,
      version: '1.0.0',
      ecosystem: 'npm',
      scopes: ['runtime'],
      direct: true,
      evidence: [],
      licenses: [],
      hashes: [],
    }
  })
  const bom = bomOfInventory({
    name: 'x',
    version: '',
    components,
    graphs: [],
    problems: [],
    created: '',
    tool: { name: 'test', version: '1' },
  })
  const bytes = Buffer.from(writeBom(bom, 'cyclonedx-1.6-json'))
  const { id } = await receiveUpload(services(), {
    projectId: project,
    bytes,
    kind: 'sbom',
    name: 'bom.json',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await ingestUpload(services(), { upload: id })
}

type Event = {
  readonly kind: 'upload' | 'advisory' | 'triage' | 'untriage' | 'except' | 'unexcept' | 'wait'
  readonly project: number
  readonly pick: number
}

const event: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom('upload', 'upload', 'advisory', 'triage', 'untriage', 'except', 'unexcept', 'wait'),
  project: fc.nat({ max: 2 }),
  pick: fc.nat({ max: 7 }),
})
const NAMES = ['left', 'right', 'up', 'down']

async function happen({ kind, project: at, pick }: Event): Promise<void> {
  const project = projects[at] as number
  const end = new Date(time + 3_600_000).toISOString()
  const [vulnerability] = await db.query<{ id: number }>(
    'SELECT id FROM vulnerability WHERE merged_into IS NULL ORDER BY id OFFSET $1 LIMIT 1',
    [pick % 3],
  )
  switch (kind) {
    case 'upload':
      return upload(
        project,
        NAMES.filter((_, bit) => ((pick + 1) & (1 << bit)) !== 0),
      )
    case 'advisory':
      return void (await upsertAdvisory(
        services(),
        record(`GHSA-0000-0000-000${pick % 3}`, NAMES[pick % 4] as string, pick < 4 ? '9' : '0.5', pick % 2 === 0),
        { orgId: null, index },
      ))
    case 'triage': {
      if (vulnerability === undefined) return
      const present = await db.query<{ version: number }>(
        'SELECT version FROM triage WHERE project_id = $1 AND vulnerability_id = $2 AND until IS NULL',
        [project, vulnerability.id],
      )
      const input = {
        project,
        vulnerability: vulnerability.id,
        status: 'accepted' as const,
        statement: 'known',
        ...(pick < 4 ? { expires: end } : {}),
      }
      return void (await setTriage(services(), picture(), input, present[0]?.version ?? null))
    }
    case 'untriage': {
      const [open] = await db.query<{ id: number }>('SELECT id FROM triage WHERE until IS NULL ORDER BY id LIMIT 1')
      return open === undefined ? undefined : endTriage(services(), picture(), open.id, null)
    }
    case 'except':
      return void (await grantException(call(), {
        pack: 'own',
        rule: pick % 2 === 0 ? 'no-left' : 'no-critical',
        owner: 'Ada',
        reason: 'soon',
        expires: end,
        ...(pick < 4 ? { project } : {}),
      }))
    case 'unexcept': {
      const [open] = await db.query<{ id: number }>('SELECT id FROM policy_exception WHERE ended_at IS NULL ORDER BY id LIMIT 1')
      return open === undefined ? undefined : endException(call(), open.id)
    }
    case 'wait':
      time += pick < 6 ? 3_700_000 : 45 * 86_400_000
  }
}

/** As the workers do: first what finds projects, then what asks their packs. */
async function work(): Promise<void> {
  for (const { queue, payload } of jobs.splice(0)) {
    const { vulnerabilities, at } = payload as { vulnerabilities: number[]; at: string }
    if (queue === TOUCH_QUEUE) await touchHolders(services(), vulnerabilities, new Date(at))
  }
  await runEvaluation(services(), never)
}

async function stored(): Promise<unknown> {
  return db.query(`SELECT project_id AS project, rule, outcome, counts FROM policy_result WHERE until IS NULL ORDER BY project_id, rule`)
}

async function recomputed(): Promise<unknown> {
  const [org] = await db.query<{ id: number }>('SELECT id FROM organisation')
  const packs = await readyPacks(services(), picture(), { organisations: [org?.id ?? 0], compiled: new Map() })
  const evaluated = await evaluateProjects(db, picture(), { projects, packs, versions: storedVersions(db), explained: 0 })
  return evaluated
    .flatMap(({ project, packs: own }) =>
      own.flatMap(({ report }) => report.rules.map(({ id, outcome, counts }) => ({ project: project.id, rule: id, outcome, counts }))),
    )
    .sort((a, b) => a.project - b.project || (a.rule < b.rule ? -1 : 1))
}

test('whatever happens, the kept results are what asking everything anew gives', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 10 }), async (events) => {
      for (const one of events) {
        time += 1000
        await happen(one)
        await work()
        expect(await stored()).toEqual(await recomputed())
        compared++
      }
    }),
    { seed: 1, numRuns: 6 },
  )
  const [history] = await db.query<{ rows: number; changes: number; twice: number }>(
    `SELECT (SELECT count(*) FROM policy_result)::int4 AS rows, (SELECT count(*) FROM outbox WHERE kind = 'policy.changed')::int4 AS changes,
       (SELECT count(*) FROM policy_result a JOIN policy_result b ON b.project_id = a.project_id AND b.pack_id = a.pack_id AND b.rule = a.rule AND b.id > a.id
         AND a.since < coalesce(b.until, 'infinity') AND b.since < coalesce(a.until, 'infinity'))::int4 AS twice`,
  )
  console.log(`run-evaluation: ${compared} states compared, ${history?.rows} rows, ${history?.changes} pieces of news`)
  expect(history?.twice).toBe(0)
})

test('what cannot be read is unknown, and does not keep other projects from being asked', async () => {
  time += 1000
  await upload(projects[0] as number, ['left'])
  await upload(projects[1] as number, ['right', 'up'])
  await db.run(
    "UPDATE set_detail SET body = '\\x0102' WHERE id = (SELECT detail_id FROM snapshot WHERE project_id = $1 AND until IS NULL)",
    [projects[0]],
  )
  const broken = {
    schemaVersion: '1.0',
    score: 5,
    asOf: '2026-01-01T00:00:00Z',
    project: { name: 'x', url: '', commit: '' },
    reading: 'cupel',
    summary: {},
  }
  const checks = [{ id: 'Code-Review', title: '', risk: 'high', score: 5, reason: '', missing: [], answers: [{ outcome: 'true' }] }]
  const bytes = Buffer.from(JSON.stringify({ ...broken, checks, standards: [], claims: [], problems: [] }))
  const { id } = await receiveUpload(services(), {
    projectId: projects[1] as number,
    bytes,
    kind: 'assessment',
    name: 'a.json',
    actor: 'test',
    decides: true,
    origin: 'api',
  })
  await ingestUpload(services(), { upload: id })
  const judging = PACK.replace('id: own', 'id: judging')
  const rules = `  - id: whole
    title: Everything was read
    severity: high
    subject: project
    assert: project.complete
    message: not read
    remediation: Upload again.
  - id: reviewed
    title: Changes are reviewed
    severity: high
    subject: assessment
    assert: assessment.checks["Code-Review"].score > 3.0
    message: not reviewed
    remediation: Review.
`
  await installPack(call(), { body: judging + rules })
  await runEvaluation(services(), never)
  const rows = await db.query<{ project_id: number; rule: string; outcome: string }>(
    "SELECT project_id, rule, outcome FROM policy_result WHERE until IS NULL AND rule IN ('whole', 'reviewed') AND project_id = ANY($1::int4[]) ORDER BY 1, 2",
    [projects.slice(0, 2)],
  )
  expect(rows.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
    'reviewed unknown',
    'whole fail',
    'reviewed unknown',
    'whole pass',
  ])
})

test('two workers at once write what one would, and tell it once', async () => {
  time += 1000
  await upload(projects[0] as number, ['left', 'right'])
  await upload(projects[1] as number, ['down'])
  await db.transaction((transaction) => policyTouched(transaction, services(), 'all'))
  const both = await Promise.all([runEvaluation(services(), never), runEvaluation(services(), never)])
  expect(both.reduce((sum, run) => sum + run.projects, 0)).toBe(3)
  expect(await stored()).toEqual(await recomputed())
})

test('results that know of less never replace those that know more; a claim that is given up comes again', async () => {
  time += 1000
  await db.transaction((transaction) => policyTouched(transaction, services(), { projects: [projects[0] as number] }))
  const early = await claimDue(db, new Date(time), 10)
  expect(early).toHaveLength(1)
  expect(await claimDue(db, new Date(time), 10)).toEqual([])
  await db.transaction((transaction) => policyTouched(transaction, services(), { projects: [projects[0] as number] }))
  await runEvaluation(services(), never)
  expect(await db.transaction((transaction) => stillOwed(transaction, early))).toEqual(new Set())
  await db.transaction((transaction) => policyTouched(transaction, services(), { projects: [projects[0] as number] }))
  expect(await claimDue(db, new Date(time), 10)).toHaveLength(1)
  time += 11 * 60_000
  expect(await claimDue(db, new Date(time), 10)).toHaveLength(1)
})

test('a pack that ends, or becomes another, while it is asked leaves nothing that it said then', async () => {
  const standing = (): Promise<readonly unknown[]> =>
    db.query(
      `SELECT k.pack, k.version, r.until IS NULL AS stands, count(*)::int4 AS n FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
       WHERE k.pack = 'brief' GROUP BY 1, 2, 3 ORDER BY 2`,
    )
  const brief = PACK.replace('id: own', 'id: brief')
  time += 1000
  const first = await installPack(call(), { body: brief })
  const meanwhile = async (change: () => Promise<unknown>): Promise<void> => {
    let waits = true
    const packs = { ...services() }
    const slow: Services = {
      ...packs,
      db: {
        ...db,
        async transaction(task, how) {
          if (waits) {
            waits = false
            time += 1000
            await change()
          }
          return db.transaction(task, how)
        },
      },
    }
    await runEvaluation(slow, never)
    expect(waits).toBe(false)
  }
  // Ended before it has said anything, while what it says is being worked out.
  await meanwhile(() => endPack(call(), first))
  expect(await standing()).toEqual([])
  await installPack(call(), { body: brief })
  await work()
  expect(await standing()).toEqual([{ pack: 'brief', version: '1.0.0', stands: true, n: 9 }])
  const before = await stored()
  await db.transaction((transaction) => policyTouched(transaction, services(), 'all'))
  await meanwhile(() => installPack(call(), { body: brief.replace('version: 1.0.0', 'version: 1.0.1') }))
  expect(await stored()).toEqual(before)
  await work()
  expect(await stored()).toEqual(before)
  const [kept] = await db.query<{ n: number; began: number }>(
    `SELECT count(*)::int4 AS n, count(*) FILTER (WHERE r.outcome_since < r.since)::int4 AS began FROM policy_result r JOIN policy_pack k ON k.id = r.pack_id
     WHERE k.pack = 'brief' AND k.version = '1.0.1' AND r.until IS NULL`,
  )
  expect(kept).toEqual({ n: 9, began: 9 })
})
