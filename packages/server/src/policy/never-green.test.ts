import { beforeEach, afterEach, expect, test } from 'vitest'
import type { VerdictData } from '../api/contract/verdict.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { policyTouched } from './policy-due.ts'
import { runEvaluation } from './run-evaluation.ts'

let db: Database
let app: TestApp
let author: TestPerson
let shop = 0

const HEAD = 'policy: 1\ntitle: t\nversion: 1.0.0\nmodel: "1.0"\nrules:\n'
const rule = (id: string, subject: string, assert: string, when = ''): string =>
  `  - { id: ${id}, title: t, severity: high, subject: ${subject}, ${when === '' ? '' : `when: ${JSON.stringify(when)}, `}assert: ${JSON.stringify(assert)}, message: m, remediation: r }\n`
const pack = (id: string, ...rules: readonly string[]): string => `${HEAD.replace('title', `id: ${id}\ntitle`)}${rules.join('')}`

beforeEach(async () => {
  db = await openTestDatabase()
  const seeded = await seedPortfolio(db, { projects: { 'acme//shop': ['left@1.0.0'] }, vulnerabilities: [] })
  await db.run(
    `INSERT INTO setting (key, value) VALUES ('advisory-data', '{"kind":"full","digest":"x","modified":"2026-05-30T00:00:00Z","records":2,"kev":"2026-05-30","epss":"2026-05-30"}')`,
  )
  app = await openTestApp(db)
  shop = seeded.projects.get('acme//shop') as number
  author = await app.person('author', { role: 'policy-author', organisation: seeded.orgs.get('acme') as number })
})
afterEach(async () => {
  await app.close()
  await db.close()
})

async function install(body: string): Promise<void> {
  expect((await author.send('POST', 'policies', { payload: { body } })).statusCode).toBe(201)
  await evaluate()
}

/** Somebody else's instance of the program, which has compiled nothing yet. */
const evaluate = () => runEvaluation(app.services, new AbortController().signal)
const verdict = async () => (await author.send('GET', `projects/${shop}/verdict`)).json<VerdictData>()

async function statement(): Promise<{ subject: object[]; predicate: Record<string, unknown> }> {
  const { body } = await author.send('GET', `projects/${shop}/policy/attestation`)
  return JSON.parse(body) as { subject: object[]; predicate: Record<string, unknown> }
}

/** As if the document of the picture were kept. */
async function keepDocument(bytes: string): Promise<void> {
  await db.run(
    `WITH doc AS (INSERT INTO document (digest, size, received_at) VALUES (sha256($2::text::bytea), 1, now()) RETURNING id)
     UPDATE snapshot SET document_id = (SELECT id FROM doc) WHERE project_id = $1 AND until IS NULL`,
    [shop, bytes],
  )
}

test('a pack that this program no longer reads is unknown, whatever the others say', async () => {
  await install(pack('good', rule('pinned', 'component', 'component.pinned')))
  await install(pack('gone', rule('whole', 'project', 'project.complete')))
  expect(await verdict()).toMatchObject({ outcome: 'pass', pending: false, gaps: [] })
  await db.run("UPDATE policy_pack SET body = replace(body, 'model: \"1.0\"', 'model: \"9.0\"') WHERE pack = 'gone'")
  await db.transaction((transaction) => policyTouched(transaction, app.services, { projects: [shop] }))
  await evaluate()
  expect(await verdict()).toMatchObject({ outcome: 'unknown', undecided: [{ pack: 'gone', rule: 'whole', severity: 'high' }] })
  await keepDocument('bom')
  expect((await statement()).predicate).toMatchObject({ verificationResult: 'FAILED', outcome: 'unknown' })
})

test('a pack that has not been asked is a gap, and no pass', async () => {
  await install(pack('good', rule('pinned', 'component', 'component.pinned')))
  expect(await verdict()).toMatchObject({ outcome: 'pass' })
  await db.run(
    "INSERT INTO policy_pack (org_id, pack, version, digest, title, rules, body, origin, enabled, created_by, since) SELECT org_id, 'other', version, digest, title, rules, body, origin, true, created_by, since FROM policy_pack",
  )
  expect(await verdict()).toMatchObject({ outcome: 'unknown', gaps: ['the policy pack other has not been asked'] })
})

test('where no rule has anything to say, nothing is passed', async () => {
  await install(pack('own', rule('r', 'component', 'component.pinned', 'component.type == "cargo"')))
  expect(await verdict()).toMatchObject({ outcome: 'not-applicable', failing: [], undecided: [] })
})

test('what an exception that has ended excused is not the last word, before anybody has looked and while somebody does', async () => {
  await install(pack('own', rule('r', 'component', 'component.version == "2"')))
  const expires = new Date(app.services.now().getTime() + 60_000).toISOString()
  const payload = { pack: 'own', rule: 'r', owner: 'o', reason: 'r', expires }
  expect((await author.send('POST', 'policy-exceptions', { payload })).statusCode).toBe(201)
  await evaluate()
  expect(await verdict()).toMatchObject({ outcome: 'pass', pending: false })
  app.advance(61_000)
  expect(await verdict()).toMatchObject({ outcome: 'pass', pending: true })
  await db.run("UPDATE policy_due SET due_at = $1::timestamptz + interval '10 minutes', touched = touched + 1", [app.services.now()])
  expect(await verdict()).toMatchObject({ outcome: 'pass', pending: true })
  await db.run('UPDATE policy_due SET due_at = $1', [app.services.now()])
  await evaluate()
  expect(await verdict()).toMatchObject({ outcome: 'fail', pending: false })
})

test('a statement is about the document of the picture, and about nothing else that was read', async () => {
  await install(pack('own', rule('r', 'component', 'component.pinned')))
  expect((await author.send('GET', `projects/${shop}/policy/attestation`)).statusCode).toBe(404)
  await db.run(
    `WITH doc AS (INSERT INTO document (digest, size, received_at) VALUES (sha256('other'), 1, now()) RETURNING id), kept AS (
       INSERT INTO attestation (project_id, document_id, statement, subject, subject_name, subject_digest, predicate_type, signed, received_at)
       SELECT $1, id, 0, 0, 'a', '', 'p', true, $2 FROM doc RETURNING id, received_at)
     INSERT INTO attestation_verdict (attestation_id, since, outcome, detail) SELECT id, received_at, 'verified', '{}' FROM kept`,
    [shop, app.services.now()],
  )
  expect((await author.send('GET', `projects/${shop}/policy/attestation`)).statusCode).toBe(404)
  await keepDocument('bom')
  const { subject, predicate } = await statement()
  expect(subject).toHaveLength(1)
  expect(predicate['inputAttestations']).toHaveLength(2)
})

test('an attestation that nobody could verify leaves unknown what is said of all', async () => {
  const bodies = ['project.provenance.all(p, p.verified)', 'project.provenance.exists(p, p.verified)']
  await install(
    pack('own', ...bodies.map((assert, at) => rule(`r${at}`, 'project', assert)), rule('each', 'provenance', 'provenance.verified')),
  )
  const attest = async (outcome: string, bytes: string) => {
    await db.run(
      `WITH doc AS (INSERT INTO document (digest, size, received_at) VALUES (sha256($4::text::bytea), 1, now()) RETURNING id), kept AS (
         INSERT INTO attestation (project_id, document_id, statement, subject, subject_name, subject_digest, predicate_type, signed, received_at)
         SELECT $1, id, 0, 0, 'a', '', 'p', true, $2 FROM doc RETURNING id, received_at)
       INSERT INTO attestation_verdict (attestation_id, since, outcome, detail) SELECT id, received_at, $3, '{}' FROM kept`,
      [shop, app.services.now(), outcome, bytes],
    )
    await db.transaction((transaction) => policyTouched(transaction, app.services, { projects: [shop] }))
    await evaluate()
    const rows = await db.query<{ rule: string; outcome: string }>(
      'SELECT rule, outcome FROM policy_result WHERE until IS NULL ORDER BY rule',
    )
    return rows.map((row) => `${row.rule} ${row.outcome}`)
  }
  expect(await attest('verified', '1')).toEqual(['each pass', 'r0 pass', 'r1 pass'])
  expect(await attest('unverified', '2')).toEqual(['each unknown', 'r0 unknown', 'r1 pass'])
  expect(await attest('refused', '3')).toEqual(['each fail', 'r0 fail', 'r1 pass'])
})

test('what a pushed scan was told to leave out is not seen here either', async () => {
  const notes = ['2 components needed only for development and tests left out'].map((message) => ({
    code: 'left-out',
    effect: 'note',
    message,
  }))
  await db.run('UPDATE snapshot SET problems = $1::text::jsonb WHERE until IS NULL', [JSON.stringify(notes)])
  await install(
    pack('own', rule('any', 'component', 'component.pinned'), rule('shipped', 'component', 'component.pinned', '!component.development')),
  )
  expect(await verdict()).toMatchObject({ outcome: 'unknown', undecided: [{ rule: 'any' }] })
  await keepDocument('bom')
  expect((await statement()).predicate).toMatchObject({ verificationResult: 'FAILED', leftOut: [notes[0]?.message] })
})

test('a draft that could not be answered is told of, and not only one that fails', async () => {
  const body = (assert: string): string => pack('own', rule('r', 'component', assert))
  await install(body('component.pinned'))
  const asked = await author.send('POST', 'policies/what-if', { payload: { body: body('!component.deprecated') } })
  expect(asked.json()).toMatchObject({ newlyFailing: [], newlyPassing: [], newlyUnknown: [{ project: { slug: 'shop' }, rules: ['r'] }] })
  const same = await author.send('POST', 'policies/what-if', { payload: { body: body('component.pinned') } })
  expect(same.json()).toMatchObject({ newlyFailing: [], newlyPassing: [], newlyUnknown: [] })
})
