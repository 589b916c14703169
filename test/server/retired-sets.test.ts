import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { refreshAdvisories } from '../../packages/server/src/feed/refresh-advisories.ts'
import { retireSets } from '../../packages/server/src/ingest/retire-sets.ts'
import { findingPage } from '../../packages/server/src/read/finding-rows.ts'
import { packagePage } from '../../packages/server/src/read/package-rows.ts'
import type { Picture } from '../../packages/server/src/read/picture.ts'
import { SYSTEM_VIEWER } from '../../packages/server/src/policy/system-viewer.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** What a project consisted of once is put apart, and comes back when it is used again. */
const HOUR_MS = 3_600_000
const FIRST = npmBom(['a@1.0.0', 'b@1.0.0', 'c@1.0.0'])
const SECOND = npmBom(['c@1.0.0'])
const RECORDS = { 'GHSA-a': npmRecord('GHSA-a', { a: [{ introduced: '0' }] }) }

let shop: Workshop
let org: number
beforeAll(async () => {
  shop = await openWorkshop()
  org = await shop.organisation('past')
})
beforeEach(async () => {
  await shop.db.script('TRUNCATE project, component_set, set_count, snapshot CASCADE')
  await shop.sync({ npm: RECORDS })
  await refreshAdvisories(shop.services, null)
})
afterAll(() => shop.close())

function retire(): Promise<number> {
  return retireSets(shop.services, new AbortController().signal)
}

function picture(at: Date | null): Picture {
  return { viewer: SYSTEM_VIEWER, at, now: shop.services.now() }
}

async function findings(at: Date | null): Promise<readonly string[]> {
  const { items } = await findingPage(shop.db, picture(at), {})
  return items.map(({ vulnerability, version }) => `${vulnerability.shown} ${version.purl}`)
}

async function packages(at: Date | null): Promise<readonly string[]> {
  const { items } = await packagePage(shop.db, picture(at), {})
  return items.map((row) => row.package.name)
}

async function apart(): Promise<readonly unknown[]> {
  return shop.db.query(
    `SELECT (SELECT array_agg(pv.purl ORDER BY pv.purl) FROM package_version pv WHERE pv.id = ANY(c.matched)) AS matched
     FROM component_set c WHERE c.matched IS NOT NULL`,
  )
}

test('a set that nobody has had for an hour is put apart, and the past stays as it was', async () => {
  const project = await shop.project(org, 'one')
  await shop.upload(project, FIRST)
  const then = shop.services.now()
  shop.turn(HOUR_MS)
  await shop.upload(project, SECOND)
  shop.turn(HOUR_MS - 1)
  expect(await retire()).toBe(0)
  shop.turn(2)
  expect(await retire()).toBe(1)
  expect(await retire()).toBe(0)
  expect(await apart()).toEqual([{ matched: ['pkg:npm/a@1.0.0'] }])
  expect(await findings(null)).toEqual([])
  expect(await packages(null)).toEqual(['c'])
  expect(await findings(then)).toEqual(['GHSA-a pkg:npm/a@1.0.0'])
  expect(await packages(then)).toEqual(['a', 'b', 'c'])
})

test('a set that is somebody else’s is not put apart', async () => {
  const [one, other] = [await shop.project(org, 'one'), await shop.project(org, 'other')]
  await shop.upload(one, FIRST)
  await shop.upload(other, FIRST)
  await shop.upload(one, SECOND)
  shop.turn(2 * HOUR_MS)
  expect(await retire()).toBe(0)
})

test('who uses it again has it back, with what became known meanwhile and what becomes known later', async () => {
  const project = await shop.project(org, 'one')
  await shop.upload(project, FIRST)
  await shop.upload(project, SECOND)
  shop.turn(2 * HOUR_MS)
  expect(await retire()).toBe(1)
  await shop.sync({ npm: { ...RECORDS, 'GHSA-b': npmRecord('GHSA-b', { b: [{ introduced: '0' }] }) } })
  await refreshAdvisories(shop.services, null)
  shop.turn(1000)
  await shop.upload(project, FIRST)
  expect(await apart()).toEqual([])
  expect([...(await findings(null))].sort()).toEqual(['GHSA-a pkg:npm/a@1.0.0', 'GHSA-b pkg:npm/b@1.0.0'])
  await shop.sync({ npm: { ...RECORDS, 'GHSA-c': npmRecord('GHSA-c', { b: [{ introduced: '0' }], c: [{ introduced: '0' }] }) } })
  await refreshAdvisories(shop.services, null)
  expect([...(await findings(null))].sort()).toEqual(['GHSA-a pkg:npm/a@1.0.0', 'GHSA-c pkg:npm/b@1.0.0', 'GHSA-c pkg:npm/c@1.0.0'])
  const [counts] = await shop.db.query<{ n: number }>(
    `SELECT k.critical + k.high + k.medium + k.low + k.unknown AS n FROM snapshot s JOIN set_count k ON k.set_id = s.set_id WHERE s.until IS NULL`,
  )
  expect(counts).toEqual({ n: 3 })
})
