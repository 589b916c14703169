import { starterIndex } from '@cupel/engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { compare } from './compare.ts'
import { impact } from './impact.ts'
import type { Picture } from './picture.ts'

let db: Database
const index = starterIndex()
const advisories = { home: null, current: () => index, close: () => undefined }
const picture = { viewer: { projects: null, organisations: null }, at: null, now: new Date('2026-06-01T00:00:00Z') } as unknown as Picture
beforeAll(async () => {
  db = await openTestDatabase()
  await seedPortfolio(db, { projects: { 'acme//shop': ['left@1.0.0'] }, vulnerabilities: [] })
})
afterAll(async () => {
  index.close()
  await db.close()
})

test('what nobody here has yet is looked up in the advisory data, however its purl is written; what that cannot tell is unknown', async () => {
  const { added, counts } = await impact({ db, advisories }, picture, {
    purls: ['pkg:npm/minimist@1.2.0', 'pkg:NPM/minimist@1.2.8', 'pkg:npm/minimist', 'pkg:generic/thing@1', 'pkg:npm/left@1.0.0'],
  })
  const told = added.map(({ purl, matched, problems }) => [purl, matched, problems.flatMap(({ aliases, shown }) => [shown, ...aliases])])
  expect(told).toEqual([
    ['pkg:npm/minimist@1.2.0', true, expect.arrayContaining(['CVE-2021-44906', 'CVE-2020-7598'])],
    ['pkg:npm/minimist@1.2.8', true, []],
    ['pkg:npm/minimist', false, []],
    ['pkg:generic/thing@1', false, []],
  ])
  expect(counts.critical + counts.medium).toBeGreaterThan(1)
  expect(added[0]?.problems.every(({ id }) => id === null)).toBe(true)
})

test('two packages that nobody here has can be compared by what is known against them', async () => {
  const { items } = await compare({ db, advisories }, picture, ['pkg:npm/minimist@1.2.0', 'pkg:generic/thing', 'pkg:npm/left@9'])
  expect(items.map(({ known, asked, advisories: count }) => [known, asked, count > 0])).toEqual([
    [false, true, true],
    [false, false, false],
    [true, true, false],
  ])
  expect(items[0]?.lastAdvisory).toMatch(/^20\d\d-/)
})
