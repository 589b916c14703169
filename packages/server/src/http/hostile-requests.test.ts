import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_BASE } from '../api/api-base.ts'
import type { Route } from '../api/route.ts'
import { ROUTES } from '../routes.gen.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let root: TestPerson
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db, { limits: { callerPerMinute: 1_000_000, guessesPerMinute: 1_000_000 } })
  await seedPortfolio(db, {
    projects: { 'shop/front/web': ['a@1'] },
    vulnerabilities: [{ shown: 'OSV-1', severity: 'high', affects: ['a@1'] }],
  })
  root = await server.person('Root', { role: 'admin' })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const VALUES = [
  '0',
  '-1',
  '99999999999',
  '999999999999999',
  '1e3',
  '1.5',
  "1' OR '1'='1",
  '1;SELECT 1',
  '%00',
  '%F0%9F%98%80',
  '..%2F..',
  'a'.repeat(1500),
  '%25',
  '{}',
  '[]',
  'null',
  'NaN',
]
const READ = ROUTES.filter(({ method, id }) => method === 'GET' && id !== 'streamEvents')

async function failing(urls: readonly string[]): Promise<string[]> {
  const failed: string[] = []
  for (const url of urls) {
    const answer = await root.send('GET', url)
    if (answer.statusCode >= 500 && answer.statusCode !== 502)
      failed.push(`${answer.statusCode} ${url} ${server.logged.findLast((line) => line.includes('request failed'))?.slice(0, 300)}`)
  }
  return failed
}

test('no path, whatever stands in it, is a fault of ours', async () => {
  const urls = READ.filter(({ path }) => path.includes(':')).flatMap((route) =>
    VALUES.map((value) => `${API_BASE}${route.path.replaceAll(/:\w+/g, value)}`),
  )
  console.log(`hostile paths: ${urls.length}`)
  expect(await failing(urls)).toEqual([])
})

test('nor any query', async () => {
  const names = (route: Route): string[] => Object.keys((Reflect.get(route.query ?? {}, 'properties') ?? {}) as object)
  const urls = READ.filter(({ path }) => !path.includes(':')).flatMap((route) =>
    names(route).flatMap((name) => VALUES.map((value) => `${API_BASE}${route.path}?${name}=${value.slice(0, 300)}`)),
  )
  console.log(`hostile queries: ${urls.length}`)
  expect(await failing(urls)).toEqual([])
})

test('nor any body', async () => {
  const bodies: readonly unknown[] = [
    null,
    0,
    'x',
    [],
    {},
    { id: 1 },
    { project: 99_999_999_999 },
    { name: 'x'.repeat(10_000) },
    { items: Array.from({ length: 5000 }, () => ({})) },
    { ids: [99_999_999_999] },
    { at: '9999-99-99' },
  ]
  const failed: string[] = []
  for (const route of ROUTES) {
    if (route.body === undefined || route.id === 'logOut') continue
    for (const body of bodies) {
      const url = `${API_BASE}${route.path.replaceAll(/:\w+/g, '99999999999')}`
      const answer = await root.send(route.method, url, { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
      if (answer.statusCode >= 500 && answer.statusCode !== 502)
        failed.push(
          `${answer.statusCode} ${route.id} ${JSON.stringify(body).slice(0, 80)} ${server.logged.findLast((line) => line.includes('request failed'))?.slice(0, 300)}`,
        )
    }
  }
  expect(failed).toEqual([])
})
