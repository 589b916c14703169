import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { defineJob } from '../../jobs/define-job.ts'
import { openWorkQueue } from '../../jobs/open-work-queue.ts'
import { openTestDatabase } from '../../testing/test-database.ts'
import type { Database } from '../database.ts'
import { NEWEST_SCHEMA } from '../migrate.ts'
import { backupStore, moveStore, restoreStore } from './backup-store.ts'
import { lastBackup } from './last-backup.ts'
import { checkBackup } from './read-backup.ts'

const NOW = new Date('2026-02-03T04:05:06Z')
const JOB = defineJob({ queue: 'read', summary: 'reads', concurrency: 1, retries: 1, run: async () => {} })
const HOW = { now: NOW, name: 'the copy', definitions: [JOB] }

let folder: string
let db: Database

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-backup-'))
  db = await openTestDatabase()
  const queue = await openWorkQueue(db, { definitions: [JOB, { ...JOB, queue: 'gone' }] })
  await queue.send('read', { upload: 7 }, { key: 'a' })
  await queue.send('read', { upload: 8 }, { afterSeconds: 600 })
  await queue.send('gone', {})
  await queue.take('read', 1)
  await db.script(`
    INSERT INTO organisation (slug, name, created_at) VALUES ('o', 'Ö "quoted" \\ 💾', '2026-01-02T03:04:05.678901Z');
    INSERT INTO team (org_id, parent_id, slug, name) SELECT 1, CASE WHEN n > 1 THEN 1 END, 't' || n, 'T' FROM generate_series(1, 3) AS n;
    INSERT INTO project (org_id, team_id, slug, name, created_at, tags) SELECT 1, 2, 'p' || n, 'P', now(), '{a,"b c",""}' FROM generate_series(1, 1203) AS n;
    DELETE FROM project WHERE id > 1200;
    INSERT INTO document (digest, size, body, received_at) SELECT decode(md5(n::text), 'hex'), n, decode(repeat(md5(n::text), 4000), 'hex'), now() FROM generate_series(1, 5) AS n;
    INSERT INTO component_set (digest, members) VALUES ('\\x00ff', (SELECT array_agg(g) FROM generate_series(1, 3000) AS g));
    INSERT INTO vulnerability (shown, kind, summary, severity, epss, kev_added, live, merged_into) VALUES
      ('A', 'vulnerability', E'line\\nline', 'high', 0.123456789, '2026-01-01', true, 2), ('B', 'malware', '', 'low', 'NaN', null, true, null);
  `)
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
let target: Database
beforeEach(async () => {
  target = await openTestDatabase({ empty: true })
  return () => target.close()
})

function file(name: string): string {
  return join(folder, name)
}

test('when the newest backup was made is known afterwards, and a store without a schema is backed up too', async () => {
  expect(await lastBackup(db)).toBe(null)
  await backupStore(db, file('noted'), new Date('2026-02-02T00:00:00Z'))
  await backupStore(db, file('noted'), new Date('2026-02-03T00:00:00Z'))
  expect(await lastBackup(db)).toEqual(new Date('2026-02-03T00:00:00Z'))
  await db.run("DELETE FROM setting WHERE key = 'backup'")
  await backupStore(target, file('empty'), NOW)
})

test('a backup restored is the same store: rows, numbers to come, links and waiting jobs', async () => {
  const tables = await backupStore(db, file('whole'), NOW)
  expect(statSync(file('whole')).mode & 0o777).toBe(0o600)
  expect(tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows])).toEqual([
    ['component_set', 1],
    ['document', 5],
    ['organisation', 1],
    ['project', 1200],
    ['team', 3],
    ['vulnerability', 2],
  ])
  expect(await restoreStore(target, file('whole'), HOW)).toMatchObject({ schema: NEWEST_SCHEMA, made: NOW.toISOString(), tables })
  expect(await backupStore(target, file('again'), NOW)).toEqual(tables)
  expect(await target.query('SELECT name, created_at::text AS at FROM organisation')).toEqual([
    { name: 'Ö "quoted" \\ 💾', at: '2026-01-02 03:04:05.678901+00' },
  ])
  const [next] = await target.query<{ id: number }>(
    "INSERT INTO project (org_id, slug, name, created_at) VALUES (1, 'n', 'N', now()) RETURNING id",
  )
  expect(next?.id).toBe(1204)
  await expect(target.run('DELETE FROM vulnerability WHERE id = 2')).rejects.toMatchObject({ code: '23503' })
  const queue = await openWorkQueue(target, { definitions: [JOB] })
  expect(await queue.take('read', 5)).toMatchObject([{ payload: { upload: 7 }, attempt: 1 }])
  expect(await queue.counts()).toMatchObject([{ queue: 'read', waiting: 1, running: 1 }])
})

test('a store that holds something is not written to', async () => {
  await backupStore(db, file('whole'), NOW)
  const full = await openTestDatabase()
  await full.run("INSERT INTO setting (key, value) VALUES ('a', '1')")
  await expect(restoreStore(full, file('whole'), HOW)).rejects.toMatchObject({ code: 'store-not-empty' })
  await expect(moveStore(db, full, HOW)).rejects.toMatchObject({ code: 'store-not-empty' })
  expect(await full.query('SELECT key FROM setting')).toEqual([{ key: 'a' }])
  await full.close()
})

test('moving gives equal digests, into a store that has the schema already as well', async () => {
  const full = await openTestDatabase()
  const moved = await moveStore(db, full, HOW)
  expect(moved).toEqual(await backupStore(db, file('moved'), NOW))
  expect((await full.query('SELECT count(*) AS n FROM project'))[0]).toEqual({ n: 1200 })
  await full.close()
})

test('a damaged, truncated, foreign or newer file is refused before anything is written', async () => {
  await backupStore(db, file('whole'), NOW)
  const packed = readFileSync(file('whole'))
  const text = gunzipSync(packed).toString('utf8')
  const flipped = Buffer.from(packed)
  flipped.writeUInt8((flipped.readUInt8(5000) + 1) % 256, 5000)
  const lines = text.split('\n')
  const cases: readonly (readonly [name: string, bytes: Buffer, code: string])[] = [
    ['cut', packed.subarray(0, packed.length - 100), 'backup-damaged'],
    ['flipped', flipped, 'backup-damaged'],
    ['empty', Buffer.alloc(0), 'backup-damaged'],
    ['text', Buffer.from('hello'), 'backup-damaged'],
    ['json', gzipSync('{"a":1}\n'), 'backup-damaged'],
    ['changed', gzipSync(text.replace('"P"', '"Q"')), 'backup-damaged'],
    ['row missing', gzipSync(lines.filter((line) => !line.includes('"p77"')).join('\n')), 'backup-damaged'],
    ['sequence changed', gzipSync(text.replace('"last":"1203"', '"last":"1"')), 'backup-damaged'],
    ['no end', gzipSync(lines.slice(0, -2).join('\n') + '\n'), 'backup-damaged'],
    ['half a line', gzipSync(text.slice(0, -10)), 'backup-damaged'],
    ['followed', gzipSync(`${text}{}\n`), 'backup-damaged'],
    ['newer form', gzipSync(text.replace('"version":1', '"version":2')), 'backup-newer'],
    ['other steps', gzipSync(text.replace(/"steps":\["../, '"steps":["zz')), 'store-newer'],
    ['no steps', gzipSync(text.replace('"steps":[', '"steps":["0",')), 'backup-damaged'],
    ['newer schema', gzipSync(text.replace(`"schema":${NEWEST_SCHEMA}`, `"schema":${NEWEST_SCHEMA + 1}`)), 'backup-newer'],
  ]
  for (const [name, bytes, code] of cases) {
    writeFileSync(file('bad'), bytes)
    await expect(restoreStore(target, file('bad'), HOW), name).rejects.toMatchObject({ code })
    await expect(checkBackup(file('bad')), name).rejects.toMatchObject({ code })
  }
  await expect(restoreStore(target, file('missing'), HOW)).rejects.toMatchObject({ code: 'target-missing' })
  expect(await target.query("SELECT to_regclass('organisation') AS there")).toEqual([{ there: null }])
})

test('a file that cannot be written leaves nothing', async () => {
  await expect(backupStore(db, file('no/such/folder'), NOW)).rejects.toMatchObject({ code: 'output-unwritable' })
})
