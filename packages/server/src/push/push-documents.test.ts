import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pushDocuments } from './push-documents.ts'
import type { PushedUpload, PushRequest } from './push-documents.ts'

interface Asked {
  readonly line: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>]

let server: Server
let asked: Asked[]
/** Answers by request line without its query; a list is used up, its last one stays. */
let answers: Record<string, readonly Answer[]>
let times: Record<string, number>

const VEX = '{"@context":"https://openvex.dev/ns/v0.2.0"}'
const SHOP = { id: 7, slug: 'shop', organisation: 'acme' }
const QUEUED = { id: 1, name: 'a.json', kind: 'auto', state: 'queued', problems: [], result: {} }
const DONE = { ...QUEUED, kind: 'sbom', state: 'done', result: { components: 3, findings: 1 } }
const VERDICT = { project: 7, outcome: 'pass', pending: false, incomplete: false, gaps: [], failing: [], undecided: [], asOf: '' }

beforeEach(async () => {
  asked = []
  times = {}
  answers = {
    'GET /api/v1/projects': [[200, { items: [{ ...SHOP, id: 6, slug: 'shop-2' }, SHOP], next: null }]],
    'POST /api/v1/projects/7/uploads': [[202, QUEUED]],
    'GET /api/v1/uploads/1': [
      [200, QUEUED],
      [200, { ...QUEUED, state: 'running' }],
      [200, DONE],
    ],
    'GET /api/v1/projects/7/verdict': [
      [200, { ...VERDICT, pending: true }],
      [200, VERDICT],
    ],
  }
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const line = `${request.method} ${(request.url ?? '').split('?')[0]}`
        asked.push({ line: `${request.method} ${request.url}`, headers: request.headers, body: Buffer.concat(parts).toString() })
        const given = answers[line] ?? [[404, { type: 'urn:cupel:problem:not-found', detail: 'no such thing' }]]
        const [status, body, headers = {}] = given[Math.min(times[line] ?? 0, given.length - 1)] as Answer
        times[line] = (times[line] ?? 0) + 1
        if (status === 0) return request.socket.destroy()
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(body instanceof Buffer ? body : JSON.stringify(body))
      })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(resolve))
})

function push(change: Partial<PushRequest> = {}): ReturnType<typeof pushDocuments> {
  return pushDocuments({
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'cupel_secret',
    project: 'shop',
    create: false,
    kind: 'auto',
    documents: [{ name: 'a.json', bytes: Buffer.from('{}') }],
    waitMs: null,
    signal: new AbortController().signal,
    onUpload() {},
    pauseMs: 1,
    ...change,
  })
}

test('a document is handed in with its token and a key of its own, and not waited for unless asked', async () => {
  const result = await push({
    documents: [
      { name: 'a.json', bytes: Buffer.from('{"a":1}') },
      { name: 'dir/b c.json', bytes: Buffer.from(VEX) },
    ],
  })
  expect(result).toEqual({ uploads: [QUEUED, QUEUED], verdict: null })
  const uploads = asked.filter(({ line }) => line.startsWith('POST'))
  expect(uploads.map(({ line, body }) => [line, body])).toEqual([
    ['POST /api/v1/projects/7/uploads?kind=auto&name=a.json', '{"a":1}'],
    ['POST /api/v1/projects/7/uploads?kind=auto&name=dir%2Fb+c.json', VEX],
  ])
  expect(new Set(uploads.map(({ headers }) => headers['idempotency-key'])).size).toBe(2)
  expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer cupel_secret']))
})

test('of two inventories the server would forget the first: nothing is sent', async () => {
  const documents = ['a.json', 'b.json'].map((name) => ({ name, bytes: Buffer.from('{}') }))
  await expect(push({ documents })).rejects.toMatchObject({ message: expect.stringContaining('2 inventories (a.json, b.json)') as string })
  expect(asked).toEqual([])
})

test.each(['{"schemaVersion":"1.0","checks":', '{"bomFormat":"CycloneDX","x":'])(
  'what is cut off is for the server to refuse: %s',
  async (text) => {
    expect(await push({ documents: [{ name: 'cut.json', bytes: Buffer.from(text) }] })).toEqual({ uploads: [QUEUED], verdict: null })
  },
)

test('with waiting: until it was read and the rules were asked', async () => {
  const seen: PushedUpload[] = []
  expect(await push({ waitMs: 10_000, onUpload: (upload) => void seen.push(upload) })).toEqual({ uploads: [DONE], verdict: VERDICT })
  expect(seen).toEqual([DONE])
  answers['GET /api/v1/uploads/1'] = [[200, QUEUED]]
  await expect(push({ waitMs: 5 })).rejects.toMatchObject({
    code: 'push-failed',
    message: expect.stringContaining('upload 1 was read') as string,
  })
})

test('what fails for a while is tried again, as the same upload', async () => {
  answers['POST /api/v1/projects/7/uploads'] = [
    [0, null],
    [503, { detail: 'the store does not answer' }],
    [429, { detail: 'slower' }, { 'retry-after': '0' }],
    [409, { type: 'urn:cupel:problem:in-progress', detail: 'still at work' }],
    [202, QUEUED],
  ]
  await push()
  const uploads = asked.filter(({ line }) => line.startsWith('POST'))
  expect(uploads.length).toBe(5)
  expect(new Set(uploads.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
})

test('what is refused is said in the server’s words, at once', async () => {
  const cases: readonly (readonly [Answer, string])[] = [
    [[401, { detail: 'this token is not valid' }], 'the token is not valid there: this token is not valid'],
    [[403, { detail: 'this needs the permission upload:write here' }], 'upload:write'],
    [[413, { detail: 'the body is larger than this takes' }], 'larger'],
    [[302, '', { location: 'https://elsewhere.example/' }], 'sends elsewhere (https://elsewhere.example/)'],
    [[404, 'no JSON problem'], 'answered 404'],
    [[409, { type: 'urn:cupel:problem:other', detail: 'there is one' }], 'there is one'],
  ]
  for (const [answer, words] of cases) {
    asked = []
    answers['POST /api/v1/projects/7/uploads'] = [answer]
    await expect(push(), words).rejects.toMatchObject({ code: 'push-failed', message: expect.stringContaining(words) as string })
    expect(asked.length).toBe(2)
  }
})

test.each([
  ['GET /api/v1/projects', Buffer.from('<html>welcome to this network</html>'), 'it is no JSON object'],
  ['GET /api/v1/projects', Buffer.from('{"items":[],"next":'), 'it is no JSON object'],
  ['GET /api/v1/projects', { data: [] }, 'it does not tell "items"'],
  ['POST /api/v1/projects/7/uploads', { ok: true }, 'it does not tell "id"'],
  ['GET /api/v1/projects/7/verdict', {}, 'it does not tell "outcome"'],
  ['GET /api/v1/projects/7/verdict', { outcome: 'pass', pending: false, incomplete: false }, 'it does not tell "gaps"'],
])('an answer of %s that is none of a cupel server is no verdict', async (line, body, words) => {
  answers[line] = [[200, body]]
  await expect(push({ waitMs: 1000 })).rejects.toMatchObject({ code: 'push-failed', message: expect.stringContaining(words) as string })
})

test('what was refused is called as people call it, with what to do', async () => {
  answers['GET /api/v1/projects'] = [[401, { detail: 'this token is not valid' }]]
  await expect(push()).rejects.toMatchObject({
    message: expect.stringContaining('the question for project shop was not taken') as string,
    hint: expect.stringContaining('portfolio:read and upload:write') as string,
  })
})

test('a server that stays away is given up on', async () => {
  answers['GET /api/v1/projects'] = [[502, {}]]
  await expect(push()).rejects.toMatchObject({ code: 'push-failed', message: expect.stringContaining('tried 6 times') as string })
  await expect(push({ server: 'http://127.0.0.1:1' })).rejects.toMatchObject({
    message: expect.stringContaining('cannot be reached') as string,
  })
})

test('the project is found over pages, by organisation, or made', async () => {
  answers['GET /api/v1/projects'] = [
    [200, { items: [{ ...SHOP, id: 5, organisation: 'other' }], next: 'more' }],
    [200, { items: [SHOP], next: null }],
  ]
  await push({ project: 'acme/shop' })
  expect(asked[1]?.line).toContain('cursor=more')
  times = {}
  await expect(push()).rejects.toMatchObject({ message: expect.stringContaining('give one of other/shop, acme/shop') as string })
  answers['GET /api/v1/projects'] = [[200, { items: [], next: null }]]
  await expect(push()).rejects.toMatchObject({ hint: expect.stringContaining('--create') as string })
  answers['POST /api/v1/projects'] = [[201, SHOP]]
  asked = []
  await push({ create: true, project: 'acme/shop' })
  expect(asked[1]?.body).toBe('{"slug":"shop","name":"shop","organisation":"acme"}')
})

test('interrupting ends it at once', async () => {
  answers['GET /api/v1/uploads/1'] = [[200, QUEUED]]
  const abort = new AbortController()
  const pushing = push({ waitMs: 60_000, pauseMs: 50, signal: abort.signal })
  setTimeout(() => abort.abort(new Error('interrupted')), 80)
  await expect(pushing).rejects.toThrow()
  expect(asked.length).toBeLessThan(20)
})
