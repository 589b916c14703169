import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let ann: TestPerson
let project: number
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  project = (await seedPortfolio(db, { projects: { 'shop//web': ['left@1.0.0'] }, vulnerabilities: [] })).projects.get('shop//web') ?? 0
  ann = await server.person('Ann', { role: 'maintainer', project })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const upload = (key: string, payload: string | Buffer, more: Record<string, string> = {}) =>
  ann.send('POST', `projects/${project}/uploads?name=bom.json`, {
    payload,
    headers: { 'content-type': 'application/octet-stream', 'idempotency-key': key, ...more },
  })

test('an upload that is repeated under its key is the first one, and another document of the same length is refused', async () => {
  const first = await upload('one', '{"a":1}')
  const again = await upload('one', '{"a":1}')
  expect([first.statusCode, again.statusCode, again.json(), again.headers['idempotency-replayed']]).toEqual([
    202,
    202,
    first.json(),
    'true',
  ])
  expect((await upload('one', '{"a":2}')).json()).toMatchObject({ status: 422, type: 'urn:cupel:problem:key-reused' })
  const [{ n } = { n: 0 }] = await db.query<{ n: number }>('SELECT count(*)::int4 AS n FROM upload')
  expect(n).toBe(1)
})

test('however it was packed, the same document is the same request', async () => {
  const first = await upload('two', '{"a":3}')
  const packed = await upload('two', gzipSync('{"a":3}'), { 'content-encoding': 'gzip' })
  expect([packed.statusCode, packed.json()]).toEqual([202, first.json()])
})
