import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestApp } from '../testing/test-app.ts'
import type { TestApp, TestPerson } from '../testing/test-app.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let db: Database
let server: TestApp
let insider: TestPerson
let outsider: TestPerson
beforeAll(async () => {
  db = await openTestDatabase()
  server = await openTestApp(db)
  const { orgs } = await seedPortfolio(db, {
    projects: { 'acme//shop': ['@acme/billing-core@1.0.0', 'left@1.0.0'], 'beta//site': ['left@1.0.0'] },
    vulnerabilities: [{ shown: 'ACME-2026-0001', severity: 'high', affects: ['left@1.0.0'], org: 'acme' }],
  })
  // As an upload and a private advisory write them: canonical purls, and a name that stands in no public list.
  await db.run("UPDATE package SET purl = replace(purl, '@acme', '%40acme')")
  await db.run("UPDATE package_version SET purl = replace(purl, '@acme', '%40acme')")
  await db.run('UPDATE advisory SET org_id = $1', [orgs.get('acme')])
  await db.run('DELETE FROM alias')
  insider = await server.person('In', { role: 'viewer', organisation: orgs.get('acme') ?? 0 })
  outsider = await server.person('Out', { role: 'viewer', organisation: orgs.get('beta') ?? 0 })
})
afterAll(async () => {
  await server.close()
  await db.close()
})

const found = async (person: TestPerson, q: string): Promise<readonly string[]> =>
  (await person.send('GET', `search?q=${encodeURIComponent(q)}`)).json<{ hits: { title: string }[] }>().hits.map(({ title }) => title)

test.each([
  ['ACME-2026', ['ACME-2026-0001']],
  ['acme-2026-0001', ['ACME-2026-0001']],
  ['acme', ['ACME-2026-0001', '@acme/billing-core']],
])('a private advisory is found by its organisation as %s, and by nobody else', async (q, names) => {
  expect(await found(insider, q)).toEqual(names)
  expect(await found(outsider, q)).toEqual([])
})

test.each(['billing', 'core', 'ling-co', '@acme/bill', 'pkg:npm/@acme/billing-core', 'pkg:npm/%40acme/billing-core'])(
  'a package of one’s own is found as %s, and by nobody else',
  async (q) => {
    expect(await found(insider, q)).toEqual(['@acme/billing-core'])
    expect(await found(outsider, q)).toEqual([])
  },
)

test('who sees everything finds a package by any word of its name', async () => {
  const root = await server.person('Root', { role: 'admin' })
  expect(await found(root, 'core')).toEqual(['@acme/billing-core'])
  expect(await found(root, 'acme/billing-co')).toEqual(['@acme/billing-core'])
  expect(await found(root, '___')).toEqual([])
})

test('a problem is found by a part of its id as people say it', async () => {
  await db.run('UPDATE advisory SET org_id = NULL')
  await db.run('UPDATE match SET org_id = NULL')
  await db.run(
    "INSERT INTO alias (alias, vulnerability_id) SELECT a, v.id FROM vulnerability v, unnest(ARRAY['CVE-2021-44228', 'GHSA-jfh8-c2jp-5v3q']) a",
  )
  for (const [q, title] of [
    ['44228', 'CVE-2021-44228'],
    ['2021-442', 'CVE-2021-44228'],
    ['jfh8-c2', 'GHSA-jfh8-c2jp-5v3q'],
    ['ghsa-jfh8', 'GHSA-jfh8-c2jp-5v3q'],
  ] as const)
    expect([q, await found(outsider, q)]).toEqual([q, [title]])
  expect(await found(outsider, '4422')).toEqual(['CVE-2021-44228'])
  expect(await found(outsider, '9999')).toEqual([])
})

test('a package URL is found however it was written', async () => {
  for (const q of ['pkg:npm/@acme/billing-core@1.0.0', 'pkg:npm/%40acme/billing-core@1.0.0', 'pkg:NPM/%40acme/billing-core@1.0.0'])
    expect([q, await found(insider, q)]).toEqual([q, ['pkg:npm/%40acme/billing-core@1.0.0']])
})
