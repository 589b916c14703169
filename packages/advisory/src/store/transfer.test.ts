import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { syncDatabase } from '../sources/sync-database.ts'
import { writeBucket } from '../sources/test-bucket.ts'
import { databaseStatus } from './database-status.ts'
import { cupelHome, indexFolder } from './home.ts'
import { openIndex } from './open-index.ts'
import { pruneDatabase } from './prune-database.ts'
import { exportDatabase, importDatabase } from './transfer.ts'
import { verifyDatabase } from './verify-database.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-transfer-'))
const home = join(root, 'home')
const from = join(root, 'bucket')
const file = join(root, 'advisories.cupeldb')
const signal = new AbortController().signal

async function sync(day: number): Promise<void> {
  const affected = (ecosystem: string) => [{ package: { ecosystem, name: 'a' }, versions: [`${day}.0.0`] }]
  const modified = `2024-01-0${day}T00:00:00Z`
  writeBucket(
    from,
    {
      npm: { 'GHSA-1': { id: 'GHSA-1', modified, affected: affected('npm') } },
      Go: { 'GO-1': { id: 'GO-1', modified, affected: affected('Go') } },
    },
    { kev: ['CVE-1'] },
  )
  await syncDatabase({ home, from, signal, now: () => new Date(`2024-06-0${day}T00:00:00Z`), emit: () => undefined })
}

beforeAll(async () => {
  await sync(1)
  await sync(2)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the database as one file', () => {
  test('comes out as it went in', async () => {
    const bytes = await exportDatabase({ home, file, signal })
    expect(bytes).toBe(statSync(file).size)
    const other = join(root, 'other')
    await importDatabase({ home: other, file, signal })
    const [a, b] = [openIndex(home) as AdvisoryIndex, openIndex(other) as AdvisoryIndex]
    expect(b.state).toEqual(a.state)
    expect(b.lookup('npm', 'a')).toEqual(a.lookup('npm', 'a'))
    a.close()
    b.close()
    expect(verifyDatabase(other).ok).toBe(true)
    await syncDatabase({ home: other, from, signal, now: () => new Date(0), emit: () => undefined })
  })

  test('is refused when damaged anywhere, and the old database stays', async () => {
    await exportDatabase({ home, file, signal })
    const whole = readFileSync(file)
    const other = join(root, 'refuses')
    const bad = join(root, 'bad.cupeldb')
    await importDatabase({ home: other, file, signal })
    const before = readFileSync(join(indexFolder(other), 'manifest.json'))
    for (let place = 0; place < whole.length; place += 97) {
      const changed = Buffer.from(whole)
      changed[place]! ^= 4
      writeFileSync(bad, changed)
      await expect(importDatabase({ home: other, file: bad, signal })).rejects.toMatchObject({ code: 'index-damaged' })
    }
    for (const length of [0, 10, whole.length - 1]) {
      writeFileSync(bad, whole.subarray(0, length))
      await expect(importDatabase({ home: other, file: bad, signal })).rejects.toMatchObject({ code: 'index-damaged' })
    }
    expect(readFileSync(join(indexFolder(other), 'manifest.json'))).toEqual(before)
    expect(verifyDatabase(other).ok).toBe(true)
    await expect(importDatabase({ home: other, file: join(root, 'absent'), signal })).rejects.toMatchObject({ code: 'sync-failed' })
  })

  test('is not made out of a damaged database', async () => {
    const other = join(root, 'damaged')
    await importDatabase({ home: other, file, signal })
    const [segment = ''] = readdirSync(indexFolder(other)).filter((name) => name.endsWith('.seg'))
    writeFileSync(join(indexFolder(other), segment), 'x')
    const target = join(root, 'never')
    await expect(exportDatabase({ home: other, file: target, signal })).rejects.toMatchObject({ code: 'index-damaged' })
    expect(existsSync(target)).toBe(false)
    expect(
      verifyDatabase(other)
        .files.filter((one) => one.fault !== '')
        .map((one) => one.file),
    ).toEqual([segment])
    await syncDatabase({ home: other, from, force: true, signal, now: () => new Date(0), emit: () => undefined })
    expect(verifyDatabase(other).ok).toBe(true)
  })
})

test('databaseStatus tells counts, sources and age', () => {
  const status = databaseStatus(home, () => new Date('2024-06-05T00:00:00Z'))
  expect(status).toMatchObject({ records: 2, from, ageMs: 3 * 86_400_000, kev: { entries: 1, date: '2024-02-03' } })
  expect(status?.ecosystems.map(({ name, records, modified }) => [name, records, modified])).toEqual([
    ['Go', 1, '2024-01-02T00:00:00Z'],
    ['npm', 1, '2024-01-02T00:00:00Z'],
  ])
  expect(databaseStatus(join(root, 'nowhere'), () => new Date())).toBeNull()
  expect(() => verifyDatabase(join(root, 'nowhere'))).toThrow(/no advisory index/)
})

test('pruneDatabase frees what no scan needs, and drops ecosystems when told', async () => {
  const before = readdirSync(indexFolder(home)).length
  const { freedBytes, dropped } = await pruneDatabase({ home, signal })
  expect(freedBytes).toBeGreaterThan(0)
  expect(dropped).toEqual([])
  expect(readdirSync(indexFolder(home)).length).toBeLessThan(before)
  expect(await pruneDatabase({ home, keep: ['npm'], signal })).toMatchObject({ dropped: ['Go'] })
  const index = openIndex(home) as AdvisoryIndex
  expect([index.covers('npm'), index.covers('Go')]).toEqual([true, false])
  index.close()
})

test.each([
  [{ CUPEL_HOME: '/a', XDG_DATA_HOME: '/b', HOME: '/c' }, '/a'],
  [{ CUPEL_HOME: '', XDG_DATA_HOME: '/b', HOME: '/c' }, '/b/cupel'],
  [{ XDG_DATA_HOME: 'relative', HOME: '/c' }, '/c/.local/share/cupel'],
  [{ HOME: '/c' }, '/c/.local/share/cupel'],
])('cupelHome(%o) is %s', (env, expected) => {
  expect(cupelHome(env)).toBe(expected)
})

test.skipIf(process.getuid?.() === 0)('a folder that may not be written is said to be so', async () => {
  const locked = join(root, 'locked')
  await importDatabase({ home: locked, file, signal })
  chmodSync(indexFolder(locked), 0o500)
  await expect(importDatabase({ home: locked, file, signal })).rejects.toMatchObject({ code: 'home-read-only' })
  chmodSync(indexFolder(locked), 0o700)
})
