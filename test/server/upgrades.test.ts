import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { onlyProjects } from '../../packages/server/src/api/visible-projects.ts'
import type { VisibleProjects } from '../../packages/server/src/api/visible-projects.ts'
import { compare } from '../../packages/server/src/read/compare.ts'
import { packageDetail } from '../../packages/server/src/read/package-detail.ts'
import { openPairs } from '../../packages/server/src/read/open-pairs.ts'
import type { Picture } from '../../packages/server/src/read/picture.ts'
import { unheldProblems } from '../../packages/server/src/read/unheld-problems.ts'
import { upgradePage } from '../../packages/server/src/read/upgrade-rows.ts'
import { foldStandings } from '../../packages/server/src/standings/fold-standings.ts'
import { setTriage } from '../../packages/server/src/write/set-triage.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

const rated = (vector: string) => ({ severity: [{ type: 'CVSS_V3', score: `CVSS:3.1/${vector}` }] })
const CRITICAL = rated('AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')
const HIGH = rated('AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N')
const LOW = rated('AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L')
const [START] = [{ introduced: '0' }]

let shop: Workshop
let org: number
let other: number
let till: number
let site: number
let far: number

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({
    npm: {
      'GHSA-left-left-left': npmRecord('GHSA-left-left-left', { left: [START, { fixed: '1.2.0' }] }, CRITICAL),
      'GHSA-left-left-more': npmRecord('GHSA-left-left-more', { left: [{ introduced: '1.2.0' }, { fixed: '1.3.0' }] }, HIGH),
      'GHSA-left-left-last': npmRecord('GHSA-left-left-last', { left: [{ introduced: '2.0.0' }, { fixed: '2.0.5' }] }, HIGH),
      'GHSA-stay-stay-stay': npmRecord('GHSA-stay-stay-stay', { stay: [START] }, LOW),
      'GHSA-stay-stay-mend': npmRecord('GHSA-stay-stay-mend', { stay: [START, { fixed: '3.0.0' }] }, HIGH),
      'GHSA-dead-dead-dead': npmRecord('GHSA-dead-dead-dead', { dead: [START, { last_affected: '9.0.0' }] }, HIGH),
      'GHSA-swap-swap-swap': npmRecord('GHSA-swap-swap-swap', { swap: [START, { fixed: '2.0.0' }] }, HIGH),
      'GHSA-swap-swap-back': npmRecord('GHSA-swap-swap-back', { swap: [{ introduced: '2.0.0' }] }, CRITICAL),
    },
  })
  org = await shop.organisation('acme')
  other = await shop.organisation('other')
  till = await shop.project(org, 'till')
  site = await shop.project(org, 'site')
  far = await shop.project(other, 'far')
  await shop.upload(till, npmBom(['left@1.0.0', 'stay@1.0.0', 'dead@9.0.0', 'fine@1.0.0', 'swap@1.0.0']))
  await shop.upload(site, npmBom(['left@1.1.0', 'left@2.0.1']))
  await shop.upload(far, npmBom(['left@1.0.0']))
})
afterAll(() => shop.close())

function seen(projects: VisibleProjects | null, organisations: readonly number[] | null): Picture {
  const viewer = { actor: 'test', accountId: null, name: 'test', projects, organisations, permissions: new Set<never>(), mayIn: () => true }
  return { viewer, at: null, now: shop.services.now() }
}

async function upgrades(picture: Picture, query: { project?: number; package?: number } = {}): Promise<readonly unknown[]> {
  const { items } = await upgradePage(shop.db, picture, query)
  return items.map(({ package: { name }, from, to, clears, open, leaves }) => {
    const count = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, n) => sum + n, 0)
    return [
      name,
      from
        .map(({ version }) => version)
        .sort()
        .join(),
      to,
      `${count(clears)} of ${count(open)}`,
      leaves.join(),
    ]
  })
}

test('of what is open, the smallest versions that clear it, what clears most first', async () => {
  expect(await upgrades(seen(null, null))).toEqual([
    ['left', '1.0.0,1.1.0', '1.3.0', '3 of 3', ''],
    // What no version mends stays, and is named.
    ['stay', '1.0.0', '3.0.0', '1 of 2', 'GHSA-stay-stay-stay'],
    // Another line of versions, with a way out of its own.
    ['left', '2.0.1', '2.0.5', '1 of 1', ''],
    // No advisory names a version, or the version is worse: they do not disappear from the list.
    ['swap', '1.0.0', null, '0 of 1', ''],
    ['dead', '9.0.0', null, '0 of 1', ''],
  ])
})

test('of what it calls free of problems the advisory data itself knows none', async () => {
  const { items } = await upgradePage(shop.db, seen(null, null), {})
  const clean = items.flatMap(({ package: { purl }, to, left }) => (to === null || left > 0 ? [] : [`${purl}@${to}`]))
  const told = await unheldProblems(clean, shop.services.advisories.current())
  expect([...told.values()]).toEqual(clean.map(() => ({ problems: [], matched: true })))
  expect(clean).toHaveLength(2)
})

test('only of what the viewer sees, and of one project or package', async () => {
  expect(await upgrades(seen(onlyProjects([site]), [org]))).toEqual([
    ['left', '1.1.0', '1.3.0', '1 of 1', ''],
    ['left', '2.0.1', '2.0.5', '1 of 1', ''],
  ])
  expect(await upgrades(seen(null, null), { project: far })).toEqual([['left', '1.0.0', '1.3.0', '1 of 1', '']])
  await expect(upgrades(seen(onlyProjects([site]), [org]), { project: far })).rejects.toThrow('not found')
  const [dead] = await shop.db.query<{ id: number }>("SELECT id FROM package WHERE name = 'dead'")
  expect(await upgrades(seen(null, null), { package: dead!.id })).toEqual([['dead', '9.0.0', null, '0 of 1', '']])
  await expect(upgrades(seen(onlyProjects([site]), [org]), { package: dead!.id })).rejects.toThrow('not found')
})

test('the newest version that mends, by what is known here', async () => {
  const mended = async (name: string, picture = seen(null, null)) => {
    const [row] = await shop.db.query<{ id: number }>('SELECT id FROM package WHERE name = $1', [name])
    return (await packageDetail(shop.db, picture, row!.id)).mendedVersion
  }
  expect(await mended('left')).toBe('2.0.5')
  for (const name of ['stay', 'swap', 'dead', 'fine']) expect(await mended(name)).toBe('')
  const { items } = await compare(shop.services, seen(null, null), ['pkg:npm/left', 'pkg:npm/swap'])
  expect(items.map(({ mendedVersion }) => mendedVersion)).toEqual(['2.0.5', ''])
})

test('page by page it is the same list', async () => {
  const told: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await upgradePage(shop.db, seen(null, null), { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
    told.push(...page.items)
    cursor = page.next ?? undefined
    expect(page.total).toEqual({ count: 5, type: 'EXACT' })
  } while (cursor !== undefined)
  expect(told).toEqual((await upgradePage(shop.db, seen(null, null), {})).items)
})

test('what only an organisation knows moves its own way out, and tells nobody else', async () => {
  const record = npmRecord('ACME-1', { left: [START, { fixed: '1.4.0' }] }, CRITICAL)
  const entry = { actor: 'test', action: 'advisory.post', object: 'advisory:ACME-1', organisation: org, detail: {} }
  const options = { orgId: org, index: shop.services.advisories.current(), entry }
  await upsertAdvisory(shop.services, record, options)
  const own: VisibleProjects = { organisations: [org], ids: [], count: 2 }
  expect((await upgrades(seen(own, [org])))[0]).toEqual(['left', '1.0.0,1.1.0', '1.4.0', '4 of 4', ''])
  const others: VisibleProjects = { organisations: [other], ids: [], count: 1 }
  expect(await upgrades(seen(others, [other]))).toEqual([['left', '1.0.0', '1.3.0', '1 of 1', '']])
  await upsertAdvisory(shop.services, { ...record, modified: '2026-02-01T00:00:00Z', withdrawn: '2026-02-01T00:00:00Z' }, options)
})

test('what was decided about is not open, and is no reason against an upgrade; standings give the same', async () => {
  const [problem] = await shop.db.query<{ id: number }>("SELECT id FROM vulnerability WHERE shown = 'GHSA-stay-stay-stay'")
  const decision = { vulnerability: problem!.id, project: till, status: 'accepted', statement: 'small' } as const
  await setTriage(shop.services, seen(null, null), decision, null)
  expect(await upgrades(seen(null, null))).toContainEqual(['stay', '1.0.0', '3.0.0', '1 of 1', 'GHSA-stay-stay-stay'])
  expect((await foldStandings(shop.services)).isComplete).toBe(true)
  const byId = (one: object): string => JSON.stringify(one)
  const scope = { organisations: [org, other], asOf: shop.services.now(), folded: 1, wide: 1 }
  const [met, counted] = [null, scope].map((one) => openPairs(shop.db, seen(null, null), { selection: {}, scope: one }))
  const sorted = async (pairs: typeof met) => ((await pairs)?.pairs ?? []).toSorted((a, b) => (byId(a) < byId(b) ? -1 : 1))
  expect((await sorted(counted)).length).toBeGreaterThan(4)
  expect(await sorted(counted)).toEqual(await sorted(met))
})
