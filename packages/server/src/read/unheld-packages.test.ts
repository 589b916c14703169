import { starterIndex } from '@cupel/engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { compare } from './compare.ts'
import { impact } from './impact.ts'
import type { Picture } from './picture.ts'
import { unheldId } from './unheld-id.ts'

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
  expect(items.map(({ mendedVersion: mended }) => mended)).toEqual([expect.stringMatching(/^1\.2\.\d+$/), '', ''])
  // The version that is told has no known problem, by the same law.
  const purls = [`pkg:npm/minimist@${items[0]?.mendedVersion}`]
  expect((await impact({ db, advisories }, picture, { purls })).added[0]).toMatchObject({ matched: true, problems: [] })
})

test('of an id that nothing here has to do with, the advisory data is asked: nobody having it is not the same as nobody knowing it', () => {
  expect(unheldId(index, 'cve-2021-44906')).toMatchObject({ id: 'CVE-2021-44906', state: 'elsewhere' })
  expect(unheldId(index, 'GHSA-XVCH-5GV4-984H')).toMatchObject({ id: 'GHSA-xvch-5gv4-984h', state: 'elsewhere' })
  expect(unheldId(index, 'CVE-1999-99999')).toEqual({ id: 'CVE-1999-99999', state: 'unknown', summary: '', packages: [] })
  expect(unheldId(null, 'CVE-2021-44906')).toMatchObject({ state: 'unknown' })
  for (const text of ['CVE-2021', 'left', 'pkg:npm/left', '44906', '']) expect(unheldId(index, text)).toBeNull()
})

test('data that knows less than the store was brought up to is not asked: what it lacks is not free of problems', async () => {
  const newer = {
    kind: 'full',
    digest: 'x',
    modified: '2026-05-30T00:00:00Z',
    ecosystems: [{ name: 'npm', synced: '2026-05-30T00:00:00Z' }],
  }
  await db.run("INSERT INTO setting (key, value) VALUES ('advisory-data', $1::jsonb)", [JSON.stringify(newer)])
  const { items } = await compare({ db, advisories }, picture, ['pkg:npm/minimist'])
  expect(items).toMatchObject([{ asked: false, mendedVersion: '' }])
  expect((await impact({ db, advisories }, picture, { purls: ['pkg:npm/minimist@1.2.8'] })).added).toMatchObject([{ matched: false }])
  await db.run("DELETE FROM setting WHERE key = 'advisory-data'")
})

test('of a package about which nothing could be asked, no advisory is not none', async () => {
  const asked = async () => (await compare({ db, advisories }, picture, ['pkg:npm/left'])).items.map((one) => [one.known, one.asked])
  expect(await asked()).toEqual([[true, true]])
  await db.run("UPDATE package_version SET asked = 'no-data'")
  expect(await asked()).toEqual([[true, false]])
})
