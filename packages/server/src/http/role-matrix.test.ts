import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_BASE } from '../api/api-base.ts'
import { PERMISSIONS, ROLE_PERMISSIONS, ROLES } from '../api/permission.ts'
import type { Route } from '../api/route.ts'
import { newTokenText } from '../login/api-token-text.ts'
import { secretDigest } from '../login/secret.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Database } from '../store/database.ts'
import { openTestApp, TEST_ORIGIN } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

/** Every route there is, the one that ends the session last. */
const ALL = ROUTES.toSorted((left, right) => Number(left.id === 'logOut') - Number(right.id === 'logOut'))

let db: Database
let server: TestApp
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { limits: { guessesPerMinute: 100_000, addressPerMinute: 100_000 } })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

/** An address of the route where nothing is. */
function nowhere(route: Route): string {
  const values: Readonly<Record<string, string>> = {
    session: '0'.repeat(64),
    provider: 'none',
    passkey: 'none',
    queue: 'none',
    job: 'none',
  }
  return `${API_BASE}${route.path.replaceAll(/:(\w+)/g, (_, name: string) => values[name] ?? '999999')}`
}

async function status(route: Route, headers: Record<string, string>): Promise<number> {
  const body = route.bodyKind === 'raw' ? { payload: 'x' } : route.body === undefined ? {} : { payload: {} }
  const options = { method: route.method, url: nowhere(route), headers, payloadAsStream: true, ...body } as InjectOptions
  const answer = await server.app.inject(options)
  answer.stream().destroy()
  return answer.statusCode
}

async function token(scopes: readonly string[], more: { expires?: Date; revoked?: Date; account: number }): Promise<string> {
  const text = newTokenText(server.services.random)
  await db.run(
    `INSERT INTO api_token (digest, prefix, name, account_id, scopes, created_at, expires_at, revoked_at) VALUES ($1, 'cupel_', 't', $2, $3, $4, $5, $6)`,
    [
      secretDigest(text),
      more.account,
      scopes,
      server.services.now(),
      more.expires ?? new Date('2030-01-01T00:00:00Z'),
      more.revoked ?? null,
    ],
  )
  return `Bearer ${text}`
}

async function answersOf(
  headers: (route: Route) => Record<string, string> | Promise<Record<string, string>>,
): Promise<Record<string, number>> {
  const answers: Record<string, number> = {}
  for (const route of ALL) answers[route.id] = await status(route, await headers(route))
  return answers
}

test('there are routes, each with an id of its own', () => {
  expect(ALL.length).toBeGreaterThan(60)
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length)
  console.log(`role matrix: ${ALL.length} routes, ${ROLES.length} roles`)
})

test('nobody gets past a route that is not public, and nobody is asked to log in at one that is', async () => {
  const answers = await answersOf(() => ({}))
  const wrong = ALL.filter(({ id, access }) => (access === 'public') === (answers[id] === 401)).map(({ id }) => `${id} ${answers[id]}`)
  expect(wrong).toEqual([])
})

describe('credentials that are not good are refused at every route', () => {
  test('tokens: unknown, misshapen, expired, revoked, of a disabled account', async () => {
    const { id } = await server.person('Tess', { role: 'admin' })
    const disabled = await server.person('Dis', { role: 'admin' })
    await db.run('UPDATE account SET disabled_at = now() WHERE id = $1', [disabled.id])
    const bad = [
      `Bearer ${newTokenText(server.services.random)}`,
      'Bearer cupel_nonsense',
      'Basic YTpi',
      await token([...PERMISSIONS], { account: id, expires: new Date('2026-05-01T00:00:00Z') }),
      await token([...PERMISSIONS], { account: id, revoked: new Date('2026-05-01T00:00:00Z') }),
      await token([...PERMISSIONS], { account: disabled.id }),
    ]
    for (const authorization of bad) {
      const answers = await answersOf(() => ({ authorization }))
      expect(Object.entries(answers).filter(([, code]) => code !== 401)).toEqual([])
    }
  })

  test('sessions: unknown, over, of a disabled account', async () => {
    const gone = await server.person('Gone', { role: 'admin' })
    await db.run('UPDATE account SET disabled_at = now() WHERE id = $1', [gone.id])
    const over = await server.person('Over', { role: 'admin' })
    await db.run("UPDATE session SET expires_at = '2026-05-01T00:00:00Z' WHERE account_id = $1", [over.id])
    for (const { cookie, csrf } of [gone, over, { cookie: 'cupel=nonsense', csrf: 'x' }]) {
      const answers = await answersOf(() => ({ cookie, 'x-csrf-token': csrf }))
      expect(ALL.filter(({ id, access }) => access !== 'public' && answers[id] !== 401).map(({ id }) => id)).toEqual([])
    }
  })
})

describe.each(ROLES)('%s', (role) => {
  let person: TestPerson
  beforeAll(async () => {
    person = await server.person(role, { role })
  })

  test('may call exactly what the role permits', async () => {
    const answers = await answersOf(() => ({ cookie: person.cookie, 'x-csrf-token': person.csrf, origin: TEST_ORIGIN }))
    const wrong = ALL.filter(({ access, id }) => {
      const may = access === 'public' || access === 'session' || ROLE_PERMISSIONS[role].includes(access)
      // At a public route 403 is what a wrong secret gets.
      return answers[id] === 401 || (answers[id] === 403) === may ? access !== 'public' : false
    })
    expect(wrong.map(({ id }) => `${id} ${answers[id]}`)).toEqual([])
  })

  // Scopes cut a role down the same way whichever it is.
  test.runIf(role === 'viewer' || role === 'admin')('and through a token no more than its scopes and the role both permit', async () => {
    for (const scope of PERMISSIONS) {
      const authorization = await token([scope], { account: person.id })
      const guarded = ALL.filter(({ access }) => (PERMISSIONS as readonly string[]).includes(access))
      const wrong: string[] = []
      for (const route of guarded) {
        const may = route.access === scope && ROLE_PERMISSIONS[role].includes(scope)
        if (may && (route.id === 'createToken' || route.id === 'streamEvents')) continue
        const code = await status(route, { authorization })
        if (code === 401 || (code === 403) === may) wrong.push(`${route.id} ${scope} ${code}`)
      }
      expect(wrong).toEqual([])
    }
  })
})

test('changes from a browser need the token of the session and a page of ours', async () => {
  const { cookie, csrf } = await server.person('Cass', { role: 'admin' })
  const changes = ALL.filter(({ method, access }) => method !== 'GET' && access !== 'public')
  for (const route of changes) {
    expect([route.id, await status(route, { cookie })]).toEqual([route.id, 403])
    expect([route.id, await status(route, { cookie, 'x-csrf-token': 'wrong' })]).toEqual([route.id, 403])
    expect([route.id, await status(route, { cookie, 'x-csrf-token': csrf, origin: 'https://elsewhere.example' })]).toEqual([route.id, 403])
    expect([route.id, await status(route, { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' })]).toEqual([route.id, 403])
  }
  const open = ALL.filter(({ method, access }) => method !== 'GET' && access === 'public')
  for (const route of open) expect([route.id, await status(route, { origin: 'null' })]).toEqual([route.id, 403])
})
