import { createHash } from 'node:crypto'
import { jcs } from '@cupel/provenance'
import type { JsonValue } from '@cupel/provenance'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { verifyAudit } from './verify-audit.ts'
import { writeAudit } from './write-audit.ts'

let db: Database
let server: TestApp
let auditor: TestPerson
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  auditor = await server.person('Aud', { role: 'auditor' })
  const admin = await server.person('Ada', { role: 'admin' })
  for (const slug of ['one', 'two', 'three'])
    await admin.send('POST', 'organisations', { payload: { slug, name: `${slug} – “ünïcode” 😀` } })
  await admin.send('POST', 'tokens', { payload: { name: 'ci', scopes: ['portfolio:read'], days: 1 } })
  const detail = { half: '\ud800', nul: 'a\0b', number: 1e21, small: 0.1, nested: { z: 1, a: [null, true] }, missing: undefined }
  await db.transaction((transaction) =>
    writeAudit(transaction, server.services.now(), { actor: 'a', action: 'b', object: 'c', organisation: null, detail }),
  )
})
afterAll(async () => {
  await server.close()
  await db.close()
})

test('every change stands in the log, and the log is whole', async () => {
  const { items, total } = (await auditor.send('GET', 'audit')).json<{ items: { action: string; object: string }[]; total: object }>()
  expect(items.map(({ action }) => action)).toEqual([
    'b',
    'token.create',
    'organisation.create',
    'organisation.create',
    'organisation.create',
  ])
  expect(total).toEqual({ count: 5, type: 'EXACT' })
  expect((await auditor.send('GET', 'audit?action=token.create')).json()).toMatchObject({
    items: [{ detail: { name: 'ci', scopes: ['portfolio:read'] } }],
  })
  expect((await auditor.send('GET', 'audit/verify')).json()).toMatchObject({ entries: 5, whole: true, brokenAt: null })
})

test('who writes at the same time stands in line', async () => {
  const entry = { actor: 'many', action: 'x', object: 'y', organisation: null, detail: {} }
  await Promise.all(
    Array.from({ length: 20 }, () => db.transaction((transaction) => writeAudit(transaction, server.services.now(), entry))),
  )
  expect(await verifyAudit(db)).toMatchObject({ entries: 25, whole: true })
})

test('the export can be verified by anybody, without us', async () => {
  const answer = await auditor.send('GET', 'audit/export')
  expect(answer.headers['content-type']).toContain('application/x-ndjson')
  const rows = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, JsonValue>)
  expect(rows).toHaveLength(25)
  let previous = '0'.repeat(64)
  for (const { seq, at, actor, action, object, organisation, detail, ...chain } of rows) {
    expect(chain['previous']).toBe(previous)
    const text = jcs({ seq, at, actor, action, object, organisation, detail } as JsonValue)
    previous = createHash('sha256').update(Buffer.from(previous, 'hex')).update(text).digest('hex')
    expect(chain['digest']).toBe(previous)
  }
})

test.each([
  ['another actor', 'UPDATE audit SET actor = $1 WHERE seq = 3', ['somebody'], 3],
  ['another detail', `UPDATE audit SET detail = detail || '{"x":1}' WHERE seq = $1`, [2], 2],
  ['another time', "UPDATE audit SET at = at - interval '1 hour' WHERE seq = $1", [4], 4],
  ['another digest', "UPDATE audit SET digest = decode(repeat('00', 32), 'hex') WHERE seq = $1", [5], 5],
  ['an entry taken out', 'DELETE FROM audit WHERE seq = $1', [3], 4],
  ['entries renumbered', 'UPDATE audit SET seq = seq - 1 WHERE seq > $1', [24], 24],
])('%s is found', async (_, sql, values, at) => {
  await expect(
    db.transaction(async (transaction) => {
      if (sql.includes('renumbered') || sql.includes('seq - 1')) await transaction.run('DELETE FROM audit WHERE seq = 24')
      await transaction.run(sql, values)
      expect(await verifyAudit(transaction)).toMatchObject({ whole: false, brokenAt: at })
      throw new Error('put back')
    }),
  ).rejects.toThrow('put back')
  expect(await verifyAudit(db)).toMatchObject({ whole: true })
})

test('auditors of one organisation read its entries only, and verify nothing', async () => {
  const [two] = await db.query<{ id: number }>("SELECT id FROM organisation WHERE slug = 'two'")
  const person = await server.person('Two', { role: 'auditor', organisation: two?.id ?? 0 })
  expect((await person.send('GET', 'audit')).json()).toMatchObject({ items: [{ object: `organisation:${two?.id}` }], total: { count: 1 } })
  expect((await person.send('GET', 'audit/export')).body.trim().split('\n')).toHaveLength(1)
  expect((await person.send('GET', 'audit/verify')).statusCode).toBe(403)
})
