import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertAdvisory } from '../../packages/server/src/feed/upsert-advisory.ts'
import { createEventFeed } from '../../packages/server/src/http/event-feed.ts'
import { MANY } from '../../packages/server/src/match/news-together.ts'
import { tellEvents } from '../../packages/server/src/outbox/tell-events.ts'
import { historyPage } from '../../packages/server/src/read/history-rows.ts'
import { SYSTEM_VIEWER } from '../../packages/server/src/policy/system-viewer.ts'
import { silentLog } from '../../packages/server/src/testing/silent-log.ts'
import { npmBom, npmRecord, openWorkshop } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** What an advisory about a package of very many projects is news of, before and after it was told. */

const HIGH = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N' }] }
let shop: Workshop
let large: number
let small: number

interface Piece {
  readonly id: number
  readonly project_id: number
  readonly text: string
}

/** `o/n`: organisation and number of a project. */
const projects = new Map<string, number>()

beforeAll(async () => {
  shop = await openWorkshop()
  await shop.sync({ npm: { 'GHSA-0': npmRecord('GHSA-0', { elsewhere: [{ introduced: '0' }] }) } })
  large = await shop.organisation('large')
  small = await shop.organisation('small')
  for (let at = 0; at < MANY + 8; at++) await add('large', large, at)
  for (let at = 0; at < 3; at++) await add('small', small, at)
  await shop.db.run('UPDATE project SET archived_at = now() WHERE id = $1', [projects.get('large/7')])
  await shop.upload(projects.get('large/6') as number, {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:v',
    author: 'us',
    timestamp: '2026-02-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'GHSA-wide' },
        products: [{ '@id': 'pkg:npm/wide@1.0.0' }],
        status: 'not_affected',
        justification: 'component_not_present',
      },
    ],
  })
}, 300_000)
afterAll(() => shop.close())

/** Some have another version, and some both. */
function versionsOf(at: number): readonly string[] {
  return [...(at % 10 === 1 ? [] : ['wide@1.0.0']), ...(at % 10 <= 2 ? ['wide@2.0.0'] : [])]
}

async function add(name: string, org: number, at: number): Promise<void> {
  const project = await shop.project(org, `${name}-${at}`)
  projects.set(`${name}/${at}`, project)
  const same = projects.get(`large/${at % 10}`)
  if (same === undefined || same === project) await shop.upload(project, npmBom([...versionsOf(at)]))
  else
    await shop.db.run(
      `INSERT INTO snapshot (project_id, set_id, detail_id, since, origin, incomplete)
       SELECT $1, set_id, detail_id, since, origin, incomplete FROM snapshot WHERE project_id = $2 AND until IS NULL`,
      [project, same],
    )
}

async function account(grant: { readonly org?: number; readonly project?: number }): Promise<number> {
  const [row] = await shop.db.query<{ id: number }>(`INSERT INTO account (name, created_at) VALUES ('a', now()) RETURNING id`)
  await shop.db.run(`INSERT INTO role_grant (account_id, role, org_id, project_id, created_at) VALUES ($1, 'viewer', $2, $3, now())`, [
    row!.id,
    grant.org ?? null,
    grant.project ?? null,
  ])
  await shop.db.run(`INSERT INTO subscription (account_id, kinds, created_at) VALUES ($1, '{finding.opened}', now())`, [row!.id])
  return row!.id
}

async function standing(): Promise<{ readonly batches: number; readonly rows: readonly Piece[] }> {
  const [row] = await shop.db.query<{ n: number }>('SELECT count(*)::int4 AS n FROM outbox_batch')
  const rows = await shop.db.query<Piece>(
    `SELECT o.id, o.project_id, o.payload->>'text' AS text FROM outbox o JOIN vulnerability v ON v.id = o.vulnerability_id
     WHERE v.shown = 'GHSA-wide' AND o.kind = 'finding.opened' ORDER BY o.project_id`,
  )
  return { batches: row?.n ?? 0, rows }
}

function expected(): readonly Pick<Piece, 'project_id' | 'text'>[] {
  return [...projects]
    .filter(([name]) => name !== 'large/7')
    .map(([name, project_id]) => {
      const [one, ...more] = versionsOf(Number(name.split('/')[1]))
      return { project_id, text: `GHSA-wide (high) affects pkg:npm/${one}${more.length === 0 ? '' : ' and 1 more'}` }
    })
    .sort((a, b) => a.project_id - b.project_id)
}

test('each project is told once, the same and under the same id as everybody saw it before', async () => {
  await tellEvents(shop.services, new AbortController().signal)
  const everybody = await account({ org: large })
  const one = await account({ project: projects.get('large/12') as number })
  const decided = await account({ project: projects.get('large/6') as number })
  const feed = createEventFeed(shop.db, silentLog)
  const place = await feed.newest()
  // What others of the same server are about may keep the place behind earlier news.
  const openedSince = async () => ((await feed.after(place, 1000)) ?? []).filter(({ kind }) => kind === 'finding.opened')
  shop.turn(1000)
  const { events } = await upsertAdvisory(shop.services, npmRecord('GHSA-wide', { wide: [{ introduced: '0' }] }, HIGH), {
    orgId: null,
    index: shop.services.advisories.current(),
  })
  const wanted = expected()
  expect(events).toBe(wanted.length)
  const before = await standing()
  // Those of the other organisation are few.
  expect(before).toMatchObject({ batches: 1, rows: { length: 3 } })

  const seen = await openedSince()
  const pieces = seen.map(({ id, project, text }) => ({ id, project_id: project, text })).sort((a, b) => a.project_id! - b.project_id!)
  expect(pieces.map(({ project_id, text }) => ({ project_id, text }))).toEqual(wanted)
  const picture = { viewer: { ...SYSTEM_VIEWER, mayIn: () => true }, at: null, now: shop.services.now() }
  const history = async (name: string) => historyPage(shop.db, picture, projects.get(name) as number, {})
  const told = await Promise.all(['large/2', 'large/7', 'small/1'].map(history))
  expect(told.map(({ items }) => items.filter(({ kind }) => kind === 'finding.opened').length)).toEqual([1, 0, 1])

  // VEX decided for one of them.
  expect(await tellEvents(shop.services, new AbortController().signal)).toBe(wanted.length - 1)
  const after = await standing()
  expect(after.batches).toBe(0)
  expect(after.rows).toEqual(pieces)
  expect((await openedSince()).map(({ id }) => id)).toEqual(seen.map(({ id }) => id))
  expect(await Promise.all(['large/2', 'large/7', 'small/1'].map(history))).toEqual(told)
  const messages = await shop.db.query('SELECT account_id, events FROM notification ORDER BY account_id')
  expect(messages).toEqual([
    { account_id: everybody, events: MANY + 6 },
    { account_id: one, events: 1 },
  ])
  expect(decided).toBeGreaterThan(one)
  expect(await tellEvents(shop.services, new AbortController().signal)).toBe(0)
})

test('what only one organisation knows is no news to another, however many have it', async () => {
  shop.turn(1000)
  const { events } = await upsertAdvisory(shop.services, npmRecord('GHSA-own', { wide: [{ introduced: '0' }] }, HIGH), {
    orgId: small,
    index: shop.services.advisories.current(),
  })
  expect(events).toBe(3)
  shop.turn(1000)
  const own = await upsertAdvisory(shop.services, npmRecord('GHSA-own-2', { wide: [{ introduced: '0' }] }, HIGH), {
    orgId: large,
    index: shop.services.advisories.current(),
  })
  expect(own.events).toBe(MANY + 7)
  await tellEvents(shop.services, new AbortController().signal)
  expect(
    await shop.db.query(
      `SELECT v.shown, o.org_id, count(*)::int4 AS n FROM outbox o JOIN vulnerability v ON v.id = o.vulnerability_id WHERE v.shown LIKE 'GHSA-own%'
       GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
  ).toEqual([
    { shown: 'GHSA-own', org_id: small, n: 3 },
    { shown: 'GHSA-own-2', org_id: large, n: MANY + 7 },
  ])
})

test('where nobody tells what waits, news are written apart', async () => {
  const post = async (id: string): Promise<number> =>
    (
      await upsertAdvisory(shop.services, npmRecord(id, { wide: [{ introduced: '0' }] }, HIGH), {
        orgId: null,
        index: shop.services.advisories.current(),
      })
    ).events
  const waiting = async (): Promise<unknown> => shop.db.query('SELECT count(*)::int4 AS n FROM outbox_batch')
  shop.turn(1000)
  const events = await post('GHSA-first')
  shop.turn(29 * 60_000)
  expect(await post('GHSA-second')).toBe(events)
  expect(await waiting()).toEqual([{ n: 2 }])
  shop.turn(2 * 60_000)
  expect(await post('GHSA-third')).toBe(events)
  expect(await waiting()).toEqual([{ n: 2 }])
  expect(await tellEvents(shop.services, new AbortController().signal)).toBe(3 * events)
  shop.turn(1000)
  expect(await post('GHSA-fourth')).toBe(events)
  expect(await waiting()).toEqual([{ n: 1 }])
})

test('where one organisation has all of the projects, each of them is told', async () => {
  await shop.db.run('UPDATE project SET archived_at = NULL')
  await shop.db.run('UPDATE snapshot SET until = $1 WHERE project_id IN (SELECT id FROM project WHERE org_id = $2)', [
    shop.services.now(),
    small,
  ])
  await tellEvents(shop.services, new AbortController().signal)
  shop.turn(1000)
  await upsertAdvisory(shop.services, npmRecord('GHSA-all', { wide: [{ introduced: '0' }] }, HIGH), {
    orgId: null,
    index: shop.services.advisories.current(),
  })
  expect(await tellEvents(shop.services, new AbortController().signal)).toBe(MANY + 8)
  expect(
    await shop.db.query(
      `SELECT count(DISTINCT o.project_id)::int4 AS projects, array_agg(DISTINCT o.org_id) AS organisations FROM outbox o
       JOIN vulnerability v ON v.id = o.vulnerability_id WHERE v.shown = 'GHSA-all'`,
    ),
  ).toEqual([{ projects: MANY + 8, organisations: [large] }])
})
