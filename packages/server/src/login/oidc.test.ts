import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error: the package has no types of its own
import * as library from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import type { TestApp } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

interface ProviderLibrary {
  readonly Provider: new (issuer: string, configuration: object) => { callback(): RequestListener }
}

/** A real OpenID provider on this machine, with its own log-in pages. */
let issuer: string
let listener: ReturnType<typeof createServer>
let db: Database
let server: TestApp

beforeAll(async () => {
  listener = createServer()
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  const quiet = console.warn
  console.warn = () => undefined
  const { Provider } = library as unknown as ProviderLibrary
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'cupel', client_secret: 'a-secret-of-the-client', redirect_uris: [`${TEST_ORIGIN}/api/v1/session/oidc/corp/callback`] },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `Person ${id}`, email: `${id}@corp.example`, email_verified: true }),
    }),
    cookies: { keys: ['test'] },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  })
  console.warn = quiet
  listener.on('request', provider.callback())
  db = await openTestDatabase()
  server = await openTestApp(db, {
    oidc: [{ id: 'corp', name: 'Corp', issuer, clientId: 'cupel', clientSecret: 'a-secret-of-the-client' }],
    limits: { guessesPerMinute: 1000 },
  })
  // The provider has the machine's clock, so the server must have it too.
  server.advance(Date.now() - server.services.now().getTime())
})
afterAll(async () => {
  await server.close()
  await db.close()
  listener.closeAllConnections()
  await new Promise((resolve) => listener.close(resolve))
})

async function begin(to = '') {
  const start = await server.app.inject(`/api/v1/session/oidc/corp${to === '' ? '' : `?to=${encodeURIComponent(to)}`}`)
  const [attempt] = start.cookies
  return { location: String(start.headers.location), status: start.statusCode, cookie: `${attempt?.name}=${attempt?.value}` }
}

/** Goes through the provider's pages as a person would, up to the address back to us. */
async function throughProvider(location: string, login: string): Promise<string> {
  const jar = new Map<string, string>()
  let next = location
  let form: URLSearchParams | undefined
  for (let steps = 0; steps < 20; steps += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const to = answer.headers.get('location')
    form = undefined
    if (to !== null) {
      next = new URL(to, next).href
      if (next.startsWith(TEST_ORIGIN)) return next.slice(TEST_ORIGIN.length)
      continue
    }
    const page = await answer.text()
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]
    if (action === undefined) throw new Error(`no form: ${answer.status} ${page.slice(0, 500)}`)
    next = new URL(action, next).href
    form = new URLSearchParams({ prompt: page.includes('name="login"') ? 'login' : 'consent', login, password: 'any' })
  }
  throw new Error('the provider sends us round and round')
}

const finish = (url: string, cookie: string) => server.app.inject({ url, headers: { cookie } })

test('logs in through a real provider, with code, PKCE, state and nonce; the same person is the same account', async () => {
  const first = await begin('/projects?sort=risk')
  expect(first.status).toBe(302)
  const asked = new URL(first.location)
  expect(asked.origin).toBe(issuer)
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    client_id: 'cupel',
    scope: 'openid profile email',
  })
  const back = await throughProvider(first.location, 'ada')
  const done = await finish(back, first.cookie)
  expect([done.statusCode, done.headers.location]).toEqual([302, '/projects?sort=risk'])
  const session = done.cookies.find(({ name }) => name === 'cupel')
  const cookie = `cupel=${session?.value}`
  const answer = await server.app.inject({ url: '/api/v1/session', headers: { cookie } })
  expect(answer.json()).toMatchObject({ account: { name: 'Person ada', email: 'ada@corp.example' }, permissions: [] })
  // Known, but let nowhere.
  expect((await server.app.inject({ url: '/api/v1/projects', headers: { cookie } })).statusCode).toBe(403)
  const again = await begin()
  expect((await finish(await throughProvider(again.location, 'ada'), again.cookie)).headers.location).toBe('/')
  expect(await db.query('SELECT name FROM account WHERE issuer = $1', [issuer])).toHaveLength(1)
})

test('an answer that was not asked for, is another browser’s, comes twice or was changed logs nobody in', async () => {
  const refused = async (url: string, cookie: string) => {
    const answer = await finish(url, cookie)
    expect([answer.statusCode, answer.headers.location, answer.cookies.some(({ name }) => name === 'cupel')]).toEqual([
      302,
      '/login?problem=login-refused',
      false,
    ])
  }
  const one = await begin()
  const two = await begin()
  const back = await throughProvider(one.location, 'eve')
  await refused(back, '')
  await refused(back, two.cookie)
  const three = await begin()
  const changed = new URL(await throughProvider(three.location, 'eve'), TEST_ORIGIN)
  changed.searchParams.set('state', 'x')
  await refused(`${changed.pathname}${changed.search}`, three.cookie)
  const four = await begin()
  const good = await throughProvider(four.location, 'eve')
  expect((await finish(good, four.cookie)).headers.location).toBe('/')
  await refused(good, four.cookie)
  const five = await begin()
  await refused('/api/v1/session/oidc/corp/callback?error=access_denied&state=x', five.cookie)
  const six = await begin()
  server.advance(601_000)
  await refused(await throughProvider(six.location, 'eve'), six.cookie)
  server.advance(-601_000)
  await db.run("UPDATE account SET disabled_at = now() WHERE name = 'Person eve'")
  const seven = await begin()
  await refused(await throughProvider(seven.location, 'eve'), seven.cookie)
})

test('afterwards leads nowhere else', async () => {
  for (const to of [
    'https://elsewhere.example',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
    '/ok\r\nset-cookie: a=b',
  ]) {
    const { location, cookie } = await begin(to)
    expect((await finish(await throughProvider(location, 'ada'), cookie)).headers.location).toBe('/')
  }
  expect((await server.app.inject('/api/v1/session/oidc/none')).statusCode).toBe(404)
})

test('neither codes nor secrets stand in the log', () => {
  const all = server.logged.join('\n')
  for (const word of ['a-secret-of-the-client', 'code=', 'state=', 'id_token']) expect(all).not.toContain(word)
})
