import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch } from './guarded-fetch.ts'
import { csvColumns, csvRows } from './csv.ts'
import { ratePlace } from './rate-place.ts'
import { claimsCondition } from '../login/claims-condition.ts'
import { keepOnce } from '../login/one-time.ts'
import { renewSetupToken, SETUP } from '../login/setup-token.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { SoftwareAuthenticator } from '../testing/software-authenticator.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { Type } from 'typebox'

/** Ways around the rules of access that were open once: each stays shut. */
let db: Database
let server: TestApp
let root: TestPerson
let seeded: Seeded
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { privateNetwork: true, limits: { guessesPerMinute: 1000, addressPerMinute: 10_000 } })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

describe('the first start', () => {
  test('of two tokens, as two processes make that start together, one makes an administrator and the other nothing', async () => {
    const first = (await renewSetupToken(server.services)) as string
    const second = await keepOnce(server.services, SETUP, {}, new Date('2027-01-01T00:00:00Z'))
    const setUp = (token: string) =>
      server.app.inject({ method: 'POST', url: '/api/v1/session/setup', headers: { origin: TEST_ORIGIN }, payload: { token, name: 'A' } })
    expect((await setUp(first)).statusCode).toBe(200)
    expect((await setUp(second)).statusCode).toBe(403)
    const third = await keepOnce(server.services, SETUP, {}, new Date('2027-01-01T00:00:00Z'))
    expect((await setUp(third)).statusCode).toBe(403)
    expect(await db.query("SELECT 1 FROM role_grant WHERE role = 'admin'")).toHaveLength(1)
  })
})

describe('with a portfolio', () => {
  beforeAll(async () => {
    seeded = await seedPortfolio(db, {
      projects: { 'shop//web': ['left@1.0.0'], 'bank//vault': ['left@2.0.0', 'secret-lib@1.0.0'] },
      vulnerabilities: [{ shown: 'OSV-1', severity: 'high', affects: ['left@1.0.0', 'left@2.0.0'] }],
    })
    root = await server.person('Root', { role: 'admin' })
  })
  const org = (name: string): number => seeded.orgs.get(name) as number

  test('a token that may hand in documents decides about findings only where it may do that too', async () => {
    const person = await server.person('Grace', { role: 'maintainer', organisation: org('shop') })
    const upload = async (scopes: readonly string[]): Promise<boolean | undefined> => {
      const made = await person.send('POST', 'tokens', { payload: { name: 't', scopes, days: 1 } })
      const answer = await server.app.inject({
        method: 'POST',
        url: `/api/v1/projects/${seeded.projects.get('shop//web')}/uploads?kind=vex`,
        headers: { authorization: `Bearer ${made.json<{ token: string }>().token}`, 'content-type': 'application/octet-stream' },
        payload: scopes.join(),
      })
      const [row] = await db.query<{ decides: boolean }>('SELECT decides FROM upload WHERE id = $1', [answer.json<{ id: number }>().id])
      return row?.decides
    }
    expect(await upload(['portfolio:read', 'upload:write'])).toBe(false)
    expect(await upload(['portfolio:read', 'upload:write', 'triage:write'])).toBe(true)
  })

  test('a token, whatever its scopes, is nobody’s browser: no profile, sessions or passkeys', async () => {
    const person = await server.person('Ada', { role: 'viewer', organisation: org('shop') })
    const made = await person.send('POST', 'tokens', { payload: { name: 't', scopes: ['portfolio:read', 'token:self'], days: 1 } })
    const authorization = `Bearer ${made.json<{ token: string }>().token}`
    const asked = async (method: 'GET' | 'PATCH' | 'DELETE' | 'POST', path: string, payload?: object): Promise<number> =>
      (
        await server.app.inject({
          method,
          url: `/api/v1/${path}`,
          headers: { authorization },
          ...(payload === undefined ? {} : { payload }),
        })
      ).statusCode
    const [session] = await db.query<{ id: string }>("SELECT encode(digest, 'hex') AS id FROM session WHERE account_id = $1", [person.id])
    expect(await asked('GET', 'projects')).toBe(200)
    expect(await asked('PATCH', 'session', { email: 'eve@x.example' })).toBe(403)
    expect(await asked('GET', 'sessions')).toBe(403)
    expect(await asked('DELETE', `sessions/${session?.id}`)).toBe(403)
    expect(await asked('GET', 'passkeys')).toBe(403)
    expect(await asked('DELETE', 'passkeys/x')).toBe(403)
    expect(await asked('POST', 'session/passkey/register/options')).toBe(403)
    expect((await person.send('GET', 'sessions')).statusCode).toBe(200)
  })

  test('an account that is disabled and enabled again has no tokens and no invitation; the last administrator is not disabled', async () => {
    const person = await server.person('Bob', { role: 'viewer', organisation: org('shop') })
    const made = await person.send('POST', 'tokens', { payload: { name: 't', scopes: ['portfolio:read'], days: 1 } })
    const authorization = `Bearer ${made.json<{ token: string }>().token}`
    const old = (await root.send('POST', `accounts/${person.id}/invitation`)).json<{ token: string }>().token
    const invitation = (await root.send('POST', `accounts/${person.id}/invitation`)).json<{ token: string }>().token
    const accept = async (token: string): Promise<number> =>
      (
        await server.app.inject({
          method: 'POST',
          url: '/api/v1/session/setup',
          headers: { origin: TEST_ORIGIN },
          payload: { token, name: 'B' },
        })
      ).statusCode
    expect(await accept(old)).toBe(403)
    for (const disabled of [true, false]) await root.send('PATCH', `accounts/${person.id}`, { payload: { disabled } })
    expect((await server.app.inject({ url: '/api/v1/projects', headers: { authorization } })).statusCode).toBe(401)
    expect(await accept(invitation)).toBe(403)
    await db.run("DELETE FROM role_grant WHERE role = 'admin' AND account_id <> $1", [root.id])
    expect((await root.send('PATCH', `accounts/${root.id}`, { payload: { disabled: true } })).statusCode).toBe(409)
    expect((await root.send('GET', 'accounts')).statusCode).toBe(200)
  })

  test('who logs in where somebody else was logged in ends that session', async () => {
    const before = await server.person('Before', { role: 'viewer', organisation: org('shop') })
    const { token } = (await root.send('POST', 'accounts', { payload: { name: 'After' } })).json<{ token: string }>()
    expect((await before.send('POST', 'session/setup', { payload: { token, name: 'After' } })).statusCode).toBe(200)
    expect((await before.send('GET', 'sessions')).statusCode).toBe(401)
  })

  test('a passkey is kept once, for whoever made it first', async () => {
    const key = new SoftwareAuthenticator('same')
    const register = async (person: TestPerson): Promise<number> => {
      const started = await person.send('POST', 'session/passkey/register/options', { payload: {} })
      const cookie = `${person.cookie}; ${started.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`
      const payload = key.create(started.json<{ challenge: string }>().challenge, TEST_ORIGIN)
      return (await person.send('POST', 'session/passkey/register/verify', { payload, headers: { cookie } })).statusCode
    }
    expect(await register(await server.person('One', { role: 'viewer', organisation: org('shop') }))).toBe(200)
    expect(await register(await server.person('Two', { role: 'viewer', organisation: org('shop') }))).toBe(400)
  })

  test('a statement about a component that nobody visible has is refused as one that does not exist', async () => {
    const triager = await server.person('Tri', { role: 'triager', organisation: org('shop') })
    const vulnerability = seeded.vulnerabilities.get('OSV-1')
    const project = seeded.projects.get('shop//web')
    const state = (more: object) => triager.send('PUT', 'triage', { payload: { project, vulnerability, status: 'affected', ...more } })
    const [lib] = await db.query<{ id: number }>("SELECT id FROM package WHERE name = 'secret-lib'")
    const foreign = await state({ version: seeded.versions.get('secret-lib@1.0.0') })
    const nothing = await state({ version: 999_999 })
    expect([foreign.statusCode, nothing.statusCode]).toEqual([404, 404])
    expect(foreign.json<{ detail: string }>().detail).toBe(nothing.json<{ detail: string }>().detail)
    expect((await state({ package: lib?.id })).statusCode).toBe(404)
    expect((await state({ package: 999_999 })).statusCode).toBe(404)
    expect((await triager.send('GET', 'triage')).body).not.toContain('secret-lib')
    expect((await state({ version: seeded.versions.get('left@1.0.0') })).statusCode).toBe(200)
  })

  test('licences, scores and dates of a package are those of what visible projects have', async () => {
    await db.run(
      "UPDATE package_version SET licences = ARRAY['Secret-Licence'], first_seen = '2020-01-01' WHERE purl = 'pkg:npm/left@2.0.0'",
    )
    await db.run("UPDATE package_version SET licences = ARRAY['MIT'], first_seen = '2020-01-01' WHERE purl = 'pkg:npm/left@1.0.0'")
    const [left] = await db.query<{ id: number }>("SELECT id FROM package WHERE name = 'left'")
    await db.run("INSERT INTO package_repository (package_id, repository, source) VALUES ($1, 'https://x.example/left', 'test')", [
      left?.id,
    ])
    await db.run(
      "INSERT INTO assessment (repository, project_id, score, summary, since, attempted_at) VALUES ('https://x.example/left', $1, 3, '{}', $2, $2)",
      [seeded.projects.get('bank//vault'), new Date('2026-01-20T00:00:00Z')],
    )
    const person = await server.person('Chooser', { role: 'viewer', organisation: org('shop') })
    const list = await person.send('GET', 'components')
    expect(list.json<{ items: object[] }>().items).toMatchObject([{ licences: ['MIT'], score: null, projects: 1, versions: 1 }])
    expect((await person.send('GET', `components/${left?.id}`)).json()).toMatchObject({ licences: ['MIT'], score: null, assessment: null })
    const versions = (await person.send('GET', `components/${left?.id}/versions`)).json<{ items: { firstSeen: string }[] }>()
    expect(versions.items.map(({ firstSeen }) => firstSeen)).toEqual(['2026-01-10T00:00:00.000Z'])
    expect((await root.send('GET', `components/${left?.id}`)).json()).toMatchObject({ licences: ['MIT', 'Secret-Licence'], score: 3 })
  })

  test('a place that is not seen reads as one that is not there, also for grants', async () => {
    const admin = await server.person('ShopAdmin', { role: 'admin', organisation: org('shop') })
    const grant = async (more: object): Promise<string> => {
      const answer = await admin.send('POST', 'grants', { payload: { account: admin.id, role: 'viewer', ...more } })
      return `${answer.statusCode} ${answer.json<{ detail: string }>().detail}`
    }
    expect(await grant({ project: seeded.projects.get('bank//vault') })).toBe(await grant({ project: 999_999 }))
    const [team] = await db.query<{ id: number }>("INSERT INTO team (org_id, slug, name) VALUES ($1, 'core', 'Core') RETURNING id", [
      org('bank'),
    ])
    expect(await grant({ team: team?.id })).toBe(await grant({ team: 999_999 }))
  })

  test('keys of requests that come from nobody in particular keep nothing for the next', async () => {
    const ask = () =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/session/passkey/login/options',
        headers: { origin: TEST_ORIGIN, 'idempotency-key': 'guess' },
        payload: {},
      })
    const [first, second] = [await ask(), await ask()]
    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    expect(second.headers['idempotency-replayed']).toBeUndefined()
    expect(second.json<{ challenge: string }>().challenge).not.toBe(first.json<{ challenge: string }>().challenge)
  })

  test('an answer that is repeated for its key is repeated to whoever got it only', async () => {
    const other = await server.person('Other', { role: 'admin', organisation: org('bank') })
    const own = await server.person('Own', { role: 'admin', organisation: org('shop') })
    const make = (person: TestPerson) =>
      person.send('POST', 'impact', { payload: { purls: ['pkg:npm/secret-lib@1.0.0'] }, headers: { 'idempotency-key': 'same' } })
    const first = await make(other)
    const second = await make(own)
    expect(second.headers['idempotency-replayed']).toBeUndefined()
    expect([first.json(), second.json()]).toMatchObject([{ known: 1 }, { known: 0 }])
  })

  test('a tag of one caller’s answer does not confirm another’s', async () => {
    const shop = await server.person('S', { role: 'viewer', organisation: org('shop') })
    const bank = await server.person('B', { role: 'viewer', organisation: org('bank') })
    const tag = String((await bank.send('GET', 'projects')).headers['etag'])
    expect((await shop.send('GET', 'projects', { headers: { 'if-none-match': tag } })).statusCode).toBe(200)
    expect((await bank.send('GET', 'projects', { headers: { 'if-none-match': tag } })).statusCode).toBe(304)
  })

  test('numbers of operation are free on this machine only, whatever name the server was asked by', async () => {
    const ask = async (remoteAddress: string): Promise<number> =>
      (await server.app.inject({ url: '/metrics', remoteAddress, headers: { host: 'localhost' } })).statusCode
    expect([await ask('127.0.0.1'), await ask('192.0.2.7')]).toEqual([200, 403])
  })
})

describe('tokens of CI jobs', () => {
  test('are exchanged once, also written in another way', async () => {
    const keys = await generateKeyPair('ES256', { extractable: true })
    const listener = createServer((request, response) => {
      const issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
      const about = { issuer, jwks_uri: `${issuer}/keys` }
      void exportJWK(keys.publicKey).then((key) =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(request.url === '/keys' ? { keys: [{ ...key, kid: 'one', alg: 'ES256' }] } : about)),
      )
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
    const trust = { organisation: 'shop', name: 'ci', issuer, audience: 'cupel', scopes: ['upload:write'] }
    const open = await root.send('POST', 'ci-trusts', { payload: { ...trust, condition: 'true' } })
    expect([open.statusCode, open.json<{ detail: string }>().detail]).toEqual([400, expect.stringContaining('claims nothing')])
    expect((await root.send('POST', 'ci-trusts', { payload: { ...trust, condition: 'claims.repository_id == "7"' } })).statusCode).toBe(201)
    const now = Math.floor(server.services.now().getTime() / 1000)
    const token = await new SignJWT({ repository_id: '7' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setSubject('repo')
      .setAudience('cupel')
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(keys.privateKey)
    const exchange = async (subjectToken: string): Promise<number> =>
      (await server.app.inject({ method: 'POST', url: '/api/v1/token-exchange', payload: { organisation: 'shop', subjectToken } }))
        .statusCode
    expect(await exchange(token)).toBe(200)
    expect(await exchange(token)).toBe(403)
    expect(await exchange(otherSignature(token))).toBe(403)
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  })

  test.each(['true', 'claims.repository == "x" || true', '1 == 1', 'claims == claims'])(
    'a condition like %s lets everybody in and is refused',
    (one) => {
      expect(() => claimsCondition(one)).toThrow('claims nothing')
    },
  )
})

/** The other signature that an ECDSA signature (r, s) is good as: (r, n − s). */
function otherSignature(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [head, body, signature] = token.split('.') as [string, string, string]
  const bytes = Buffer.from(signature, 'base64url')
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
  return `${head}.${body}.${Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]).toString('base64url')}`
}

describe('addresses', () => {
  test('that were reached by other rules are not reached again over the same connection', async () => {
    const sockets = new Set<unknown>()
    const listener = createServer((request, response) => {
      sockets.add(request.socket)
      response.setHeader('connection', 'keep-alive').end('x')
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`
    for (let times = 0; times < 3; times++) await guardedFetch(address, {}, { privateNetwork: true })
    expect(sockets.size).toBe(3)
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  })

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
  ])('requests of %s count for %s', (address, place) => {
    expect(ratePlace(address)).toBe(place)
  })

  test('what a proxy says of the caller is believed of trusted proxies only', async () => {
    const open = await openTestApp(db, { limits: { addressPerMinute: 2 } })
    const trusting = await openTestApp(db, { limits: { addressPerMinute: 2 }, trustProxy: '10.0.0.1' })
    const ask = async (at: TestApp, remoteAddress: string, from: string): Promise<number> =>
      (await at.app.inject({ url: '/api/v1/session', remoteAddress, headers: { 'x-forwarded-for': from } })).statusCode
    const statuses = async (at: TestApp, remoteAddress: string): Promise<number[]> => [
      await ask(at, remoteAddress, '192.0.2.1'),
      await ask(at, remoteAddress, '192.0.2.2'),
      await ask(at, remoteAddress, '192.0.2.3'),
    ]
    expect(await statuses(open, '10.0.0.1')).toEqual([200, 200, 429])
    expect(await statuses(trusting, '10.0.0.2')).toEqual([200, 200, 429])
    expect(await statuses(trusting, '10.0.0.1')).toEqual([200, 200, 200])
    // The caller writes the first addresses of the list, the proxy the last.
    expect(await ask(trusting, '10.0.0.1', '192.0.2.9, 192.0.2.3')).toBe(200)
    expect(await ask(trusting, '10.0.0.1', '192.0.2.8, 192.0.2.3')).toBe(429)
    await open.close()
    await trusting.close()
  })
})

test.each([
  ['=1+1', "'=1+1"],
  ['＝1+1', "'＝1+1"],
  ['x;=1+1', '"\'x;=1+1"'],
  ['x\t=1+1', '"\'x\t=1+1"'],
  ['a;b', '"a;b"'],
  ['plain-text', 'plain-text'],
])('a cell %s is no formula in a spreadsheet', (value, written) => {
  const columns = csvColumns(Type.Object({ a: Type.String() }))
  expect(csvRows(columns, [{ a: value }])).toBe(`${written}\r\n`)
})
