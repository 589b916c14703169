import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { launchHere } from '../testing/launch-here.ts'
import { silentLog } from '../testing/silent-log.ts'
import { emptyTemplate, testFolder } from '../testing/test-folder.ts'
import type { Database } from './database.ts'
import { ENGINE_MAJOR } from './embedded/data-folder.ts'
import { lockFolder } from './embedded/folder-lock.ts'
import { thisProcess } from './embedded/process-identity.ts'
import { packTemplate, unpackTemplate } from './embedded/template.ts'
import { openDatabase } from './open-database.ts'

let folder: string
beforeEach(() => {
  folder = testFolder('store')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function open(at = folder): Promise<Database> {
  return openDatabase({ folder: at, log: silentLog, launch: launchHere, template: await emptyTemplate() })
}

test('what was written is there after closing, and after a process that ended without closing', async () => {
  const db = await open(join(folder, 'new', 'store'))
  expect(readFileSync(join(folder, 'new', 'store', 'data', 'PG_VERSION'), 'utf8').trim()).toBe(ENGINE_MAJOR)
  await db.script('CREATE TABLE kept (id int4 PRIMARY KEY)')
  await db.run('INSERT INTO kept VALUES (1)')
  await db.close()
  await expect(db.query('SELECT 1')).rejects.toMatchObject({ retryable: true })
  const again = await open(join(folder, 'new', 'store'))
  expect(await again.query('SELECT id FROM kept')).toEqual([{ id: 1 }])
  await again.close()
})

test('one process at a time: a second one is refused with the way out, and a lock left behind is not one', async () => {
  const db = await open()
  await expect(open()).rejects.toMatchObject({
    code: 'store-locked',
    message: expect.stringContaining(`process ${process.pid}`) as string,
    hint: expect.stringContaining('CUPEL_DATABASE_URL') as string,
  })
  await db.close()
  expect(existsSync(join(folder, 'lock'))).toBe(false)
  // The number is of a process that runs, but another one: started at another time.
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...thisProcess(), started: '1', token: 'old' }))
  const again = await open()
  await again.close()
})

test('a holder on another system is asked by its signs of life', async () => {
  const other = JSON.stringify({ ...thisProcess(), pid: 1, host: 'elsewhere', space: 'elsewhere', token: 'theirs' })
  writeFileSync(join(folder, 'lock'), other)
  const beat = setInterval(() => writeFileSync(join(folder, 'lock'), other), 20)
  const options = { onLost() {}, watchMs: 100 }
  await expect(lockFolder(folder, options)).rejects.toMatchObject({ message: expect.stringContaining('elsewhere') as string })
  clearInterval(beat)
  const lock = await lockFolder(folder, options)
  lock.release()
  expect(readdirSync(folder)).toEqual([])
})

test('who lost the lock is told, and does not remove the other’s', async () => {
  let lost = 0
  const lock = await lockFolder(folder, { onLost: () => void lost++, beatMs: 5 })
  writeFileSync(join(folder, 'lock'), JSON.stringify({ ...thisProcess(), token: 'theirs' }))
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(lost).toBe(1)
  lock.release()
  expect(existsSync(join(folder, 'lock'))).toBe(true)
})

test('a lock file with nothing in it holds nobody for ever', async () => {
  writeFileSync(join(folder, 'lock'), '')
  const lock = await lockFolder(folder, { onLost() {}, watchMs: 20 })
  lock.release()
})

test('a data directory of another engine, or one that is none, is refused and left alone', async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n')
  await expect(open()).rejects.toMatchObject({ code: 'store-damaged', message: expect.stringContaining('17') as string })
  rmSync(join(folder, 'data', 'PG_VERSION'))
  await expect(open()).rejects.toMatchObject({ code: 'store-damaged' })
  writeFileSync(join(folder, 'data', 'PG_VERSION'), ENGINE_MAJOR)
  await expect(open()).rejects.toMatchObject({ code: 'store-damaged' })
  expect(readdirSync(join(folder, 'data'))).toEqual(['PG_VERSION'])
  expect(existsSync(join(folder, 'lock'))).toBe(false)
})

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written', async () => {
  chmodSync(folder, 0o500)
  await expect(open(join(folder, 'store'))).rejects.toMatchObject({ code: 'store-unwritable' })
})

test('a folder where a file is', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(open(join(folder, 'file'))).rejects.toMatchObject({ code: 'store-unwritable' })
})

test('a packed data directory unpacks to the same files', async () => {
  const from = join(folder, 'from')
  mkdirSync(join(from, 'base', 'empty'), { recursive: true })
  writeFileSync(join(from, 'base', '1'), Buffer.alloc(100_000, 7))
  writeFileSync(join(from, 'nothing'), '')
  for (let at = 0; at < 100; at++) writeFileSync(join(from, `file ${at}`), String(at))
  const packed = packTemplate(from)
  await unpackTemplate(packed, join(folder, 'to'))
  expect(packTemplate(join(folder, 'to'))).toEqual(packed)
  await expect(unpackTemplate(gzipSync(gunzipSync(packed).subarray(0, -1)), join(folder, 'cut'))).rejects.toThrow('ends within a file')
})
