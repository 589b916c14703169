import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingestUploads } from '../../packages/server/src/ingest/ingest-uploads.ts'
import { receiveUpload } from '../../packages/server/src/ingest/receive-upload.ts'
import type { Services } from '../../packages/server/src/services.ts'
import type { Transaction } from '../../packages/server/src/store/database.ts'
import { SqlError } from '../../packages/server/src/store/store-fault.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

let shop: Workshop
let org: number

beforeAll(async () => {
  shop = await openWorkshop()
  const fixed = { fixed: '1.2.0' }
  await shop.sync({
    npm: {
      'GHSA-1': npmRecord('GHSA-1', { left: [{ introduced: '0' }, fixed] }),
      'GHSA-2': npmRecord('GHSA-2', { right: [{ introduced: '2.0.0' }] }),
    },
  })
  org = await shop.organisation('together')
})
afterAll(() => shop.close())

async function received(project: number, document: object | string): Promise<number> {
  const bytes = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))
  return (
    await receiveUpload(shop.services, {
      projectId: project,
      bytes,
      kind: 'auto',
      name: 'bom.json',
      actor: 'test',
      decides: true,
      origin: 'api',
    })
  ).id
}

async function states(uploads: readonly number[]): Promise<readonly (readonly [string, number])[]> {
  const rows = await shop.db.query<{ state: string; attempts: number | null }>(
    `SELECT state, (result->>'attempts')::int4 AS attempts FROM upload WHERE id = ANY($1::int8[]) ORDER BY id`,
    [uploads],
  )
  return rows.map(({ state, attempts }) => [state, attempts ?? 0])
}

/** The same store, in which a transaction that touches one of these uploads' pictures is refused. */
function refusing(poisoned: (parameters: readonly unknown[]) => boolean, asked: { transactions: number }): Services {
  const { db } = shop.services
  const wrap = (transaction: Transaction): Transaction => ({
    ...transaction,
    async run(sql, parameters = []) {
      if (sql.startsWith("UPDATE upload u SET state = 'done'") && poisoned(parameters)) throw new SqlError('refused', { code: '22P05' })
      return transaction.run(sql, parameters)
    },
  })
  const transaction: typeof db.transaction = (work, options) => {
    asked.transactions++
    return db.transaction((inner) => work(wrap(inner)), options)
  }
  return { ...shop.services, db: { ...db, transaction } }
}

test('uploads that are read together become what they become alone', async () => {
  const boms = [
    ['left@1.1.0', 'right@2.5.0'],
    ['left@1.1.0', 'new@1.0.0'],
    ['right@2.5.0', 'left@1.1.0'],
    ['right@3.0.0'],
    ['left@1.1.0', 'right@2.5.0'],
  ]
  const alone: (readonly [object | undefined, readonly string[]])[] = []
  const together: (readonly [object | undefined, readonly string[]])[] = []
  const numbers = async (project: number): Promise<readonly [object | undefined, readonly string[]]> => {
    const [row] = await shop.db.query(
      `SELECT c.set_id AS id, c.n, c.unmatched, c.unknown, u.result - 'snapshot' AS result FROM snapshot s JOIN set_count c ON c.set_id = s.set_id
       JOIN upload u ON u.project_id = s.project_id WHERE s.project_id = $1 AND s.until IS NULL`,
      [project],
    )
    return [row, await shop.findings(project)]
  }
  for (const [at, packages] of boms.entries()) {
    const project = await shop.project(org, `alone-${at}`)
    await shop.upload(project, npmBom(packages))
    alone.push(await numbers(project))
  }
  const projects = await Promise.all(boms.map((_, at) => shop.project(org, `together-${at}`)))
  const uploads = []
  for (const [at, packages] of boms.entries()) uploads.push(await received(projects[at]!, npmBom(packages)))
  expect(await ingestUploads(shop.services, uploads)).toEqual(new Map())
  for (const project of projects) together.push(await numbers(project))
  expect(together).toEqual(alone)
  expect(alone.map(([, findings]) => findings.length)).toEqual([2, 1, 2, 1, 2])
})

test('what cannot be read, or not be stored, is in the way of none of the others', async () => {
  const projects = await Promise.all(['good', 'broken', 'poisoned', 'fine'].map((name) => shop.project(org, `mixed-${name}`)))
  const documents = [npmBom(['left@1.1.0']), '{"bomFormat":', npmBom(['left@1.0.0']), npmBom(['right@2.0.0'])]
  const uploads: number[] = []
  for (const [at, project] of projects.entries()) uploads.push(await received(project, documents[at]!))
  const asked = { transactions: 0 }
  const poison = uploads[2]!
  const failures = await ingestUploads(
    refusing(([ids]) => (ids as readonly number[]).includes(poison), asked),
    uploads,
  )
  expect([...failures].map(([upload, { message }]) => [upload, message])).toEqual([[poison, 'refused']])
  expect((await states(uploads)).map(([state]) => state)).toEqual(['done', 'failed', 'running', 'done'])
  expect(await shop.findings(projects[0]!)).toEqual(['GHSA-1 pkg:npm/left@1.1.0'])
  expect(await shop.findings(projects[2]!)).toEqual([])
  expect(await shop.findings(projects[3]!)).toEqual(['GHSA-2 pkg:npm/right@2.0.0'])
  expect(await shop.db.query('SELECT 1 FROM snapshot WHERE project_id = $1', [projects[2]])).toEqual([])
  // It is no longer in the way: the next try reads it.
  expect(await ingestUploads(shop.services, [poison])).toEqual(new Map())
  expect(await shop.findings(projects[2]!)).toEqual(['GHSA-1 pkg:npm/left@1.0.0'])
})

test('several uploads of one project are read in the order of their coming, and every picture is history', async () => {
  const project = await shop.project(org, 'row')
  const uploads: number[] = []
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) uploads.push(await received(project, npmBom([`left@${version}`])))
  expect(await ingestUploads(shop.services, uploads)).toEqual(new Map())
  expect((await states(uploads)).map(([state]) => state)).toEqual(['done', 'done', 'done'])
  expect(await shop.findings(project)).toEqual([])
  const kinds = await shop.db.query<{ kind: string }>('SELECT kind FROM outbox WHERE project_id = $1 ORDER BY id', [project])
  expect(kinds.map(({ kind }) => kind)).toEqual(['snapshot.changed', 'snapshot.changed', 'finding.closed', 'snapshot.changed'])
})

test('what was begun before is read alone, and given up with its reason when it took its reader down three times', async () => {
  const projects = await Promise.all(['one', 'two', 'three'].map((name) => shop.project(org, `crash-${name}`)))
  const uploads: number[] = []
  for (const [at, project] of projects.entries()) uploads.push(await received(project, npmBom([`left@1.0.${at}`])))
  // As whoever died of the second leaves them.
  await shop.db.run(`UPDATE upload SET state = 'running', result = '{"attempts": 1}' WHERE id = ANY($1::int8[])`, [uploads])
  await shop.db.run(`UPDATE upload SET result = '{"attempts": 3}' WHERE id = $1`, [uploads[1]])
  const asked = { transactions: 0 }
  expect(
    await ingestUploads(
      refusing(() => false, asked),
      uploads,
    ),
  ).toEqual(new Map())
  expect((await states(uploads)).map(([state]) => state)).toEqual(['done', 'failed', 'done'])
  const [row] = await shop.db.query<{ text: string }>(`SELECT payload->>'text' AS text FROM outbox WHERE project_id = $1`, [projects[1]])
  expect(row?.text).toContain('in several attempts')
})

test('an older upload that is read late does not hide the newer one', async () => {
  const project = await shop.project(org, 'late')
  const older = await received(project, npmBom(['left@1.2.0']))
  const newer = await received(project, npmBom(['left@1.0.0']))
  await ingestUploads(shop.services, [newer])
  await ingestUploads(shop.services, [older])
  expect(await shop.findings(project)).toEqual(['GHSA-1 pkg:npm/left@1.0.0'])
  const [row] = await shop.db.query<{ state: string; problems: readonly { message: string }[] }>(
    'SELECT state, problems FROM upload WHERE id = $1',
    [older],
  )
  expect(row).toMatchObject({ state: 'done', problems: [{ message: 'a newer document of the project was read before this one' }] })
})

test('VEX that was read by somebody who died before it was held against the findings is, when the job runs again', async () => {
  const project = await shop.project(org, 'vex-crash')
  await shop.upload(project, npmBom(['left@1.0.7']))
  const statement = {
    vulnerability: { name: 'GHSA-1' },
    products: [{ '@id': 'pkg:npm/left@1.0.7' }],
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
  const upload = await received(project, vex)
  await shop.db.run(`UPDATE upload SET state = 'done', kind = 'vex' WHERE id = $1`, [upload])
  expect(await ingestUploads(shop.services, [upload])).toEqual(new Map())
  expect(await shop.db.query(`SELECT status FROM triage WHERE project_id = $1 AND until IS NULL`, [project])).toEqual([
    { status: 'not-affected' },
  ])
})

test('licences that a later document tells are filled in where nobody told them, hashes beside those that were told', async () => {
  const project = await shop.project(org, 'licences')
  const stated = (text: string, ...contents: readonly string[]): object => {
    const bom = npmBom(['told@1.0.0']) as { components: object[] }
    bom.components = bom.components.map((component) => ({
      ...component,
      licenses: [{ license: { id: text } }],
      hashes: contents.map((content) => ({ alg: 'SHA-256', content: content.repeat(64) })),
    }))
    return bom
  }
  const told = (): Promise<readonly object[]> =>
    shop.db.query(
      `SELECT pv.licences, ARRAY(SELECT left(value, 1) FROM version_hash WHERE version_id = pv.id ORDER BY 1) AS hashes FROM package_version pv WHERE pv.purl = 'pkg:npm/told@1.0.0'`,
    )
  await shop.upload(project, npmBom(['told@1.0.0']))
  expect(await told()).toEqual([{ licences: [], hashes: [] }])
  await shop.upload(project, stated('MIT', 'a'))
  expect(await told()).toEqual([{ licences: ['MIT'], hashes: ['a'] }])
  await shop.upload(project, stated('GPL-3.0-only', 'b'))
  expect(await told()).toEqual([{ licences: ['MIT'], hashes: ['a', 'b'] }])
  await shop.upload(project, stated('MIT', 'a', 'c'))
  await shop.upload(project, stated('MIT', 'b', 'a'))
  await shop.upload(project, npmBom(['told@1.0.0']))
  expect(await told()).toEqual([{ licences: ['MIT'], hashes: ['a', 'b', 'c'] }])
})

test('the audit entry of an upload is kept with it, or neither is', async () => {
  const project = await shop.project(org, 'audited')
  const document = {
    projectId: project,
    bytes: Buffer.from('x'),
    kind: 'auto',
    name: 'x',
    actor: 'account:1',
    decides: true,
    origin: 'api',
  } as const
  const { id, digest } = await receiveUpload(shop.services, { ...document, audited: { organisation: org } })
  const entries = await shop.db.query('SELECT actor, action, object, detail FROM audit')
  expect(entries).toEqual([
    {
      actor: 'account:1',
      action: 'upload.receive',
      object: `project:${project}`,
      detail: { upload: id, digest, kind: 'auto', name: 'x' },
    },
  ])
  await shop.db.script('ALTER TABLE audit ADD CONSTRAINT full_log CHECK (seq < 2)')
  await expect(receiveUpload(shop.services, { ...document, bytes: Buffer.from('y'), audited: { organisation: org } })).rejects.toThrow()
  await shop.db.script('ALTER TABLE audit DROP CONSTRAINT full_log')
  expect(await shop.db.query('SELECT 1 FROM upload WHERE project_id = $1', [project])).toHaveLength(1)
})
