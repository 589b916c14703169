import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { storedVersions } from './stored-versions.ts'
import { unaskedProblems } from './unasked-problems.ts'

let db: Database
let ids: readonly number[]

beforeAll(async () => {
  db = await openTestDatabase()
  const { versions } = await seedPortfolio(db, { projects: { 'acme//shop': ['left@1.0.0', 'right@1.0.0'] }, vulnerabilities: [] })
  ids = [...versions.values()]
  await db.run("UPDATE package_version SET asked = 'no-data'")
})
afterAll(() => db.close())

async function told(kind: string): Promise<readonly string[]> {
  await db.run(
    "INSERT INTO setting (key, value) VALUES ('advisory-data', $1::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [JSON.stringify({ kind, digest: 'x', modified: '2026-05-30T00:00:00Z', ecosystems: [] })],
  )
  const problems = await unaskedProblems(db, ids, await storedVersions(db).of(ids))
  return problems(ids).map(({ effect, detail }) => `${effect}: ${detail}`)
}

test('of an ecosystem of which the starter set holds a part it is not said that it has nothing', async () => {
  expect(await told('starter')).toEqual([
    'incomplete: 2 components were hardly matched: the built-in starter set has at most the known exploited vulnerabilities of "npm"',
  ])
  expect(await told('full')).toEqual(['incomplete: 2 components were not matched: the advisory data in use has nothing about "npm"'])
})
