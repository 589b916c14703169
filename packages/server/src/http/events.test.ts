import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database, Queryable } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { createEventFeed } from './event-feed.ts'
import type { EventFeed } from './event-feed.ts'
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
})
beforeEach(() => db.run('DELETE FROM outbox'))
afterAll(async () => {
  await server.close()
  await db.close()
})

let causes = 0
async function happen(project: number | null, text: string, through: Queryable = db): Promise<number> {
  const [row] = await through.query<{ id: number }>(
    "INSERT INTO outbox (at, kind, org_id, project_id, payload, cause) VALUES ($1, 'finding.opened', $2, $3, $4::jsonb, $5) RETURNING id",
    [server.services.now(), organisation, project, JSON.stringify({ text }), `test ${(causes += 1)}`],
  )
  return Number(row?.id)
}

async function open(
  person: TestPerson,
  lastEventId?: string,
): Promise<{ heard: string[]; end(): void; until(count: number): Promise<string[]>; ended: Promise<void> }> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
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
      for (let tries = 0; tries < 2400 && heard.length < count; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
      return heard
    },
  }
}

/** The place of now, once all that happened lies before it: a transaction of any other database of the server holds it back. */
async function settledPlace(feed: EventFeed): Promise<string> {
  let place = await feed.newest()
  for (let tries = 0; tries < 2400 && (await feed.after(place, 1))?.length !== 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    place = await feed.newest()
  }
  return place
}

test('each hears of what they may see, and a browser that comes back takes up where it was', async () => {
  const all = await open(lead)
  const some = await open(member)
  await new Promise((resolve) => setTimeout(resolve, 600))
  await happen(projects.web, 'one')
  const first = await settledPlace(createEventFeed(db, server.services.log))
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

/** A second connection where there can be one; the embedded engine has one session, so that its transactions end in the order in which they begin. */
test('events whose transaction ends late are not passed over, by listeners and by who comes back', async () => {
  const feed = createEventFeed(db, server.services.log)
  await happen(projects.web, 'before')
  const place = await settledPlace(feed)
  const heard: string[] = []
  const forget = feed.listen(({ text }) => heard.push(text))
  const missed = async (from: string): Promise<string[]> => ((await feed.after(from, 100)) ?? []).map(({ text }) => text)
  expect(await missed(place)).toEqual([])
  if (db.engine === 'embedded') {
    await happen(projects.web, 'only')
    expect(await missed(place)).toEqual(['only'])
    return forget()
  }
  const [early, late] = [signal(), signal()]
  const first = db.transaction(async (transaction) => {
    await happen(projects.web, 'earlier', transaction)
    early.ring()
    await late.rung
  })
  await early.rung
  const second = await happen(projects.web, 'later')
  for (let tries = 0; tries < 2400 && heard.length < 1; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  // Told at once, but whoever goes away now comes back to a place before the transaction that still runs.
  expect(heard).toEqual(['later'])
  const seen = (await feed.after(place, 100)) ?? []
  expect(seen.map(({ id, text }) => [id, text])).toEqual([[second, 'later']])
  expect(seen[0]?.place).toBe(place)
  late.ring()
  await first
  expect(await missed(seen[0]?.place ?? '')).toEqual(['earlier', 'later'])
  for (let tries = 0; tries < 2400 && heard.length < 2; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  await new Promise((resolve) => setTimeout(resolve, 600))
  forget()
  expect(heard).toEqual(['later', 'earlier'])
  await settledPlace(feed)
  const all = (await feed.after(place, 100)) ?? []
  expect(await missed(all[0]?.place ?? '')).toEqual(['later'])
})

test('transactions are in the order of their numbers, also where these get a digit more', async () => {
  for (const xact of ['8', '9', '10', '11', '100']) {
    const id = await happen(projects.web, `of ${xact}`)
    await db.run('UPDATE outbox SET xact = $2::text::xid8 WHERE id = $1', [id, xact])
  }
  const feed = createEventFeed(db, server.services.log)
  expect((await feed.after('0-0', 10))?.map(({ text }) => text)).toEqual(['of 8', 'of 9', 'of 10', 'of 11', 'of 100'])
  expect(await feed.newest()).toMatch(/^100-/)
  expect((await feed.after(await feed.newest(), 10))?.length).toBe(0)
})

test('many transactions that end in any order are each told, to listeners and to who comes back again and again', async () => {
  const feed = createEventFeed(db, server.services.log)
  const start = await feed.newest()
  const live = new Set<string>()
  const forget = feed.listen(({ text }) => live.add(text))
  await feed.after(start, 1)
  const returning = new Set<string>()
  let place = start
  let running = true
  const comingBack = (async () => {
    for (let last = false; !last;) {
      last = !running
      for (const event of (await feed.after(place, 100)) ?? []) {
        returning.add(event.text)
        place = event.place
      }
    }
  })()
  await Promise.all(
    Array.from({ length: 4 }, async (_, worker) => {
      for (let round = 0; round < 10; round += 1)
        await db.transaction(async (transaction) => {
          await happen(projects.web, `${worker}.${round}.a`, transaction)
          await new Promise((resolve) => setTimeout(resolve, (worker * 7 + round * 5) % 17))
          await happen(projects.api, `${worker}.${round}.b`, transaction)
        })
    }),
  )
  running = false
  await comingBack
  for (let tries = 0; tries < 2400 && live.size < 80; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  forget()
  expect([live.size, returning.size]).toEqual([80, 80])
})

test('who comes back with a place of another store is told to ask anew, as is who missed too much', async () => {
  const of = async (from: string): Promise<string> => {
    const answer = await lead.send('GET', 'events', { payloadAsStream: true, headers: { 'last-event-id': from } } as never)
    const stream = answer.stream() as Readable
    let text = ''
    for await (const chunk of stream)
      if ((text += String(chunk)).includes('id: ') && (text.includes('reset') || text.includes('data'))) break
    return text
  }
  expect(await of('9223372036854775806-1')).toContain('event: reset')
  expect(await of('9999999999999999999-1')).toContain('event: reset')
  expect(await of('4711')).toContain('event: reset')
  await happen(projects.web, 'news')
  expect(await of('0-0')).toContain('"text":"news"')
})

test('a right that was taken away is gone from the stream with the next event', async () => {
  const person = await server.person('Leaving', { role: 'viewer', organisation })
  const stream = await open(person)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await happen(projects.web, 'one')
  expect(await stream.until(1)).toEqual(['one'])
  await db.run('UPDATE role_grant SET org_id = NULL, project_id = $2 WHERE account_id = $1', [person.id, projects.api])
  server.advance(1000)
  await happen(projects.web, 'two')
  await happen(projects.api, 'three')
  expect(await stream.until(2)).toEqual(['one', 'three'])
  await db.run('DELETE FROM session WHERE account_id = $1', [person.id])
  server.advance(1000)
  await happen(projects.api, 'four')
  await stream.ended
  expect(stream.heard).toEqual(['one', 'three'])
})

function signal(): { readonly rung: Promise<void>; ring(): void } {
  let ring = (): void => undefined
  const rung = new Promise<void>((resolve) => (ring = resolve))
  return { rung, ring: () => ring() }
}

test('the stream ends when its listener may no longer listen, and with the server; it says that it lives meanwhile', async () => {
  const feed = createEventFeed(db, server.services.log)
  const stopping = new AbortController()
  const viewer = {
    ...(await import('../login/access-map.ts')).viewerOf(
      { actor: 'account:1', accountId: 1, name: '' },
      [{ permissions: ['portfolio:read'], projects: [], organisation: null, count: 0, of: 0, everywhere: true }],
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
      now: server.services.now,
      heartbeatMs: 10,
      recheckMs: 50,
      freshMs: 0,
    }))
      told.push(text)
  }
  const first = run(stopping.signal)
  const lives = (): number => told.filter((text) => text === ': still here\n\n').length
  for (let tries = 0; tries < 2400 && lives() < 2; tries += 1) await new Promise((resolve) => setTimeout(resolve, 25))
  may = false
  await first
  expect(lives()).toBeGreaterThan(1)
  may = true
  const second = run(stopping.signal)
  await new Promise((resolve) => setTimeout(resolve, 30))
  stopping.abort()
  await second
})

test('a caller has so many streams at once and no more; one that ended makes room', async () => {
  const many = await openTestApp(db)
  const person = await many.person('Many', { role: 'viewer', organisation })
  await many.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = many.app.server.address() as AddressInfo
  const ask = () =>
    new Promise<IncomingMessage>((resolve) => {
      const headers = { host: 'localhost', cookie: person.cookie }
      request({ host: '127.0.0.1', port, path: '/api/v1/events', headers, agent: false }, resolve).end()
    })
  const opened: IncomingMessage[] = []
  for (let n = 0; n < 100; n += 1) opened.push(await ask())
  expect(new Set(opened.map(({ statusCode }) => statusCode))).toEqual(new Set([200]))
  expect((await ask()).statusCode).toBe(429)
  opened[0]?.destroy()
  let again = await ask()
  for (let tries = 0; tries < 200 && again.statusCode === 429; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    again = await ask()
  }
  expect(again.statusCode).toBe(200)
  for (const one of [...opened, again]) one.destroy()
  await many.close()
})

test('closing the server ends open streams', async () => {
  const other = await openTestApp(db)
  const person = await other.person('Other', { role: 'admin' })
  const stream = await open(person)
  await other.close()
  await stream.ended
})
