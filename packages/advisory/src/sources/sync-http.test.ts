import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OsvRecord } from '@cupel/model'
import { afterEach, describe, expect, test } from 'vitest'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { openIndex } from '../store/open-index.ts'
import type { SyncEvent } from './sync-event.ts'
import type { SyncResult } from './sync-database.ts'
import { syncDatabase } from './sync-database.ts'
import type { Fault, TestServer } from './test-bucket.ts'
import { serveBucket, writeBucket } from './test-bucket.ts'

interface Setting {
  readonly home: string
  readonly from: string
  readonly records: Record<string, OsvRecord>
  readonly server: TestServer
  fault: (path: string, count: number) => Fault | null
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function setUp(count: number): Promise<Setting> {
  const root = mkdtempSync(join(tmpdir(), 'cupel-http-'))
  const from = join(root, 'bucket')
  const records = Object.fromEntries(Array.from({ length: count }, (_, at) => [`GHSA-${at}`, record(`GHSA-${at}`, 0, `p${at}`)]))
  writeBucket(from, { npm: records })
  const setting: Omit<Setting, 'server'> = { home: join(root, 'home'), from, records, fault: () => null }
  const server = await serveBucket(
    from,
    () => ({ npm: records }),
    (path, asked) => setting.fault(path, asked),
  )
  open.push(async () => {
    await server.close()
    rmSync(root, { recursive: true, force: true })
  })
  return Object.assign(setting, { server })
}

function record(id: string, day: number, name: string): OsvRecord {
  const modified = new Date(Date.UTC(2024, 0, 1 + day)).toISOString()
  const details = Array.from({ length: 40 }, (_, at) => `${id} ${(at * 7919) % 1009}`).join(' ')
  return { id, modified, details, affected: [{ package: { ecosystem: 'npm', name }, versions: ['1.0.0'] }] }
}

function sync(
  { home, server }: Setting,
  emit: (event: SyncEvent) => void = () => undefined,
  signal = new AbortController().signal,
): Promise<SyncResult> {
  return syncDatabase({ home, from: server.url, signal, now: () => new Date('2024-06-01T00:00:00Z'), emit, pauseMs: 1, silentMs: 300 })
}

function found({ home }: Setting, name: string): number {
  const index = openIndex(home) as AdvisoryIndex
  const count = index.lookup('npm', name).length
  index.close()
  return count
}

function paths({ server }: Setting): readonly string[] {
  return server.log.splice(0).map(({ path, status, range }) => `${status} ${path}${range === '' ? '' : ` ${range}`}`)
}

describe('syncDatabase over HTTP', () => {
  test('asks only for what changed', async () => {
    const setting = await setUp(200)
    await sync(setting)
    paths(setting)
    expect((await sync(setting)).changed).toBe(false)
    expect(paths(setting)).toEqual([
      '200 /osv/ecosystems.txt',
      '200 /osv/ecosystems.txt',
      '304 /osv/npm/modified_id.csv',
      '304 /kev/known_exploited_vulnerabilities.json',
      '304 /epss/epss_scores.csv.gz',
    ])
    setting.records['GHSA-3'] = record('GHSA-3', 1, 'elsewhere')
    setting.records['GHSA-new'] = record('GHSA-new', 1, 'p3')
    writeBucket(setting.from, { npm: setting.records })
    const { parts } = await sync(setting)
    expect(parts[0]).toEqual({ name: 'npm', outcome: 'updated', changed: 2, removed: 0 })
    expect(paths(setting).toSorted()).toEqual([
      '200 /osv/ecosystems.txt',
      '200 /osv/ecosystems.txt',
      '200 /osv/npm/GHSA-3.json',
      '200 /osv/npm/GHSA-new.json',
      '200 /osv/npm/modified_id.csv',
      '304 /epss/epss_scores.csv.gz',
      '304 /kev/known_exploited_vulnerabilities.json',
    ])
    expect([found(setting, 'elsewhere'), found(setting, 'p3')]).toEqual([1, 1])
  })

  test('takes the zip when much changed', async () => {
    const setting = await setUp(300)
    await sync(setting)
    paths(setting)
    for (let at = 0; at < 100; at += 1) setting.records[`GHSA-${at}`] = record(`GHSA-${at}`, 1, `q${at}`)
    writeBucket(setting.from, { npm: setting.records })
    await sync(setting)
    expect(paths(setting).filter((path) => path.includes('npm'))).toEqual(['200 /osv/npm/modified_id.csv', '200 /osv/npm/all.zip'])
    expect([found(setting, 'q99'), found(setting, 'p99'), found(setting, 'p100')]).toEqual([1, 0, 1])
  })

  test('tries again after failures that may pass', async () => {
    const setting = await setUp(20)
    setting.fault = (path, count) => {
      if (path === '/osv/npm/modified_id.csv' && count <= 2) return { status: count === 1 ? 503 : 429 }
      if (path === '/kev/known_exploited_vulnerabilities.json' && count === 1) return { cutAfter: 5 }
      return path === '/epss/epss_scores.csv.gz' && count === 1 ? { stall: true } : null
    }
    const retries: string[] = []
    const { parts } = await sync(
      setting,
      (event) => event.type === 'retry' && retries.push(`${event.what.replace(/^[^/]+/, '')} ${event.attempt}`),
    )
    expect(parts.map((part) => part.outcome)).toEqual(['built', 'updated', 'updated'])
    expect(retries).toEqual([
      '/osv/npm/modified_id.csv 1',
      '/osv/npm/modified_id.csv 2',
      '/kev/known_exploited_vulnerabilities.json 1',
      '/epss/epss_scores.csv.gz 1',
    ])
  })

  test('goes on with a download where it was cut', async () => {
    const setting = await setUp(300)
    const size = statSync(join(setting.from, 'osv', 'npm', 'all.zip')).size
    const [first, second] = [Math.floor(size / 3), Math.floor(size / 3)]
    setting.fault = (path, count) => (path.endsWith('all.zip') && count <= 2 ? { cutAfter: count === 1 ? first : second } : null)
    await sync(setting)
    const zips = paths(setting).filter((path) => path.includes('all.zip'))
    expect(zips).toEqual(['200 /osv/npm/all.zip', `206 /osv/npm/all.zip bytes=${first}-`, `206 /osv/npm/all.zip bytes=${first + second}-`])
    expect(found(setting, 'p299')).toBe(1)
  })

  test('starts again when the file changed meanwhile', async () => {
    const setting = await setUp(300)
    setting.fault = (path, count) => {
      if (!path.endsWith('all.zip') || count > 1) return null
      setTimeout(() => {
        setting.records['GHSA-new'] = record('GHSA-new', 1, 'fresh')
        writeBucket(setting.from, { npm: setting.records })
      }, 0)
      return { cutAfter: 2000 }
    }
    await sync(setting)
    expect(
      paths(setting)
        .filter((path) => path.includes('all.zip'))
        .slice(0, 2),
    ).toEqual(['200 /osv/npm/all.zip', '200 /osv/npm/all.zip bytes=2000-'])
    expect(found(setting, 'fresh')).toBe(1)
  })

  test('a stopped download is gone on with by the next sync', async () => {
    const setting = await setUp(300)
    setting.fault = (path, count) => (path.endsWith('all.zip') && count === 1 ? { cutAfter: 3000 } : null)
    const controller = new AbortController()
    const emit = (event: SyncEvent): void => {
      if (event.type === 'retry') controller.abort(new Error('stopped'))
    }
    await expect(sync(setting, emit, controller.signal)).rejects.toThrow('stopped')
    expect(openIndex(setting.home)).toBeNull()
    await sync(setting)
    expect(paths(setting)).toContain('206 /osv/npm/all.zip bytes=3000-')
    expect(found(setting, 'p7')).toBe(1)
  })

  test('gives up in the end, and the old index stays', async () => {
    const setting = await setUp(10)
    await sync(setting)
    const before = (openIndex(setting.home) as AdvisoryIndex).state.digest
    setting.fault = (path) => (path.endsWith('.csv') ? { status: 500 } : null)
    await expect(sync(setting)).rejects.toMatchObject({ code: 'sync-failed' })
    expect((openIndex(setting.home) as AdvisoryIndex).state.digest).toBe(before)
    setting.fault = () => ({ status: 403 })
    await expect(sync(setting)).rejects.toMatchObject({ code: 'sync-failed' })
  })

  test('a listed record that the server does not have is named, and asked for again', async () => {
    const setting = await setUp(40)
    await sync(setting)
    const listed = { ...setting.records, 'GHSA-ghost': record('GHSA-ghost', 2, 'ghost') }
    writeBucket(setting.from, { npm: listed })
    const { problems } = await sync(setting)
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['entries-lost npm/GHSA-ghost.json'])
    setting.records['GHSA-ghost'] = listed['GHSA-ghost']
    expect((await sync(setting)).problems).toEqual([])
    expect(found(setting, 'ghost')).toBe(1)
  })
})
