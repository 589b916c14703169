import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEventFeed } from '../http/event-feed.ts'
import { changePage } from '../read/change-rows.ts'
import { historyPage } from '../read/history-rows.ts'
import { overview } from '../read/overview.ts'
import type { Picture } from '../read/picture.ts'
import type { Database } from '../store/database.ts'
import { seedPortfolio } from '../testing/seed.ts'
import type { Seeded } from '../testing/seed.ts'
import { silentLog } from '../testing/silent-log.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { eventsWith } from './news-event.ts'
import { takeBatches, takeUntold } from './take-untold.ts'

const NOW = new Date('2026-02-01T00:00:00Z')
const viewer = {
  actor: 'a',
  accountId: 1,
  name: '',
  projects: null,
  organisations: null,
  permissions: new Set<never>(),
  mayIn: () => false,
}
const picture: Picture = { viewer, at: null, now: NOW }
let db: Database
let seeded: Seeded
beforeAll(async () => {
  db = await openTestDatabase()
  seeded = await seedPortfolio(db, {
    projects: { 'o//a': ['left@1.0.0'], 'o//b': ['left@1.0.0'] },
    vulnerabilities: [{ shown: 'CVE-2026-1', severity: 'high', affects: ['left@1.0.0'] }],
  })
  // Six transactions with two events each, at three moments.
  for (let round = 0; round < 6; round++)
    await db.run(
      `INSERT INTO outbox (at, kind, org_id, project_id, vulnerability_id, payload)
       SELECT $1::timestamptz, 'finding.opened', p.org_id, p.id, $2, jsonb_build_object('by', 'advisory', 'text', $3 || ' ' || p.slug, 'versions', '[]'::jsonb)
       FROM project p ORDER BY p.id`,
      [new Date(NOW.getTime() - (3 - (round % 3)) * 600_000), seeded.vulnerabilities.get('CVE-2026-1'), `event ${round}`],
    )
  // A transaction of any other database of the server holds back what is settled.
  const [last] = await db.query<{ id: number }>('SELECT max(id) AS id FROM outbox')
  const feed = createEventFeed(db, silentLog)
  for (let tries = 0; tries < 2400 && !(await feed.newest()).endsWith(`-${last?.id}`); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 25))
})
afterAll(() => db.close())

async function everythingTold() {
  const project = seeded.projects.get('o//a') as number
  const feed = createEventFeed(db, silentLog)
  const ids = await db.query<{ id: number }>('SELECT id FROM outbox ORDER BY id')
  const { sinceYesterday } = await overview(db, picture)
  return {
    sinceYesterday,
    history: await historyPage(db, picture, project, {}),
    changes: await changePage(db, picture, {}),
    ofProject: await changePage(db, picture, { project }),
    since: await changePage(db, picture, { since: new Date(NOW.getTime() - 650_000).toISOString() }),
    newest: await feed.newest(),
    fromStart: await feed.after('0-0', 100),
    some: await feed.after('0-0', 5),
    with: await Promise.all(ids.map(({ id }) => eventsWith(db, id, 10))),
  }
}

test('that some were told and some were not changes nothing about what there is, nor about its order', async () => {
  const untold = await everythingTold()
  expect(untold).toMatchObject({
    sinceYesterday: { opened: 12 },
    changes: { total: { count: 12 } },
    ofProject: { total: { count: 6 } },
    since: { total: { count: 4 } },
    fromStart: [0, 1, 2, 3, 4, 5].flatMap((round) => [{ text: `event ${round} a` }, { text: `event ${round} b` }]),
    some: { length: 5 },
  })
  for (const told of ['id % 2 = 0', 'id % 3 > 0', 'true']) {
    await db.run(`UPDATE outbox SET told = ${told}`)
    expect(await everythingTold()).toEqual(untold)
    const left = await db.query<{ id: number }>('SELECT id FROM outbox WHERE NOT told ORDER BY xact, id LIMIT 3')
    expect(await takeUntold(db, 3)).toEqual(left.map(({ id }) => id))
  }
})

test('that news stand together until they are told changes nothing about what there is, nor about its order', async () => {
  await db.run('UPDATE outbox SET told = id % 2 = 0')
  const { with: ofEach, ...apart } = await everythingTold()
  expect(ofEach).toHaveLength(12)
  const rows = await db.query(
    'SELECT id, at, kind, org_id, project_id, vulnerability_id, payload, xact::text AS xact FROM outbox ORDER BY id',
  )
  await db.run(
    `WITH moved AS (DELETE FROM outbox WHERE xact IN (SELECT DISTINCT xact FROM outbox ORDER BY xact LIMIT 2 OFFSET 2) RETURNING *)
     INSERT INTO outbox_batch (id, at, kind, org_id, vulnerability_id, ids, projects, places, payloads, xact)
     SELECT min(id), at, kind, org_id, vulnerability_id, array_agg(id ORDER BY id), array_agg(project_id ORDER BY id), array_agg(n ORDER BY id),
       jsonb_agg(payload ORDER BY n), xact
     FROM (SELECT *, row_number() OVER (PARTITION BY xact ORDER BY id DESC)::int4 AS n FROM moved) m GROUP BY at, kind, org_id, vulnerability_id, xact`,
  )
  const { with: ofOthers, ...together } = await everythingTold()
  expect(ofOthers).toHaveLength(8)
  expect(together).toEqual(apart)
  // One that has more than are asked for comes alone.
  expect(await takeBatches(db, 1)).toHaveLength(2)
  expect(await takeBatches(db, 20)).toHaveLength(2)
  expect(await takeBatches(db, 20)).toEqual([])
  expect(
    await db.query('SELECT id, at, kind, org_id, project_id, vulnerability_id, payload, xact::text AS xact FROM outbox ORDER BY id'),
  ).toEqual(rows)
  const { with: _, ...told } = await everythingTold()
  expect(told).toEqual(apart)
})

test('what has just happened stands in no more indexes than it must', async () => {
  const rows = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'outbox'::regclass
       AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) ~ 'NOT told') ORDER BY 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(['outbox_pkey', 'outbox_untold'])
})
