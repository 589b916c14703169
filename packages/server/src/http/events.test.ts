import type { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { createEventFeed } from './event-feed.ts'
import { eventStream } from './event-stream.ts'

let db: Database
let server: TestApp
let lead: TestPerson
let member: TestPerson
let projects: { readonly web: number; readonly api: number }
let organisation: number
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  const seeded = await seedPortfolio(db, { projects: { 'shop//web': ['a@1'], 'shop//api': ['a@1'] }, vulnerabilities: [] })
  organisation = seeded.orgs.get('shop') ?? 0
  projects = { web: seeded.projects.get('shop//web') ?? 0, api: seeded.projects.get('shop//api') ?? 0 }
  lead = await server.person('Lead', { role: 'viewer', organisation })
  member = await server.person('Member', { role: 'viewer', project: projects.web })
}, 60_000)
beforeEach(() => db.run('DELETE FROM outbox'))
afterAll(async () => {
  await server.close()
  await db.close()
})

let causes = 0
async function happen(project: number | null, text: string): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    "INSERT INTO outbox (at, kind, org_id, project_id, payload, cause) VALUES ($1, 'finding.opened', $2, $3, $4::jsonb, $5) RETURNING id",
    [server.services.now(), organisation, project, JSON.stringify({ text }), `test ${(causes += 1)}`],
  )
  return Number(row?.id)
}

async function open(
  person: TestPerson,
  lastEventId?: number,
): Promise<{ heard: string[]; end(): void; until(count: number): Promise<string[]>; ended: Promise<void> }> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
  const answer = await person.send('GET', 'events', { payloadAsStream: true, headers } as never)
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    200,
    'text/event-stream',
    'no-store',
  ])
  const stream = answer.stream() as Readable
  const heard: string[] = []
  const ended = new Promise<void>((resolve) => stream.on('close', resolve))
  stream.on('data', (chunk: Buffer) => heard.push(...[...String(chunk).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => String(text))))
  return {
    heard,
    ended,
    end: () => stream.destroy(),
    until: async (count) => {
      for (let tries = 0; tries < 200 && heard.length < count; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
      return heard
    },
  }
}

test('each hears of what they may see, and a browser that comes back takes up where it was', async () => {
  const all = await open(lead)
  const some = await open(member)
  await new Promise((resolve) => setTimeout(resolve, 600))
  const first = await happen(projects.web, 'one')
  await happen(projects.api, 'two')
  await happen(null, 'three')
  expect(await all.until(3)).toEqual(['one', 'two', 'three'])
  // What is of the organisation as a whole is news for all who see something of it.
  expect(await some.until(2)).toEqual(['one', 'three'])
  all.end()
  some.end()
  await happen(projects.web, 'four')
  const back = await open(lead, first)
  expect(await back.until(3)).toEqual(['two', 'three', 'four'])
  await happen(projects.web, 'five')
  expect(await back.until(4)).toEqual(['two', 'three', 'four', 'five'])
  back.end()
  const narrow = await open(member, first)
  expect(await narrow.until(3)).toEqual(['three', 'four', 'five'])
  narrow.end()
})

test('events whose transaction ends late are not passed over', async () => {
  const feed = createEventFeed(db, server.services.log, server.services.now)
  await happen(projects.web, 'before')
  const heard: string[] = []
  const forget = feed.listen(({ text }) => heard.push(text))
  await new Promise((resolve) => setTimeout(resolve, 700))
  // An id is taken, a later one is seen first.
  await db.query("SELECT nextval(pg_get_serial_sequence('outbox', 'id'))")
  const [{ id } = { id: 0 }] = await db.query<{ id: number }>("SELECT currval(pg_get_serial_sequence('outbox', 'id')) AS id")
  await happen(projects.web, 'later')
  for (let tries = 0; tries < 100 && heard.length < 1; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  await db.run(
    `INSERT INTO outbox (id, at, kind, org_id, project_id, payload, cause) OVERRIDING SYSTEM VALUE VALUES ($1, now(), 'k', $2, $3, '{"text":"earlier"}', 'late')`,
    [Number(id), organisation, projects.web],
  )
  for (let tries = 0; tries < 100 && heard.length < 2; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  forget()
  expect(heard).toEqual(['later', 'earlier'])
})

test('the stream ends when its listener may no longer listen, and with the server; it says that it lives meanwhile', async () => {
  const feed = createEventFeed(db, server.services.log, server.services.now)
  const stopping = new AbortController()
  const viewer = {
    ...(await import('../login/access-map.ts')).viewerOf(
      { actor: 'account:1', accountId: 1, name: '' },
      [{ permissions: ['portfolio:read'], projects: null, organisation: null, everywhere: true }],
      [],
    ),
  }
  let may = true
  const told: string[] = []
  const run = async (signal: AbortSignal) => {
    for await (const text of eventStream({
      feed,
      viewer: async () => (may ? viewer : null),
      from: null,
      signal,
      heartbeatMs: 10,
      recheckMs: 50,
    }))
      told.push(text)
  }
  const first = run(stopping.signal)
  await new Promise((resolve) => setTimeout(resolve, 200))
  may = false
  await first
  expect(told.filter((text) => text === ': still here\n\n').length).toBeGreaterThan(1)
  may = true
  const second = run(stopping.signal)
  await new Promise((resolve) => setTimeout(resolve, 30))
  stopping.abort()
  await second
})

test('closing the server ends open streams', async () => {
  const other = await openTestApp(db)
  const person = await other.person('Other', { role: 'admin' })
  const stream = await open(person)
  await other.close()
  await stream.ended
})
