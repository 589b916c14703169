import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let issuer: string
let documents: Record<string, unknown>
let asked: string[]
let listener: ReturnType<typeof createServer>
let db: Database
let server: TestApp
let admin: TestPerson
let keys: { privateKey: CryptoKey; publicKey: CryptoKey }
let project: number

beforeAll(async () => {
  listener = createServer((request, response) => {
    asked.push(String(request.url))
    const body = documents[String(request.url)]
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
  keys = await generateKeyPair('RS256', { extractable: true })
  db = await openTestDatabase()
  server = await openTestApp(db, { privateNetwork: true, limits: { addressPerMinute: 10_000, guessesPerMinute: 10_000 } })
  admin = await server.person('Ada', { role: 'admin' })
  await admin.send('POST', 'organisations', { payload: { slug: 'shop', name: 'Shop' } })
  project = (await admin.send('POST', 'projects', { payload: { organisation: 'shop', slug: 'web', name: 'Web' } })).json<{ id: number }>()
    .id
  await admin.send('POST', 'projects', { payload: { organisation: 'shop', slug: 'other', name: 'Other' } })
  const trust = {
    organisation: 'shop',
    name: 'web on main',
    issuer,
    audience: 'https://cupel.example',
    condition: 'claims.repository == "shop/web" && claims.ref == "refs/heads/main"',
    scopes: ['portfolio:read', 'upload:write'],
    project,
  }
  expect((await admin.send('POST', 'ci-trusts', { payload: trust })).statusCode).toBe(201)
})
beforeEach(async () => {
  asked = []
  documents = {
    '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
    '/keys': { keys: [await jwk(keys.publicKey, 'one')] },
  }
})
afterAll(async () => {
  await server.close()
  await db.close()
  listener.closeAllConnections()
  await new Promise((resolve) => listener.close(resolve))
})

async function jwk(key: CryptoKey, kid: string): Promise<JWK> {
  return { ...(await exportJWK(key)), kid, alg: 'RS256', use: 'sig' }
}

const GOOD = { repository: 'shop/web', ref: 'refs/heads/main' }
let jobs = 0

async function ciToken(
  claims: object = {},
  { key = keys.privateKey, kid = 'one', audience = 'https://cupel.example', alg = 'RS256', seconds = 300, from = issuer } = {},
): Promise<string> {
  const now = Math.floor(server.services.now().getTime() / 1000)
  return new SignJWT({ ...GOOD, jti: `job ${(jobs += 1)}`, ...claims })
    .setProtectedHeader({ alg, kid })
    .setIssuer(from)
    .setSubject('repo:shop/web')
    .setAudience(audience)
    .setIssuedAt(now - 10)
    .setExpirationTime(now + seconds)
    .sign(key)
}

function exchange(subjectToken: string, organisation = 'shop') {
  return server.app.inject({ method: 'POST', url: '/api/v1/token-exchange', payload: { organisation, subjectToken } })
}

test('a job that is trusted gets a token for a quarter of an hour, for its project and its scopes', async () => {
  const answer = await exchange(await ciToken())
  expect(answer.statusCode).toBe(200)
  const { token, expires, scopes } = answer.json<{ token: string; expires: string; scopes: string[] }>()
  expect(scopes).toEqual(['portfolio:read', 'upload:write'])
  expect(Date.parse(expires) - server.services.now().getTime()).toBeLessThanOrEqual(300_000)
  const get = (url: string) => server.app.inject({ url: `/api/v1/${url}`, headers: { authorization: `Bearer ${token}` } })
  expect((await get('projects')).json<{ items: object[]; total: object }>()).toMatchObject({
    items: [{ slug: 'web' }],
    total: { count: 1 },
  })
  expect((await get('tokens')).statusCode).toBe(403)
  expect((await get('ci-trusts')).statusCode).toBe(403)
  const upload = (id: number) =>
    server.app.inject({
      method: 'POST',
      url: `/api/v1/projects/${id}/uploads`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: '{}',
    })
  expect((await upload(project)).statusCode).toBe(202)
  expect((await upload(project + 1)).statusCode).toBe(404)
  server.advance(301_000)
  expect((await get('projects')).statusCode).toBe(401)
  const audit = (await admin.send('GET', 'audit?action=token.exchange')).json<{ items: object[] }>()
  expect(audit.items).toMatchObject([{ actor: 'ci:1', detail: { trust: 'web on main', subject: 'repo:shop/web' } }])
})

test('every other token is refused, with one and the same answer', async () => {
  const stranger = await generateKeyPair('RS256')
  const once = await ciToken()
  expect((await exchange(once)).statusCode).toBe(200)
  const secret = new TextEncoder().encode('a shared secret that is long enough to sign with')
  const wrong: readonly (readonly [string, Promise<string> | string, string?])[] = [
    ['used before', once],
    ['the same job again', ciToken({ jti: `job ${jobs}` })],
    ['another repository', ciToken({ repository: 'shop/api' })],
    ['another branch', ciToken({ ref: 'refs/heads/feature' })],
    ['a claim that is not there', ciToken({ ref: undefined })],
    ['a claim of another type', ciToken({ ref: ['refs/heads/main'] })],
    ['another audience', ciToken({}, { audience: 'https://elsewhere.example' })],
    ['a stranger’s key', ciToken({}, { key: stranger.privateKey })],
    ['a key that is not there', ciToken({}, { kid: 'two' })],
    ['expired', ciToken({}, { seconds: -60 })],
    ['issued by nobody we know', ciToken({}, { from: 'https://elsewhere.example' })],
    [
      'no algorithm',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ ...GOOD, iss: issuer })).toString('base64url')}.`,
    ],
    [
      'a shared secret',
      new SignJWT({ ...GOOD })
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .setIssuer(issuer)
        .setSubject('x')
        .setAudience('https://cupel.example')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(secret),
    ],
    ['no token at all', 'nonsense'],
    ['another organisation', ciToken(), 'none'],
  ]
  const answers = new Set<string>()
  for (const [what, token, organisation] of wrong) {
    const answer = await exchange(await token, organisation)
    expect([what, answer.statusCode]).toEqual([what, 403])
    answers.add(answer.json<{ detail: string }>().detail)
  }
  expect(answers.size).toBe(1)
})

test('keys are asked for once, and again when a token names a new one, at most once a minute', async () => {
  server.advance(3_600_000)
  await exchange(await ciToken())
  await exchange(await ciToken())
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys'])
  const next = await generateKeyPair('RS256', { extractable: true })
  documents['/keys'] = { keys: [await jwk(next.publicKey, 'two')] }
  expect((await exchange(await ciToken({}, { key: next.privateKey, kid: 'two' }))).statusCode).toBe(403)
  expect(asked).toHaveLength(2)
  server.advance(61_000)
  expect((await exchange(await ciToken({}, { key: next.privateKey, kid: 'two' }))).statusCode).toBe(200)
  expect(asked).toHaveLength(4)
})

test('an issuer that does not say who it is, or where its keys are, is not believed', async () => {
  for (const about of [{ issuer: 'https://elsewhere.example', jwks_uri: `${issuer}/keys` }, { issuer }, 'nonsense', undefined]) {
    server.advance(3_600_000)
    documents['/.well-known/openid-configuration'] = about
    expect((await exchange(await ciToken())).statusCode).toBe(502)
  }
})

test('a trust is refused for an issuer on this machine, a condition that is none, and scopes that are for people', async () => {
  const closed = await openTestApp(db)
  const person = await closed.person('Bea', { role: 'admin' })
  const trust = {
    organisation: 'shop',
    name: 'x',
    issuer: 'https://ci.example',
    audience: 'a',
    condition: 'claims.ref == "x"',
    scopes: ['upload:write'],
  }
  const create = async (more: object) => (await person.send('POST', 'ci-trusts', { payload: { ...trust, ...more } })).statusCode
  expect(await create({})).toBe(201)
  for (const address of [
    'http://ci.example',
    'https://127.0.0.1',
    'https://[::1]/',
    'https://10.1.2.3',
    'https://169.254.169.254',
    'https://a:b@ci.example',
    'file:///etc/passwd',
    'nonsense',
  ])
    expect([address, await create({ issuer: address })]).toEqual([address, 400])
  for (const condition of ['claims.', '1 + 1', 'unknown(claims)', 'true'])
    expect([condition, await create({ condition })]).toEqual([condition, 400])
  for (const scope of ['admin:write', 'token:self', 'audit:read', 'nonsense'])
    expect([scope, await create({ scopes: [scope] })]).toEqual([scope, 400])
  await closed.close()
})
