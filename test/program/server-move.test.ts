import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cupel } from './cupel.ts'
import { bundleStoreProgram, ENGINE, startStoreProgram, tokenText } from './store-process.ts'

let scratch: string
let program: string
let engine: string
beforeAll(async () => {
  scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cupel-move-'))
  program = await bundleStoreProgram(scratch)
  engine = join(scratch, 'engine')
  cpSync(ENGINE, engine, { recursive: true })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const SERVER = process.env['CUPEL_TEST_DATABASE_URL'] ?? ''

test.skipIf(SERVER === '')('moving to PostgreSQL: equal digests, nothing moved twice, and back again by a backup', async () => {
  const folder = join(scratch, 'moved')
  const seeding = startStoreProgram(program, ['seed', folder, engine, tokenText()])
  await seeding.done
  const name = `cupel_move_${process.pid}`
  const admin = new pg.Client({ connectionString: SERVER })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  const env = { CUPEL_DATABASE_URL: url.href }
  try {
    const before = cupel(['server', 'backup', join(scratch, 'embedded.backup'), '--data', folder])
    const moved = cupel(['server', 'move', '--data', folder], { env })
    expect(moved.stderr).toBe('')
    expect(moved.stdout).toContain(`equal in ${folder} and`)
    expect(digests(moved.stdout)).toEqual(digests(before.stdout))
    expect(digests(moved.stdout).length).toBeGreaterThan(2)
    const again = cupel(['server', 'move', '--data', folder], { env })
    expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('already holds data') as string])
    const after = cupel(['server', 'backup', join(scratch, 'server.backup')], { env })
    expect(digests(after.stdout)).toEqual(digests(before.stdout))
    const back = cupel(['server', 'restore', join(scratch, 'server.backup'), '--data', join(scratch, 'back')])
    expect(digests(back.stdout)).toEqual(digests(before.stdout))
    expect(cupel(['server', 'migrate'], { env }).stdout).toContain('nothing to do')
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await admin.end()
  }
})

/** That of when the last backup was taken is the store's own. */
function digests(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => / {2}[0-9a-f]{16}$/.test(line) && !line.trimStart().startsWith('setting '))
}
