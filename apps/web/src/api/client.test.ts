import { afterEach, expect, test, vi } from 'vitest'
import { apiUrl, forgetAnswers, get, rememberCsrf, send } from './client.ts'
import { ApiProblem } from './problem.ts'

const asked: Request[] = []
function answer(...responses: (Response | Error)[]): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push(new Request(`http://here${url}`, init))
    const next = responses.shift() as Response | Error
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  })
}
afterEach(() => {
  vi.unstubAllGlobals()
  forgetAnswers()
  asked.length = 0
})

test('addresses leave out what is empty and repeat what is many', () => {
  expect(apiUrl('/findings', { q: '', at: undefined, kev: true, severity: ['critical', 'high'], cursor: null, limit: 5 })).toBe(
    '/api/v1/findings?kev=true&severity=critical&severity=high&limit=5',
  )
  expect(apiUrl('/search', { q: 'a&b=c/ d' })).toBe('/api/v1/search?q=a%26b%3Dc%2F+d')
})

test('an answer that has not changed is taken from before', async () => {
  answer(
    Response.json({ n: 1 }, { headers: { etag: 'W/"a"' } }),
    new Response(null, { status: 304 }),
    Response.json({ n: 2 }, { headers: { etag: 'W/"b"' } }),
  )
  expect(await get('/overview')).toEqual({ n: 1 })
  expect(await get('/overview')).toEqual({ n: 1 })
  expect(await get('/overview')).toEqual({ n: 2 })
  expect(asked.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, 'W/"a"', 'W/"a"'])
})

test('a refusal is told by type, status and words', async () => {
  answer(Response.json({ type: 'urn:cupel:problem:changed', detail: 'read it again', version: 4 }, { status: 412 }))
  const problem = await send('PUT', '/triage', { body: {}, ifMatch: 3 }).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(ApiProblem)
  expect(problem).toMatchObject({ status: 412, type: 'changed', message: 'read it again', fields: { version: 4 } })
  expect(asked[0]?.headers.get('if-match')).toBe('"3"')
})

test('a page of something between, and no answer at all, are problems too', async () => {
  answer(new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }), new TypeError('failed to fetch'))
  await expect(get('/overview')).rejects.toMatchObject({ status: 502, type: 'http-502' })
  await expect(get('/overview')).rejects.toMatchObject({ status: 0, type: 'offline' })
})

test('a change carries the token of the session, and a posted one its own name', async () => {
  answer(new Response(null, { status: 204 }), Response.json({ done: true }))
  rememberCsrf('token')
  expect(await send('DELETE', '/tokens/1')).toBeUndefined()
  expect(await send('POST', '/projects/1/uploads', { query: { name: 'a.json' }, body: new Blob(['{}']) })).toEqual({ done: true })
  expect(asked.map(({ headers }) => headers.get('x-csrf-token'))).toEqual(['token', 'token'])
  expect(asked[0]?.headers.get('idempotency-key')).toBeNull()
  expect(asked[1]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/)
  expect(asked[1]?.headers.get('content-type')).toBe('application/octet-stream')
})
