import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchHere } from '../../testing/launch-here.ts'
import { emptyTemplate, testFolder } from '../../testing/test-folder.ts'
import { silentLog } from '../../testing/silent-log.ts'
import { capacityOf } from '../capacity.ts'
import { migrate } from '../migrate.ts'
import type { EngineAnswer } from './engine-protocol.ts'
import { tidy } from './housekeeping.ts'
import type { LaunchEngine } from './launch-engine.ts'
import { openEmbedded } from './open-embedded.ts'
import type { EmbeddedDatabase } from './open-embedded.ts'
import { prepareDataFolder } from './data-folder.ts'

let folder: string
let db: EmbeddedDatabase
let launches = 0
let kill: () => void = () => {}

/** The engine in this thread, which a test can have die like a thread that ends. */
const launch: LaunchEngine = (start) => {
  const launched = launchHere(start)
  launches++
  let tell: (answer: EngineAnswer) => void = () => {}
  kill = () => {
    tell({ kind: 'dead', reason: 'it was shot' })
    void launched.stop()
  }
  const port = {
    postMessage: (message: never) => launched.port.postMessage(message),
    on: (_: 'message', listener: typeof tell) => launched.port.on('message', (tell = listener)),
  }
  return { ...launched, port }
}

beforeAll(async () => {
  folder = testFolder('house')
  const dataFolder = await prepareDataFolder(folder, { template: await emptyTemplate(), assets: null, launch: launchHere })
  db = await openEmbedded({ assets: null, dataFolder, image: null }, { launch, log: silentLog, patienceMs: 20_000 })
  await migrate(db, new Date('2026-01-01T00:00:00Z'))
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a round vacuums and analyses what changed, checkpoints, and has nothing left to do', async () => {
  await db.run("INSERT INTO setting (key, value) SELECT 'k' || n, '1' FROM generate_series(1, 1000) AS n")
  await db.run('DELETE FROM setting WHERE length(key) < 4')
  const before = await db.query<{ at: string }>('SELECT redo_lsn::text AS at FROM pg_control_checkpoint()')
  const reached = await tidy(db, '')
  expect(await db.query("SELECT reltuples FROM pg_class WHERE relname = 'setting'")).toEqual([{ reltuples: 901 }])
  expect(await db.query('SELECT redo_lsn::text AS at FROM pg_control_checkpoint()')).not.toEqual(before)
  expect(await tidy(db, reached)).toBe(reached)
})

test('capacity: what is held against what the engine is made for', async () => {
  expect(await capacityOf(db)).toMatchObject({ memberships: 0, state: 'fine', advice: '' })
  await db.script(`
    INSERT INTO organisation (slug, name, created_at) VALUES ('o', 'O', now());
    INSERT INTO project (org_id, slug, name, created_at) VALUES (1, 'p', 'P', now());
    INSERT INTO component_set (digest, members) VALUES ('\\x01', '{}');
    INSERT INTO set_count (set_id, n, unmatched) SELECT id, 90, 0 FROM component_set;
    INSERT INTO set_detail (digest, body) VALUES ('\\x01', '');
    INSERT INTO snapshot (project_id, set_id, detail_id, since, origin, incomplete) VALUES (1, 1, 1, now(), 'api', false)`)
  const near = await capacityOf(db, { bytes: 1e12, memberships: 100 })
  expect(near).toMatchObject({ memberships: 90, state: 'near' })
  expect(near.advice).toContain('cupel server move')
  expect(await capacityOf(db, { bytes: 1e12, memberships: 80 })).toMatchObject({ state: 'over' })
})

test('when writing is refused, reading goes on, and the reason is said', async () => {
  await db.refuseWrites('no space left')
  const full = { code: '53100', message: 'no space left' }
  await expect(db.run("INSERT INTO setting VALUES ('x', '1')")).rejects.toMatchObject(full)
  await expect(db.transaction((transaction) => transaction.run("INSERT INTO setting VALUES ('x', '1')"))).rejects.toMatchObject(full)
  await expect(db.script("INSERT INTO setting VALUES ('x', '1')")).rejects.toMatchObject(full)
  expect(await db.query('SELECT count(*) AS n FROM setting')).toEqual([{ n: 901 }])
  await db.refuseWrites(null)
  expect(await db.run("INSERT INTO setting VALUES ('x', '1')")).toBe(1)
})

test('an engine that dies fails what runs and is started again, with all that was acknowledged', async () => {
  await db.run("INSERT INTO setting VALUES ('kept', '1')")
  const before = launches
  const running = Promise.all([
    db.query('SELECT 1').catch((error: unknown) => error),
    db
      .transaction(async (transaction) => {
        await transaction.run("INSERT INTO setting VALUES ('lost', '1')")
        kill()
        await transaction.run("INSERT INTO setting VALUES ('lost as well', '1')")
      })
      .catch((error: unknown) => error),
  ])
  const [, failed] = await running
  expect(failed).toMatchObject({ name: 'StoreFault', retryable: true })
  expect(await db.query("SELECT key FROM setting WHERE key IN ('kept', 'lost', 'lost as well')")).toEqual([{ key: 'kept' }])
  expect(launches).toBe(before + 1)
})
