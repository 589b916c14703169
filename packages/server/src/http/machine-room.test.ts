import { afterAll, beforeAll, expect, test } from 'vitest'
import { Type } from 'typebox'
import { defineRoute } from '../api/route.ts'
import streamEvents from '../routes/system/stream-events.ts'
import type { Database } from '../store/database.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

/** What balancers, monitors and clients that go away meet. */
let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

test('a balancer may ask by the address of the machine, and nobody anything else', async () => {
  const { app, close } = await openTestApp(db)
  const asked = async (url: string): Promise<readonly [string, number]> => [
    url,
    (await app.inject({ url, headers: { host: '10.1.2.3:7766' } })).statusCode,
  ]
  for (const url of ['/healthz', '/readyz']) expect(await asked(url)).toEqual([url, 200])
  for (const url of ['/healthzx', '/readyz/../api/v1/session', '/metrics', '/']) expect(await asked(url)).toEqual([url, 421])
  await close()
})

test('nobody makes the server read much without a log-in', async () => {
  const { app, close } = await openTestApp(db)
  const payload = { organisation: 'acme', subjectToken: 'x'.repeat(100_000) }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/token-exchange', headers: { origin: TEST_ORIGIN }, payload })
  expect([answer.statusCode, answer.json<{ type: string }>().type]).toEqual([413, 'urn:cupel:problem:too-large'])
  await close()
})

test('the numbers tell how the queues are', async () => {
  const work = {
    counts: async () => [{ queue: 'ingest', waiting: 3, running: 1, aside: 2, oldestSeconds: 90 }],
    aside: async () => [],
    retryAside: async () => false,
  }
  const { app, close } = await openTestApp(db, { work })
  const { body } = await app.inject({ url: '/metrics', headers: { host: 'localhost' } })
  for (const [state, n] of [
    ['waiting', 3],
    ['running', 1],
    ['aside', 2],
  ])
    expect(body).toContain(`\ncupel_jobs{queue="ingest",state="${state}"} ${n}\n`)
  expect(body).toContain('\ncupel_oldest_job_seconds{queue="ingest"} 90\n')
  await close()
})

test('whom the database put back for another is told to try again, not that there is a bug', async () => {
  const fails = defineRoute({
    method: 'GET',
    path: '/fails',
    id: 'fails',
    summary: 'Fails',
    tag: 'system',
    access: 'public',
    response: Type.Null(),
    handle: () => Promise.reject(Object.assign(new Error('deadlock detected'), { code: '40P01' })),
  })
  const { app, close } = await openTestApp(db, { routes: [fails] })
  const answer = await app.inject({ url: '/api/v1/fails' })
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5'])
  await close()
})

test('a stream whose reader went away before it began is not counted for ever', async () => {
  const { services, close } = await openTestApp(db)
  const open = (signal: AbortSignal): Promise<unknown> => {
    const reply = { header: () => reply }
    const request = { headers: {}, viewerAgain: async () => null }
    return streamEvents.handle({ services, viewer: { actor: 'account:1' }, signal, request, reply } as never)
  }
  for (let n = 0; n < 120; n++) await open(AbortSignal.abort())
  expect(await open(new AbortController().signal)).toBeDefined()
  await close()
})
