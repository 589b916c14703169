import { onlyProjects } from '../api/visible-projects.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policyMatrix } from '../read/policy-matrix.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio, seedSnapshot } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { policyTouched } from './policy-due.ts'
import { runEvaluation } from './run-evaluation.ts'
import { SYSTEM_VIEWER } from './system-viewer.ts'

const DAY_MS = 86_400_000
let db: Database
let app: TestApp
let seeded: Seeded
let author: TestPerson
let reader: TestPerson
let shopOnly: TestPerson
let stranger: TestPerson

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
    message: \${finding.advisory} in \${finding.component.name}
    remediation: Upgrade.
    mappings: { ssdf: [RV.2.2] }
  - id: few-components
    title: Not too many components
    severity: info
    subject: project
    assert: project.components.size() < 3
    message: too many
    remediation: Remove some.
tests:
  - { rule: no-critical, name: low, given: { finding: { counts: true, severity: low } }, expect: pass }
`

beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: { 'acme//shop': ['left@1.0.0', 'right@2.0.0', 'up@1.0.0'], 'acme//till': ['left@1.0.0'], 'other//site': ['left@1.0.0'] },
    vulnerabilities: [
      { shown: 'CVE-2026-1', severity: 'critical', affects: ['left@1.0.0'] },
      { shown: 'CVE-2026-2', severity: 'low', affects: ['right@2.0.0'] },
    ],
  })
  await db.run(
    `INSERT INTO setting (key, value) VALUES ('advisory-data', '{"kind":"full","digest":"x","modified":"2026-05-30T00:00:00Z","records":2,"kev":"2026-05-30","epss":"2026-05-30"}')`,
  )
  app = await openTestApp(db)
  const acme = seeded.orgs.get('acme') as number
  author = await app.person('author', { role: 'policy-author', organisation: acme })
  reader = await app.person('reader', { role: 'viewer', organisation: acme })
  shopOnly = await app.person('shop', { role: 'policy-author', project: seeded.projects.get('acme//shop') as number })
  stranger = await app.person('stranger', { role: 'policy-author', organisation: seeded.orgs.get('other') as number })
})
afterAll(async () => {
  await app.close()
  await db.close()
})

const evaluate = () => runEvaluation(app.services, new AbortController().signal)
const project = (name: string): number => seeded.projects.get(name) as number

async function outcomesOf(person: TestPerson, name: string): Promise<unknown> {
  const answer = (await person.send('GET', `projects/${project(name)}/policy`)).json<{
    items: { pack: string; rule: string; outcome: string }[]
  }>()
  return Object.fromEntries(answer.items.map(({ pack, rule, outcome }) => [`${pack}/${rule}`, outcome]))
}

test('a pack that is wrong is refused with line and column', async () => {
  const wrong = await author.send('POST', 'policies', { payload: { body: PACK.replace('finding.severity !=', 'finding.severiti !=') } })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.json()).toMatchObject({
    type: expect.stringContaining('policy-invalid'),
    problems: [{ source: 'pack.yaml', line: 12, column: expect.any(Number) }],
  })
  const failing = await author.send('POST', 'policies', { payload: { body: PACK.replace('expect: pass', 'expect: fail') } })
  expect(failing.json()).toMatchObject({ problems: [{ message: expect.stringContaining('expects fail and gets pass') }] })
  const overlay = await author.send('POST', 'policies', {
    payload: { body: PACK, overlay: 'overlay: 1\nof: own\nrules:\n  - { rule: no-critcal, disable: true, reason: x }\n' },
  })
  expect(overlay.json()).toMatchObject({
    problems: [{ source: 'overlay.yaml', line: 4, message: 'there is no rule "no-critcal"; did you mean "no-critical"?' }],
  })
  for (const [of, message] of [
    ['other', 'it is for the pack "other", and this is "own"'],
    [`own@sha256:${'0'.repeat(64)}`, expect.stringContaining('it is for another text of the pack')],
    ['[own, own]', 'an overlay is for one pack here'],
  ]) {
    const foreign = `overlay: 1\nof: ${of}\nrules:\n  - { rule: no-critical, severity: info, reason: x }\n`
    const answer = await author.send('POST', 'policies', { payload: { body: PACK, overlay: foreign } })
    expect(answer.json()).toMatchObject({ problems: [{ source: 'overlay.yaml', message }] })
  }
  expect((await author.send('POST', 'policies', { payload: {} })).statusCode).toBe(400)
  expect((await author.send('POST', 'policies', { payload: { shipped: 'nothing' } })).statusCode).toBe(422)
  expect((await reader.send('GET', 'policies')).json()).toMatchObject({ items: [], total: { count: 0 } })
})

let own = 0

test('a pack is installed in the right organisation, evaluated and shown with evidence', async () => {
  expect((await reader.send('POST', 'policies', { payload: { body: PACK } })).statusCode).toBe(403)
  expect((await shopOnly.send('POST', 'policies', { payload: { body: PACK } })).statusCode).toBe(403)
  expect((await stranger.send('POST', 'policies', { payload: { organisation: 'acme', body: PACK } })).statusCode).toBe(404)
  const made = await author.send('POST', 'policies', { payload: { body: PACK } })
  expect(made.statusCode).toBe(201)
  expect(made.json()).toMatchObject({
    organisation: 'acme',
    pack: 'own',
    title: 'Our own',
    version: '1.0.0',
    origin: 'own',
    enabled: true,
    rules: [
      { id: 'no-critical', severity: 'high', mappings: ['ssdf:RV.2.2'] },
      { id: 'few-components', severity: 'none', mappings: [] },
    ],
  })
  own = made.json<{ id: number }>().id
  expect(await evaluate()).toMatchObject({ projects: 2 })
  expect(await outcomesOf(reader, 'acme//shop')).toEqual({ 'own/no-critical': 'fail', 'own/few-components': 'fail' })
  expect(await outcomesOf(reader, 'acme//till')).toEqual({ 'own/no-critical': 'fail', 'own/few-components': 'pass' })
  const [row] = (await reader.send('GET', `projects/${project('acme//shop')}/policy?outcome=fail&pack=own`)).json<{
    items: Record<string, unknown>[]
  }>().items
  expect(row).toMatchObject({
    title: 'Nothing critical',
    message: 'CVE-2026-1 in left',
    subjects: 2,
    failing: 1,
    unknown: 0,
    evidence: expect.arrayContaining([
      { subject: 'CVE-2026-1 in pkg:npm/left@1.0.0', expression: 'finding.severity', value: '"critical"', source: '' },
    ]),
    exception: null,
  })
  const text = await reader.send('GET', `policies/${own}/text`)
  expect([text.body, text.headers['content-type'], text.headers['content-disposition']]).toEqual([
    PACK,
    'application/yaml',
    'attachment; filename="own.yaml"',
  ])
  expect((await reader.send('GET', `policies/${own}/text?part=overlay`)).statusCode).toBe(404)
  expect((await stranger.send('GET', `policies/${own}/text`)).statusCode).toBe(404)
  expect((await stranger.send('GET', 'policies')).json()).toMatchObject({ items: [] })
  expect((await stranger.send('GET', `projects/${project('acme//shop')}/policy`)).statusCode).toBe(404)
  expect((await shopOnly.send('GET', `projects/${project('acme//till')}/policy`)).statusCode).toBe(404)
})

test('nothing is written when nothing changed, and news is told once', async () => {
  const news = () =>
    db.query<{ kind: string; project_id: number; text: string }>(
      "SELECT kind, project_id, payload->>'text' AS text FROM outbox WHERE kind = 'policy.changed' ORDER BY id",
    )
  const before = await news()
  expect(before).toEqual([])
  const rows = await db.query('SELECT * FROM policy_result ORDER BY id')
  app.advance(1000)
  await db.transaction((transaction) => policyTouched(transaction, app.services, 'all'))
  expect(await evaluate()).toEqual({ projects: 2, changed: 0 })
  expect(await evaluate()).toEqual({ projects: 0, changed: 0 })
  expect(await db.query('SELECT * FROM policy_result ORDER BY id')).toEqual(rows)
  expect(await news()).toEqual(before)
})

test('a decision about a finding, and its end, are followed; the state on a date stays', async () => {
  const before = app.services.now().toISOString()
  app.advance(1000)
  const maintainer = await app.person('maintainer', { role: 'maintainer', organisation: seeded.orgs.get('acme') as number })
  const expires = new Date(app.services.now().getTime() + 3600_000).toISOString()
  const payload = {
    project: project('acme//till'),
    vulnerability: seeded.vulnerabilities.get('CVE-2026-1'),
    status: 'accepted',
    statement: 'for an hour',
    expires,
  }
  expect((await maintainer.send('PUT', 'triage', { payload })).statusCode).toBe(200)
  expect(await evaluate()).toMatchObject({ projects: 1 })
  expect(await outcomesOf(reader, 'acme//till')).toMatchObject({ 'own/no-critical': 'not-applicable' })
  expect(await db.query("SELECT project_id, payload->>'text' AS text FROM outbox WHERE kind = 'policy.changed'")).toEqual([
    { project_id: project('acme//till'), text: 'own/no-critical is not-applicable, was fail' },
  ])
  app.advance(3600_000)
  expect(await evaluate()).toMatchObject({ projects: 1 })
  expect(await outcomesOf(reader, 'acme//till')).toMatchObject({ 'own/no-critical': 'fail' })
  const then = await reader.send('GET', `projects/${project('acme//till')}/policy?at=${encodeURIComponent(before)}`)
  expect(then.json()).toMatchObject({ items: [{ rule: 'no-critical', outcome: 'fail' }, { rule: 'few-components' }] })
})

test('an exception excuses until it expires, in its place only', async () => {
  const soon = new Date(app.services.now().getTime() + 2 * 3600_000).toISOString()
  const base = { pack: 'own', rule: 'no-critical', owner: 'Ada', reason: 'mended next week', expires: soon }
  expect((await author.send('POST', 'policy-exceptions', { payload: { ...base, rule: 'nothing' } })).statusCode).toBe(422)
  expect((await author.send('POST', 'policy-exceptions', { payload: { ...base, expires: '2020-01-01T00:00:00Z' } })).statusCode).toBe(422)
  expect((await author.send('POST', 'policy-exceptions', { payload: { ...base, reason: '' } })).statusCode).toBe(400)
  expect((await author.send('POST', 'policy-exceptions', { payload: { ...base, project: project('other//site') } })).statusCode).toBe(404)
  expect((await reader.send('POST', 'policy-exceptions', { payload: base })).statusCode).toBe(403)
  expect((await shopOnly.send('POST', 'policy-exceptions', { payload: base })).statusCode).toBe(403)
  const made = await shopOnly.send('POST', 'policy-exceptions', {
    payload: { ...base, project: project('acme//shop'), selector: 'CVE-2026-1 **' },
  })
  expect(made.statusCode).toBe(201)
  await evaluate()
  expect(await outcomesOf(reader, 'acme//shop')).toMatchObject({ 'own/no-critical': 'pass' })
  expect(await outcomesOf(reader, 'acme//till')).toMatchObject({ 'own/no-critical': 'fail' })
  const [row] = (await reader.send('GET', `projects/${project('acme//shop')}/policy?outcome=pass`)).json<{
    items: { exception: unknown }[]
  }>().items
  expect(row?.exception).toEqual({ owner: 'Ada', reason: 'mended next week', expires: soon })
  expect((await stranger.send('GET', 'policy-exceptions')).json()).toMatchObject({ items: [], total: { count: 0 } })
  expect((await reader.send('GET', 'policy-exceptions')).json()).toMatchObject({
    items: [{ owner: 'Ada', project: { slug: 'shop' }, expires: soon }],
  })
  app.advance(2 * 3600_000)
  await evaluate()
  expect(await outcomesOf(reader, 'acme//shop')).toMatchObject({ 'own/no-critical': 'fail' })
  const { id } = made.json<{ id: number }>()
  expect((await stranger.send('DELETE', `policy-exceptions/${id}`)).statusCode).toBe(404)
  expect((await reader.send('DELETE', `policy-exceptions/${id}`)).statusCode).toBe(403)
  expect((await author.send('DELETE', `policy-exceptions/${id}`)).statusCode).toBe(200)
  expect((await author.send('DELETE', `policy-exceptions/${id}`)).statusCode).toBe(404)
})

test('the matrix counts what its viewer sees', async () => {
  const whole = (await reader.send('GET', 'policy-matrix')).json()
  expect(whole).toMatchObject({
    rules: [
      { pack: 'own', rule: 'no-critical' },
      { pack: 'own', rule: 'few-components' },
    ],
    rows: [
      { project: { slug: 'shop' }, outcomes: ['fail', 'fail'] },
      { project: { slug: 'till' }, outcomes: ['fail', 'pass'] },
    ],
    totals: [{ fail: 2 }, { fail: 1, pass: 1 }],
    next: null,
  })
  const first = (await reader.send('GET', 'policy-matrix?limit=1')).json<{ next: string }>()
  expect((await reader.send('GET', `policy-matrix?limit=1&cursor=${first.next}`)).json()).toMatchObject({
    rows: [{ project: { slug: 'till' } }],
    next: null,
  })
  expect((await shopOnly.send('GET', 'policy-matrix')).json()).toMatchObject({
    rows: [{ project: { slug: 'shop' } }],
    totals: [{ fail: 1 }, { fail: 1, pass: 0 }],
  })
  expect((await stranger.send('GET', 'policy-matrix')).json()).toMatchObject({
    rules: [],
    rows: [{ project: { slug: 'site' }, outcomes: [] }],
    totals: [],
  })
  expect((await reader.send('GET', 'policy-matrix?outcome=pass')).json()).toMatchObject({ rows: [{ project: { slug: 'till' } }] })
  expect((await reader.send('GET', 'projects')).json()).toMatchObject({
    items: [
      { slug: 'shop', policy: { fail: 1, pass: 0 } },
      { slug: 'till', policy: { fail: 1, pass: 0 } },
    ],
  })
})

test('totals are sums over what is visible, for every choice of projects', async () => {
  const all = [...seeded.projects.values()]
  const totalsOf = async (projects: readonly number[]) => {
    const picture = { viewer: { ...SYSTEM_VIEWER, projects: onlyProjects(projects) }, at: null, now: app.services.now() }
    return (await policyMatrix(db, picture, {})).totals
  }
  const single = new Map(await Promise.all(all.map(async (id) => [id, await totalsOf([id])] as const)))
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const chosen = all.filter((_, bit) => (mask & (1 << bit)) !== 0).sort((a, b) => a - b)
    const whole = await totalsOf(chosen)
    const sums = whole.map((_, at) =>
      chosen.reduce(
        (sum, id) => {
          const one = single.get(id)?.[at] ?? sum
          const add = (key: keyof typeof sum): number => sum[key] + one[key]
          return { pass: add('pass'), fail: add('fail'), unknown: add('unknown'), notApplicable: add('notApplicable') }
        },
        { pass: 0, fail: 0, unknown: 0, notApplicable: 0 },
      ),
    )
    expect(whole).toEqual(sums)
  }
})

test('what if: who would break and who would be mended, now and on a date', async () => {
  const softer = PACK.replace('finding.severity != "critical"', 'finding.severity != "low"')
    .replace('size() < 3', 'size() < 9')
    .replace('severity: low }', 'severity: high }')
  const asked = await reader.send('POST', 'policies/what-if', { payload: { body: softer } })
  expect(asked.json()).toMatchObject({
    projects: 2,
    newlyFailing: [],
    newlyPassing: [
      { project: { slug: 'shop' }, rules: ['few-components'] },
      { project: { slug: 'till' }, rules: ['no-critical'] },
    ],
    truncated: false,
    next: null,
  })
  expect((await shopOnly.send('POST', 'policies/what-if', { payload: { body: softer } })).json()).toMatchObject({ projects: 1 })
  const other = PACK.replaceAll('id: own', 'id: draft')
  expect((await reader.send('POST', 'policies/what-if', { payload: { body: other } })).json()).toMatchObject({
    newlyFailing: [
      { project: { slug: 'shop' }, rules: ['no-critical', 'few-components'] },
      { project: { slug: 'till' }, rules: ['no-critical'] },
    ],
  })
  const before = app.services.now().toISOString()
  app.advance(1000)
  await seedSnapshot(db, project('acme//till'), [seeded.versions.get('right@2.0.0') as number], app.services.now())
  await db.transaction((transaction) => policyTouched(transaction, app.services, { projects: [project('acme//till')] }))
  await evaluate()
  expect(await outcomesOf(reader, 'acme//till')).toMatchObject({ 'own/no-critical': 'pass' })
  expect((await reader.send('POST', 'policies/what-if', { payload: { body: other, at: before } })).json()).toMatchObject({
    newlyFailing: [{ project: { slug: 'shop' } }, { project: { slug: 'till' }, rules: ['no-critical'] }],
    asOf: before,
  })
  expect((await reader.send('POST', 'policies/what-if', { payload: { body: other } })).json()).toMatchObject({
    newlyFailing: [{ project: { slug: 'shop' } }],
  })
})

test('an overlay gives a pack another row; switched off and ended, its results end', async () => {
  const overlay =
    'overlay: 1\nof: own\nrules:\n  - { rule: few-components, disable: true, reason: nobody cares }\n  - { rule: no-critical, severity: critical, reason: we do }\n'
  app.advance(1000)
  expect((await stranger.send('PATCH', `policies/${own}`, { payload: { overlay } })).statusCode).toBe(404)
  expect((await reader.send('PATCH', `policies/${own}`, { payload: { enabled: false } })).statusCode).toBe(403)
  const changed = (await author.send('PATCH', `policies/${own}`, { payload: { overlay } })).json<{ id: number; rules: unknown }>()
  expect(changed.rules).toMatchObject([{ id: 'no-critical', severity: 'critical' }])
  expect((await author.send('PATCH', `policies/${own}`, { payload: { enabled: false } })).statusCode).toBe(404)
  const since = () =>
    db.query<{ outcome_since: Date }>(
      "SELECT outcome_since FROM policy_result WHERE project_id = $1 AND until IS NULL AND rule = 'no-critical'",
      [project('acme//shop')],
    )
  const [old] = await since()
  await evaluate()
  expect(await outcomesOf(reader, 'acme//shop')).toEqual({ 'own/no-critical': 'fail' })
  expect(await since()).toEqual([old])
  app.advance(1000)
  expect((await author.send('PATCH', `policies/${changed.id}`, { payload: { enabled: false } })).json()).toMatchObject({ enabled: false })
  expect(await outcomesOf(reader, 'acme//shop')).toEqual({})
  await author.send('PATCH', `policies/${changed.id}`, { payload: { enabled: true } })
  await evaluate()
  expect(await outcomesOf(reader, 'acme//shop')).toEqual({ 'own/no-critical': 'fail' })
  app.advance(1000)
  expect((await author.send('DELETE', `policies/${changed.id}`)).statusCode).toBe(200)
  expect(await outcomesOf(reader, 'acme//shop')).toEqual({})
  const actions = await db.query<{ action: string }>("SELECT action FROM audit WHERE action LIKE 'policy.%' ORDER BY seq")
  expect(actions.map(({ action }) => action)).toEqual([
    'policy.install',
    'policy.except',
    'policy.unexcept',
    'policy.change',
    'policy.change',
    'policy.change',
    'policy.end',
  ])
})

test('shipped packs are listed and installed; a day later they are asked again', async () => {
  const list = (await reader.send('GET', 'policies/shipped')).json<{ items: { id: string; installed: boolean; rules: number }[] }>()
  expect(list.items[0]).toMatchObject({ id: 'default', installed: false })
  expect(list.items.length).toBeGreaterThanOrEqual(7)
  expect((await author.send('POST', 'policies', { payload: { shipped: 'default' } })).json()).toMatchObject({
    pack: 'default',
    origin: 'shipped',
  })
  expect((await reader.send('GET', 'policies/shipped')).json<typeof list>().items[0]).toMatchObject({ id: 'default', installed: true })
  await evaluate()
  expect(await outcomesOf(reader, 'acme//shop')).toMatchObject({ 'default/data-current': 'pass', 'default/all-read': 'pass' })
  app.advance(40 * DAY_MS)
  expect(await evaluate()).toMatchObject({ projects: 2 })
  const later = await app.person('later', { role: 'viewer', organisation: seeded.orgs.get('acme') as number })
  expect(await outcomesOf(later, 'acme//shop')).toMatchObject({ 'default/data-current': 'fail' })
})
