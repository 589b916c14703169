import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Page } from '../api/contract/common.ts'
import { PAGE } from '../api/contract/administration.ts'
import { HttpProblem } from '../api/problem-details.ts'
import { defineRoute } from '../api/route.ts'
import type { Database } from '../store/database.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

const Row = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  of: Type.Union([Type.Object({ slug: Type.String() }), Type.Null()]),
  tags: Type.Array(Type.String()),
})
const ROWS = Array.from({ length: 450 }, (_, at) => ({
  id: at + 1,
  name: ['=1+1', '+a', '-a', '@a', '\ta', 'a,"b"\nc', 'plain'][at % 7],
  of: at % 2 === 0 ? null : { slug: `s${at}`, secret: 'SECRET' },
  tags: ['x', 'y'],
  secret: 'SECRET',
}))
let runs = 0

const base = { tag: 'system', access: 'public', summary: 's' } as const
const routes = [
  defineRoute({
    ...base,
    method: 'GET',
    path: '/rows',
    id: 'listRows',
    access: 'session',
    list: true,
    query: Type.Object({
      ...PAGE.properties,
      kind: Type.Optional(Type.Array(Type.Union([Type.Literal('a'), Type.Literal('b')]))),
      big: Type.Optional(Type.Boolean()),
    }),
    response: Page(Row),
    handle: async ({ query, now }) => {
      const from = Number(query.cursor ?? 0)
      const to = from + (query.limit ?? 50)
      return {
        items: ROWS.slice(from, to) as never,
        next: to < ROWS.length ? String(to) : null,
        total: { count: ROWS.length, type: 'EXACT' as const },
        asOf: now.toISOString(),
      }
    },
  }),
  defineRoute({
    ...base,
    method: 'POST',
    path: '/count',
    id: 'count',
    access: 'session',
    status: 201,
    body: Type.Object({
      a: Type.Optional(Type.Integer()),
      deep: Type.Optional(Type.Object({ b: Type.String({ maxLength: 3 }) })),
      fail: Type.Optional(Type.Boolean()),
      any: Type.Optional(Type.Unknown()),
    }),
    response: Type.Object({ runs: Type.Integer() }),
    handle: async ({ body }) => {
      runs += 1
      if (body.fail === true) throw new HttpProblem(409, 'exists', 'no')
      return { runs }
    },
  }),
  defineRoute({
    ...base,
    method: 'POST',
    path: '/secret',
    id: 'secret',
    access: 'session',
    once: true,
    response: Type.Object({ secret: Type.String() }),
    handle: async () => ({ secret: `SECRET ${(runs += 1)}` }),
  }),
  defineRoute({
    ...base,
    method: 'GET',
    path: '/broken',
    id: 'broken',
    response: Type.Object({}),
    handle: () => Promise.reject(new Error('password=hunter2 in /etc/secret')),
  }),
  defineRoute({
    ...base,
    method: 'GET',
    path: '/wrong',
    id: 'wrong',
    response: Type.Object({ n: Type.Integer() }),
    handle: async () => ({ n: 'text' }) as never,
  }),
  defineRoute({
    ...base,
    method: 'GET',
    path: '/things/:thing',
    id: 'thing',
    params: Type.Object({ thing: Type.Integer({ minimum: 1 }) }),
    response: Type.Object({ thing: Type.Integer() }),
    handle: async ({ params }) => params,
  }),
]

let db: Database
let server: TestApp
let ada: TestPerson
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, {
    routes,
    strictAnswers: false,
    limits: { bodyBytes: 100_000 },
  })
  // These routes have no /session: a second app of the same store tells the token.
  const whole = await openTestApp(db)
  const person = await whole.person('Ada', { role: 'admin' })
  await whole.close()
  ada = {
    ...person,
    send: (method, url, options = {}) =>
      server.app.inject({
        method,
        url: `/api/v1/${url}`,
        ...options,
        headers: { cookie: person.cookie, 'x-csrf-token': person.csrf, origin: TEST_ORIGIN, ...options.headers },
      } as never) as never,
  }
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const problem = (answer: { statusCode: number; headers: Record<string, unknown>; json(): unknown }) => {
  expect(String(answer.headers['content-type'])).toContain('application/problem+json')
  return answer.json() as { type: string; status: number; detail: string; errors?: { pointer: string; detail: string }[] }
}

describe('input', () => {
  test.each([
    ['rows?kind=c', '/kind/0', 'must be one of a, b'],
    ['rows?limit=x', '/limit', 'must be integer'],
    ['rows?limit=201', '/limit', 'must be <= 200'],
    ['rows?knid=a', '/knid', 'is not known here; known are cursor, limit, format, kind, big'],
    ['rows?cursor=a%00b', '/cursor', 'holds a NUL character'],
    ['things/0', '/thing', 'must be >= 1'],
    ['things/x', '/thing', 'must be integer'],
    ['things/1?more=1', '/more', 'this takes no such parameter'],
  ])('%s is refused with its place', async (url, pointer, detail) => {
    const answer = problem(await ada.send('GET', url))
    expect([answer.status, answer.errors?.[0]]).toEqual([400, { pointer, detail }])
  })

  test('lists, numbers and booleans of a query are read', async () => {
    for (const url of ['rows?kind=a', 'rows?kind=a&kind=b', 'rows?big=true', 'rows?limit=5'])
      expect((await ada.send('GET', url)).statusCode).toBe(200)
  })

  test.each([
    ['{"a":1', 'body'],
    ['{"a":"1"}', '/a'],
    ['{"b":1}', '/b'],
    ['{"deep":{"b":"long"}}', '/deep/b'],
    ['{"deep":{"b":"x","c":1}}', '/deep/c'],
    ['{"any":{"x":"\\u0000"}}', 'NUL'],
    ['[]', 'object'],
    ['{"__proto__":{"a":1}}', 'body'],
    [`${'['.repeat(100_000 / 4)}`, 'nested'],
    [`{"any":${'['.repeat(65)}${']'.repeat(65)}}`, 'nested'],
  ])('a body %s is refused', async (payload, words) => {
    const answer = problem(await ada.send('POST', 'count', { payload, headers: { 'content-type': 'application/json' } }))
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer)).toContain(words)
  })

  test('bodies that are too large, or no JSON by their type, are refused', async () => {
    expect(problem(await ada.send('POST', 'count', { payload: { any: 'x'.repeat(100_000) } })).type).toBe('urn:cupel:problem:too-large')
    expect(
      problem(await ada.send('POST', 'count', { payload: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status,
    ).toBe(415)
    expect(problem(await ada.send('POST', 'count', { payload: '<a/>', headers: { 'content-type': 'text/xml' } })).status).toBe(415)
  })

  test('an address that is too long or misshapen is refused, and nothing of it stands in a header', async () => {
    expect((await ada.send('GET', `things/${'9'.repeat(2500)}`)).statusCode).toBe(414)
    expect((await server.app.inject('/%')).statusCode).toBe(400)
    const answer = await ada
      .send('GET', 'things/1%0d%0aset-cookie:%20a=b', { headers: { 'x-request-id': 'mine\r\n' } as never })
      .catch(() => null)
    if (answer !== null) expect(JSON.stringify(answer.headers)).not.toContain('a=b')
    expect((await ada.send('GET', 'things/1', { headers: { 'x-request-id': 'mine' } })).headers['x-request-id']).not.toBe('mine')
  })
})

describe('answers', () => {
  test('hold what their schema names, and nothing else', async () => {
    const answer = await ada.send('GET', 'rows')
    expect(answer.body).not.toContain('SECRET')
    expect(answer.json<{ items: object[] }>().items[1]).toEqual({ id: 2, name: '+a', of: { slug: 's1' }, tags: ['x', 'y'] })
  })

  test('a list is CSV too: all of it, in columns of its schema, harmless in a spreadsheet', async () => {
    for (const answer of [await ada.send('GET', 'rows?format=csv'), await ada.send('GET', 'rows', { headers: { accept: 'text/csv' } })]) {
      expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
      const lines = answer.body.split('\r\n')
      expect(lines.slice(0, 8)).toEqual([
        'id,name,of.slug,tags',
        `1,'=1+1,,"x; y"`,
        `2,'+a,s1,"x; y"`,
        `3,'-a,,"x; y"`,
        `4,'@a,s3,"x; y"`,
        `5,"'\ta",,"x; y"`,
        '6,"a,""b""\nc",s5,"x; y"',
        '7,plain,,"x; y"',
      ])
      expect(lines).toHaveLength(452)
    }
    const page = await ada.send('GET', 'rows?format=csv&limit=10')
    expect([page.body.split('\r\n').length, page.headers['x-next-cursor']]).toEqual([12, '10'])
    expect(problem(await ada.send('GET', 'rows?format=xml')).status).toBe(400)
  })

  test('carry a tag that stays while the content does, whatever the time', async () => {
    const first = await ada.send('GET', 'rows')
    server.advance(1000)
    const tag = String(first.headers.etag)
    expect((await ada.send('GET', 'rows', { headers: { 'if-none-match': tag } })).statusCode).toBe(304)
    expect((await ada.send('GET', 'rows', { headers: { 'if-none-match': `"x", ${tag.slice(2)}` } })).statusCode).toBe(304)
    expect((await ada.send('GET', 'rows?limit=3', { headers: { 'if-none-match': tag } })).statusCode).toBe(200)
  })

  test('a bug is logged and not told', async () => {
    const answer = problem(await server.app.inject('/api/v1/broken'))
    expect([answer.status, JSON.stringify(answer).includes('hunter2')]).toEqual([500, false])
    expect(server.logged.some((line) => line.includes('request failed') && line.includes('/etc/secret'))).toBe(true)
  })

  test('one that does not fit its schema is a bug where answers are checked', async () => {
    const strict = await openTestApp(db, { routes })
    expect((await strict.app.inject('/api/v1/wrong')).statusCode).toBe(500)
    await strict.close()
  })
})

describe('idempotency keys', () => {
  const post = (key: string, payload: object) => ada.send('POST', 'count', { payload, headers: { 'idempotency-key': key } })

  test('the first answer comes again, whatever the order of names; another request is refused', async () => {
    const first = await post('one', { a: 1, any: { x: 1, y: 2 } })
    const again = await post('one', { any: { y: 2, x: 1 }, a: 1 })
    expect([first.statusCode, again.statusCode, again.body, again.headers['idempotency-replayed']]).toEqual([201, 201, first.body, 'true'])
    expect((await post('two', { a: 1 })).body).not.toBe(first.body)
    expect(problem(await post('one', { a: 2 })).type).toBe('urn:cupel:problem:key-reused')
    expect(problem(await post('x'.repeat(201), {})).status).toBe(400)
  })

  test('what failed can be tried again; what runs is not run beside', async () => {
    expect((await post('three', { fail: true })).statusCode).toBe(409)
    expect((await post('three', { a: 1 })).statusCode).toBe(201)
    const before = runs
    const many = await Promise.all(Array.from({ length: 8 }, () => post('four', { a: 4 })))
    expect(runs - before).toBe(1)
    expect(many.map(({ statusCode }) => statusCode).filter((code) => code !== 201 && code !== 409)).toEqual([])
    await db.run("INSERT INTO idempotency (actor, key, request, status, body, created_at) VALUES ($1, 'five', '', 0, 'null', $2)", [
      `account:${ada.id}`,
      server.services.now(),
    ])
    expect((await post('five', { a: 5 })).statusCode).toBe(409)
    server.advance(6 * 60_000)
    expect((await post('five', { a: 5 })).statusCode).toBe(201)
  })

  test('a secret is not kept', async () => {
    const first = await ada.send('POST', 'secret', { headers: { 'idempotency-key': 'six' } })
    expect(first.body).toContain('SECRET')
    expect(problem(await ada.send('POST', 'secret', { headers: { 'idempotency-key': 'six' } })).type).toBe('urn:cupel:problem:shown-once')
    expect(JSON.stringify(await db.query('SELECT body FROM idempotency'))).not.toContain('SECRET')
  })
})

describe('who may ask, and how often', () => {
  test('only hosts of ours are answered, so that no foreign name leads here', async () => {
    for (const host of ['elsewhere.example', 'localhost.elsewhere.example', '127.0.0.1:81', '169.254.169.254'])
      expect((await server.app.inject({ url: '/api/v1/broken', headers: { host } })).statusCode).toBe(421)
    for (const host of ['localhost', 'localhost:80', '127.0.0.1', '[::1]'])
      expect((await server.app.inject({ url: '/api/v1/things/1', headers: { host } })).statusCode).toBe(200)
  })

  test('rates: of one address, of one caller, and of guesses', async () => {
    const strict = await openTestApp(db, { routes, limits: { addressPerMinute: 5, callerPerMinute: 8, guessesPerMinute: 3 } })
    const codes = async (count: number, headers: Record<string, string>) => {
      const all: number[] = []
      for (let n = 0; n < count; n += 1) all.push((await strict.app.inject({ url: '/api/v1/things/1', headers })).statusCode)
      return all
    }
    expect(await codes(7, {})).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(await codes(10, { cookie: ada.cookie })).toEqual([...Array<number>(8).fill(200), 429, 429])
    expect(await codes(5, { authorization: 'Bearer x' })).toEqual([401, 401, 401, 429, 429])
    const answer = await strict.app.inject({ url: '/api/v1/things/1' })
    expect(problem(answer).type).toBe('urn:cupel:problem:too-many')
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    await strict.close()
  })

  test('health, readiness and metrics', async () => {
    expect((await server.app.inject({ url: '/healthz', headers: { host: 'probe' } })).json()).toEqual({ status: 'ok' })
    expect((await server.app.inject('/readyz')).json()).toEqual({ status: 'ready' })
    const text = (await server.app.inject('/metrics')).body
    expect(text).toMatch(
      /cupel_http_request_duration_seconds_bucket\{route="\/api\/v1\/things\/:thing",method="GET",status="200",le="\+Inf"\} \d+/,
    )
    expect(text).not.toMatch(/\/api\/v1\/things\/1"/)
    for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) \S+ .+|[a-z_]+(\{[^}]*\})? [\d.e+-]+)$/)
    const open = await openTestApp(db, { routes, origin: 'https://cupel.example' })
    expect((await open.app.inject({ url: '/metrics', headers: { host: 'cupel.example' } })).statusCode).toBe(403)
    await open.close()
  })

  test('over https: cookies are bound to the host, and browsers are told to stay with it', async () => {
    const secure = await openTestApp(db, { routes, origin: 'https://cupel.example' })
    const answer = await secure.app.inject({ url: '/api/v1/things/1', headers: { host: 'cupel.example', cookie: ada.cookie } })
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
    expect((await secure.app.inject({ url: '/api/v1/rows', headers: { host: 'cupel.example', cookie: ada.cookie } })).statusCode).toBe(401)
    expect(
      (await secure.app.inject({ url: '/api/v1/rows', headers: { host: 'cupel.example', cookie: `__Host-${ada.cookie}` } })).statusCode,
    ).toBe(200)
    await secure.close()
  })
})
