import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import type { TestApp } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { renewSetupToken } from './setup-token.ts'

let db: Database
let server: TestApp
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { limits: { guessesPerMinute: 1000 } })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

interface Browser {
  readonly cookies: Map<string, string>
  csrf: string
}

/** Sends as a browser does, and keeps the cookies that come back. */
async function send(browser: Browser, method: 'GET' | 'POST' | 'DELETE' | 'PATCH', path: string, payload?: object) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, origin: TEST_ORIGIN, 'x-csrf-token': browser.csrf }
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers, ...(payload === undefined ? {} : { payload }) })
  for (const { name, value } of answer.cookies) {
    if (value === '') browser.cookies.delete(name)
    else browser.cookies.set(name, value)
  }
  return answer
}

async function look(browser: Browser) {
  const session = (await send(browser, 'GET', '/session')).json<{
    csrf: string
    setup: boolean
    account: { name: string; passkeys: number } | null
    permissions: string[]
  }>()
  browser.csrf = session.csrf
  return session
}

const newBrowser = (): Browser => ({ cookies: new Map(), csrf: '' })

async function addPasskey(browser: Browser, key: SoftwareAuthenticator, origin = TEST_ORIGIN) {
  const { challenge } = (await send(browser, 'POST', '/session/passkey/register/options', {})).json<{ challenge: string }>()
  return send(browser, 'POST', '/session/passkey/register/verify', key.create(challenge, origin))
}

async function logIn(browser: Browser, key: SoftwareAuthenticator, { origin = TEST_ORIGIN, verified = true } = {}) {
  const { challenge } = (await send(browser, 'POST', '/session/passkey/login/options', {})).json<{ challenge: string }>()
  return send(browser, 'POST', '/session/passkey/login/verify', key.get(challenge, origin, { verified }))
}

const key = new SoftwareAuthenticator('first')

test('first start: the token is good once, makes an administrator, and a passkey replaces it', async () => {
  const old = await renewSetupToken(server.services)
  const token = await renewSetupToken(server.services)
  const browser = newBrowser()
  expect((await look(browser)).setup).toBe(true)
  for (const wrong of ['', 'x'.repeat(43), old])
    expect((await send(browser, 'POST', '/session/setup', { token: wrong, name: 'Eve' })).statusCode).toBe(403)
  const answer = await send(browser, 'POST', '/session/setup', { token, name: 'Ada' })
  expect(answer.statusCode).toBe(200)
  const [cookie] = answer.cookies
  expect(cookie).toMatchObject({ name: 'cupel', httpOnly: true, sameSite: 'Lax', path: '/' })
  expect((await db.query('SELECT 1 FROM session WHERE digest = $1', [Buffer.from(cookie?.value ?? '', 'base64url')])).length).toBe(0)
  expect(await look(browser)).toMatchObject({ setup: false, account: { name: 'Ada', passkeys: 0 } })
  expect((await send(newBrowser(), 'POST', '/session/setup', { token, name: 'Eve' })).statusCode).toBe(403)
  expect((await addPasskey(browser, key)).json()).toEqual({ done: true })
  expect(await look(browser)).toMatchObject({ account: { passkeys: 1 } })
  expect(await renewSetupToken(server.services)).toBe(null)
})

test('logs in by passkey, and by nothing that only looks like it', async () => {
  const browser = newBrowser()
  const refused = async (answer: Promise<{ statusCode: number; json(): { type: string } }>) => {
    const { statusCode, json } = await answer
    expect([statusCode, json().type]).toEqual([403, 'urn:cupel:problem:passkey-refused'])
  }
  await refused(logIn(browser, new SoftwareAuthenticator('unknown')))
  await refused(logIn(browser, new SoftwareAuthenticator('first')))
  await refused(logIn(browser, key, { origin: 'http://elsewhere.example' }))
  await refused(logIn(browser, key, { verified: false }))
  // The challenge of somebody else, and the same answer twice.
  const { challenge } = (await send(newBrowser(), 'POST', '/session/passkey/login/options', {})).json<{ challenge: string }>()
  await send(browser, 'POST', '/session/passkey/login/options', {})
  await refused(send(browser, 'POST', '/session/passkey/login/verify', key.get(challenge, TEST_ORIGIN)))
  const own = (await send(browser, 'POST', '/session/passkey/login/options', {})).json<{ challenge: string }>().challenge
  const attempt = browser.cookies.get('cupel-attempt') ?? ''
  const proof = key.get(own, TEST_ORIGIN)
  expect((await send(browser, 'POST', '/session/passkey/login/verify', proof)).json()).toEqual({ done: true })
  const replay = newBrowser()
  replay.cookies.set('cupel-attempt', attempt)
  await refused(send(replay, 'POST', '/session/passkey/login/verify', proof))
  expect(await look(browser)).toMatchObject({ account: { name: 'Ada' } })
  // Five minutes are enough for a finger.
  const late = newBrowser()
  const slow = (await send(late, 'POST', '/session/passkey/login/options', {})).json<{ challenge: string }>().challenge
  server.advance(301_000)
  await refused(send(late, 'POST', '/session/passkey/login/verify', key.get(slow, TEST_ORIGIN)))
})

test('a session ends: on logging out, when ended from elsewhere, unused, and in any case', async () => {
  const [here, there] = [newBrowser(), newBrowser()]
  await logIn(here, key)
  await logIn(there, key)
  await look(here)
  await look(there)
  const { items } = (await send(here, 'GET', '/sessions')).json<{ items: { id: string; current: boolean }[] }>()
  const other = items.find(({ current }) => !current && items.length > 1)
  expect(items.filter(({ current }) => current)).toHaveLength(1)
  for (const { id } of items.filter(({ current }) => !current)) expect((await send(here, 'DELETE', `/sessions/${id}`)).statusCode).toBe(204)
  expect(other).toBeDefined()
  expect((await look(there)).account).toBe(null)
  const copy = { cookies: new Map(here.cookies), csrf: here.csrf }
  expect((await send(here, 'DELETE', '/session')).statusCode).toBe(204)
  expect(here.cookies.has('cupel')).toBe(false)
  expect((await look(copy)).account).toBe(null)

  const day = 86_400_000
  await logIn(here, key)
  for (let days = 0; days < 29; days += 1) {
    server.advance(day)
    expect((await look(here)).account, `day ${days}`).not.toBe(null)
  }
  server.advance(2 * day)
  expect((await look(here)).account).toBe(null)
  await logIn(here, key)
  server.advance(8 * day)
  expect((await look(here)).account).toBe(null)
})

test('an invitation logs one person in, once', async () => {
  const browser = newBrowser()
  await logIn(browser, key)
  await look(browser)
  const made = await send(browser, 'POST', '/accounts', { name: 'Grace', role: 'viewer' })
  expect(made.statusCode).toBe(201)
  const { token } = made.json<{ token: string }>()
  const grace = newBrowser()
  expect((await send(grace, 'POST', '/session/setup', { token, name: 'Grace H.' })).statusCode).toBe(200)
  expect(await look(grace)).toMatchObject({ account: { name: 'Grace H.' } })
  expect((await send(newBrowser(), 'POST', '/session/setup', { token, name: 'Eve' })).statusCode).toBe(403)
  const second = new SoftwareAuthenticator('second')
  expect((await addPasskey(grace, second)).statusCode).toBe(200)
  expect((await addPasskey(grace, new SoftwareAuthenticator('third'), 'http://elsewhere.example')).statusCode).toBe(400)
  // A challenge that was made for one account makes no passkey for another.
  const { challenge } = (await send(grace, 'POST', '/session/passkey/register/options', {})).json<{ challenge: string }>()
  browser.cookies.set('cupel-attempt', grace.cookies.get('cupel-attempt') ?? '')
  expect(
    (await send(browser, 'POST', '/session/passkey/register/verify', new SoftwareAuthenticator('fourth').create(challenge, TEST_ORIGIN)))
      .statusCode,
  ).toBe(400)
  expect((await send(grace, 'DELETE', `/passkeys/${key.id}`)).statusCode).toBe(404)
  expect((await send(grace, 'DELETE', `/passkeys/${second.id}`)).statusCode).toBe(204)
})

test('nothing secret stands in the log', () => {
  const all = server.logged.join('\n')
  expect(all.length).toBeGreaterThan(1000)
  for (const word of ['setup#', 'cookie', 'signature', 'clientDataJSON', 'csrf', 'challenge']) expect(all).not.toContain(word)
})
