import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { startSession } from './session.ts'

let db: Database
let server: TestApp
let ann: TestPerson
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { offline: false, privateNetwork: true })
  ann = await server.person('Ann', { role: 'admin' })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

interface Entry {
  readonly action: string
  readonly object: string
  readonly detail: object
}

const log = (): Promise<readonly Entry[]> => db.query<Entry>('SELECT action, object, detail FROM audit ORDER BY seq')

test('what a person changes of their own account, and the ends of sessions, stand in the log', async () => {
  await ann.send('PATCH', 'session', { payload: { name: 'Ann the first' } })
  await startSession(server.services, db, ann.id, 'another browser')
  const { items } = (await ann.send('GET', 'sessions')).json<{ items: { id: string; current: boolean }[] }>()
  expect((await ann.send('DELETE', `sessions/${items.find(({ current }) => !current)?.id}`)).statusCode).toBe(204)
  expect((await ann.send('DELETE', 'session')).statusCode).toBe(204)
  expect((await ann.send('GET', 'sessions')).statusCode).toBe(401)
  expect(await log()).toEqual([
    { action: 'account.profile', object: `account:${ann.id}`, detail: { name: 'Ann the first' } },
    { action: 'session.end', object: `account:${ann.id}`, detail: { from: 'another session' } },
    { action: 'session.end', object: `account:${ann.id}`, detail: {} },
  ])
})

test('the log names where a webhook goes, and nothing of its address that lets somebody in', async () => {
  const root = await server.person('Root', { role: 'admin' })
  await root.send('POST', 'organisations', { payload: { slug: 'shop', name: 'Shop' } })
  const url = 'http://127.0.0.1:1/services/T000/SECRET-PATH?key=SECRET-KEY'
  const { id } = (await root.send('POST', 'webhooks', { payload: { url, kinds: ['*'] } })).json<{ id: number }>()
  await root.send('PATCH', `webhooks/${id}`, { payload: { url: `${url}2`, enabled: true } })
  expect((await root.send('POST', `webhooks/${id}/test`)).json()).toMatchObject({ reached: false })
  await root.send('DELETE', `webhooks/${id}`)
  const entries = (await log()).filter(({ action }) => action.startsWith('webhook.'))
  expect(entries.map(({ action, detail }) => [action, Reflect.get(detail, 'url')])).toEqual([
    ['webhook.create', 'http://127.0.0.1:1'],
    ['webhook.change', 'http://127.0.0.1:1'],
    ['webhook.test', 'http://127.0.0.1:1'],
    ['webhook.delete', 'http://127.0.0.1:1'],
  ])
  expect(JSON.stringify(await log())).not.toContain('SECRET')
  expect(server.logged.join('\n')).not.toContain('SECRET')
})
