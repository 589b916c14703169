import type { RouteOptions } from 'fastify'
import fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_BASE } from '../api/api-base.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Database } from '../store/database.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
beforeAll(async () => {
  db = await openTestDatabase()
})
afterAll(() => db.close())

/** Who makes a route for everybody, or for anybody who is logged in, says so here too: every other one asks for a permission. */
test('the doors that stand open are these and no others', () => {
  const open = (access: string): readonly string[] => ROUTES.filter((route) => route.access === access).map(({ id }) => id)
  expect(open('public').toSorted()).toEqual([
    'exchangeToken',
    'finishOidcLogin',
    'finishPasskeyLogin',
    'getSession',
    'setUp',
    'startOidcLogin',
    'startPasskeyLogin',
  ])
  expect(open('session').toSorted()).toEqual([
    'deletePasskey',
    'endSession',
    'finishPasskeyRegistration',
    'listOrganisations',
    'listPasskeys',
    'listSessions',
    'listTeams',
    'logOut',
    'startPasskeyRegistration',
    'updateSession',
  ])
})

test('what the server answers is the registry of routes, its health and its description: nothing came in beside them', async () => {
  const server = await openTestApp(db)
  const answered = addressesOf(server.app.printRoutes({ commonPrefix: false }))
  await server.close()
  const registered = new Set(ROUTES.map(({ path }) => `${API_BASE}${path}`))
  const beside = answered.filter((address) => !registered.has(address)).toSorted()
  expect(beside).toEqual([`${API_BASE}/openapi.json`, '/healthz', '/metrics', '/readyz'].toSorted())
  expect([...registered].filter((address) => !answered.includes(address))).toEqual([])
})

test('a route that was put in beside the registry would be seen', async () => {
  const app = fastify()
  const seen: RouteOptions[] = []
  app.addHook('onRoute', (route) => void seen.push(route))
  app.get(`${API_BASE}/back-door/:any`, async () => 'x')
  await app.ready()
  expect(addressesOf(app.printRoutes({ commonPrefix: false }))).toEqual([`${API_BASE}/back-door/:any`])
  await app.close()
})

/** Addresses out of fastify's tree: a line for each part, its depth by four signs a level, its methods behind it. */
function addressesOf(tree: string): readonly string[] {
  const parts: string[] = []
  const found = new Set<string>()
  for (const line of tree.split('\n')) {
    const [, indent, part, methods] = /^([│ ]*(?:├──|└──) )(\S*)(?: \((.*)\))?$/.exec(line) ?? []
    if (indent === undefined || part === undefined) continue
    parts.length = indent.length / 4 - 1
    parts.push(part)
    if (methods !== undefined) found.add(parts.join(''))
  }
  return [...found]
}
