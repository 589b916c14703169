import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OsvRecord } from '@cupel/model'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { AdvisoryIndex } from '../advisory-index.ts'
import { openIndex } from '../store/open-index.ts'
import { verifyDatabase } from '../store/verify-database.ts'
import type { SyncEvent } from './sync-event.ts'
import type { SyncOptions, SyncResult } from './sync-database.ts'
import { syncDatabase } from './sync-database.ts'
import { writeBucket } from './test-bucket.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-sync-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let number = 0
const fresh = (): { home: string; from: string } => {
  number += 1
  return { home: join(root, `home${number}`), from: join(root, `bucket${number}`) }
}

function record(
  id: string,
  modified: number,
  name: string,
  { fixed = '2.0.0', ...more }: { fixed?: string } & Partial<OsvRecord> = {},
): OsvRecord {
  const affected = [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }]
  return { id, modified: stamp(modified), affected, ...more }
}

function stamp(day: number): string {
  return new Date(Date.UTC(2024, 0, 1 + day)).toISOString().replace('.000Z', 'Z')
}

function sync(home: string, from: string, more: Partial<SyncOptions> = {}): Promise<SyncResult> {
  const signal = new AbortController().signal
  return syncDatabase({ home, from, signal, now: () => new Date('2024-06-01T00:00:00Z'), emit: () => undefined, ...more })
}

/** Everything look-ups can tell, as plain data. */
function answers(home: string, names: readonly string[], ids: readonly string[]): unknown {
  const index = openIndex(home) as AdvisoryIndex
  const entries = names.map((name) =>
    index
      .lookup('npm', name)
      .map(({ ref, affected }) => {
        const own = index.record(ref)
        const withdrawn = own.aliases.filter((id) => index.isWithdrawn(id))
        return { record: own, group: index.group(own), text: index.text(ref), affected, withdrawn }
      })
      .toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1)),
  )
  const byId = ids.map((id) =>
    index
      .recordsById(id)
      .map((ref) => index.record(ref))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const { records, ecosystems, modified } = index.state
  index.close()
  return { entries, byId, records, ecosystems, modified }
}

describe('syncDatabase from a folder', () => {
  test('builds, and says so', async () => {
    const { home, from } = fresh()
    writeBucket(
      from,
      { npm: { 'GHSA-1': record('GHSA-1', 1, 'a'), 'GHSA-2': record('GHSA-2', 2, 'b', { withdrawn: stamp(3) }) } },
      { kev: ['CVE-1'], epss: [['CVE-1', 0.25]] },
    )
    const events: SyncEvent[] = []
    const result = await sync(home, from, { emit: (event) => events.push(event) })
    expect(result.parts).toEqual([
      { name: 'npm', outcome: 'built', changed: 2, removed: 0 },
      { name: 'kev', outcome: 'updated', changed: 1, removed: 0 },
      { name: 'epss', outcome: 'updated', changed: 1, removed: 0 },
    ])
    expect(result.problems).toEqual([])
    expect(events.map((event) => event.type)).toEqual(['start', 'ecosystem', 'signal', 'signal', 'done'])
    const index = openIndex(home) as AdvisoryIndex
    expect(index.state).toMatchObject({ kind: 'full', records: 1, kev: '2024-02-03', epss: '2024-02-04' })
    expect(index.lookup('npm', 'a').map((entry) => index.record(entry.ref).id)).toEqual(['GHSA-1'])
    expect(index.lookup('npm', 'b')).toEqual([])
    expect(index.recordsById('GHSA-2').map((ref) => index.record(ref).withdrawn)).toEqual([stamp(3)])
    expect(index.signals(['CVE-1'])).toEqual({
      kev: { added: '2024-01-02', due: '2024-01-23', ransomware: true },
      epss: { score: 0.25, percentile: 0.5 },
    })
    index.close()
    expect(verifyDatabase(home).ok).toBe(true)
  })

  test('takes changed, withdrawn, new and vanished records, and a package gone from a record', async () => {
    const { home, from } = fresh()
    const old: Record<string, OsvRecord> = {}
    for (let at = 0; at < 40; at += 1) old[`GHSA-${at}`] = record(`GHSA-${at}`, at, `p${at}`)
    writeBucket(from, { npm: old })
    await sync(home, from)
    const { 'GHSA-4': _gone, ...rest } = old
    const two = [...(record('GHSA-3', 50, 'p3').affected ?? []), ...(record('GHSA-3', 50, 'other').affected ?? [])]
    const changed = {
      ...rest,
      'GHSA-1': record('GHSA-1', 51, 'p1', { fixed: '3.0.0' }),
      'GHSA-2': record('GHSA-2', 52, 'p2', { withdrawn: stamp(52) }),
      'GHSA-3': { ...record('GHSA-3', 50, 'p3'), affected: two },
      'GHSA-5': record('GHSA-5', 53, 'elsewhere'),
      'GHSA-new': record('GHSA-new', 54, 'p1'),
    }
    writeBucket(from, { npm: changed })
    const result = await sync(home, from)
    expect(result.parts[0]).toEqual({ name: 'npm', outcome: 'updated', changed: 5, removed: 1 })
    const again = fresh()
    await sync(again.home, from)
    const names = [...Array.from({ length: 41 }, (_, at) => `p${at}`), 'other', 'elsewhere']
    expect(answers(home, names, Object.keys(old))).toEqual(answers(again.home, names, Object.keys(old)))
    const index = openIndex(home) as AdvisoryIndex
    expect(index.lookup('npm', 'p4')).toEqual([])
    expect(index.lookup('npm', 'p5')).toEqual([])
    expect(index.lookup('npm', 'p1')).toHaveLength(2)
    index.close()
  })

  test('is the same after any edits as after a full build', async () => {
    const edit = fc.record({
      id: fc.nat({ max: 30 }),
      name: fc.nat({ max: 12 }),
      kind: fc.constantFrom('put', 'remove', 'withdraw', 'alias'),
      other: fc.nat({ max: 30 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 9 }), { minLength: 2, maxLength: 12 }), async (rounds) => {
        const { home, from } = fresh()
        const records: Record<string, OsvRecord> = {}
        for (let at = 0; at < 25; at += 1) records[`GHSA-${at}`] = record(`GHSA-${at}`, 0, `p${at % 13}`)
        let day = 0
        for (const round of rounds) {
          for (const { id, name, kind, other } of round) {
            day += 1
            const key = `GHSA-${id}`
            const aliases = kind === 'alias' ? [`CVE-${other}`, `GHSA-${other}`] : (records[key]?.aliases ?? [])
            if (kind === 'remove') delete records[key]
            else if (kind === 'withdraw') records[key] = record(key, day, `p${name}`, { aliases, withdrawn: stamp(day) })
            else records[key] = record(key, day, `p${name}`, { aliases, details: `${day}` })
          }
          writeBucket(from, { npm: records })
          await sync(home, from)
        }
        const again = fresh()
        await sync(again.home, from)
        const names = Array.from({ length: 13 }, (_, at) => `p${at}`)
        const ids = Array.from({ length: 31 }, (_, at) => [`GHSA-${at}`, `CVE-${at}`]).flat()
        expect(answers(home, names, ids)).toEqual(answers(again.home, names, ids))
        expect(verifyDatabase(home).ok).toBe(true)
      }),
      { seed: 1, numRuns: 25 },
    )
  })

  test('many small changes stay few segments', async () => {
    const { home, from } = fresh()
    const records: Record<string, OsvRecord> = {}
    for (let at = 0; at < 900; at += 1) records[`GHSA-${at}`] = record(`GHSA-${at}`, 0, `p${at}`)
    writeBucket(from, { npm: records })
    await sync(home, from)
    const counts: number[] = []
    for (let at = 0; at < 30; at += 1) {
      records[`GHSA-${at}`] = record(`GHSA-${at}`, at + 1, `q${at}`)
      writeBucket(from, { npm: records })
      const { manifest } = await sync(home, from)
      counts.push(manifest.ecosystems[0]?.segments.length ?? 0)
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(10)
    const again = fresh()
    await sync(again.home, from)
    const names = Array.from({ length: 60 }, (_, at) => [`p${at}`, `q${at}`]).flat()
    expect(answers(home, names, [])).toEqual(answers(again.home, names, []))
  })

  test('a record dated in the future does not hide later changes', async () => {
    const { home, from } = fresh()
    const records = { 'GHSA-1': record('GHSA-1', 9999, 'a'), 'GHSA-2': record('GHSA-2', 1, 'b') }
    writeBucket(from, { npm: records })
    await sync(home, from)
    writeBucket(from, { npm: { ...records, 'GHSA-2': record('GHSA-2', 2, 'c') } })
    await sync(home, from)
    const index = openIndex(home) as AdvisoryIndex
    expect(index.lookup('npm', 'c')).toHaveLength(1)
    index.close()
  })

  test('names the record that cannot be read and keeps the others', async () => {
    const { home, from } = fresh()
    const bad = { ...record('GHSA-2', 2, 'b'), affected: [{ package: { ecosystem: 'npm', name: 'b' }, versions: 'all' }] }
    writeBucket(from, {
      npm: {
        'GHSA-1': record('GHSA-1', 1, 'a'),
        'GHSA-2': JSON.stringify(bad),
        'GHSA-3': '{"id":',
        'GHSA-4': JSON.stringify(record('GHSA-9', 1, 'x')),
      },
    })
    const { problems, manifest } = await sync(home, from)
    expect(problems.map(({ code, path, detail }) => `${code} ${path} ${detail}`)).toEqual([
      'malformed npm/GHSA-2.json versions is not a list',
      'malformed npm/GHSA-3.json not JSON',
      'malformed npm/GHSA-4.json the record says it is GHSA-9',
    ])
    expect(manifest.ecosystems[0]).toMatchObject({ records: 1, unreadable: 3 })
    const second = await sync(home, from)
    expect(second.manifest.ecosystems[0]).toMatchObject({ records: 1, unreadable: 3 })
  })

  test.each([
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 30)],
    ['one bit changed in a member', (bytes: Buffer) => flip(bytes, 60)],
    ['not a zip', () => Buffer.from('<html>busy</html>')],
    ['empty', () => Buffer.alloc(0)],
  ])('refuses a zip that is %s, and the old index stays', async (_name, spoil) => {
    const { home, from } = fresh()
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') } })
    await sync(home, from)
    const before = readFileSync(join(home, 'index', 'manifest.json'), 'utf8')
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 2, 'a'), 'GHSA-2': record('GHSA-2', 2, 'a') } })
    const zip = join(from, 'osv', 'npm', 'all.zip')
    writeFileSync(zip, spoil(readFileSync(zip)))
    await expect(sync(home, from)).rejects.toMatchObject({ code: 'sync-failed' })
    expect(readFileSync(join(home, 'index', 'manifest.json'), 'utf8')).toBe(before)
    expect(verifyDatabase(home).ok).toBe(true)
    expect(readdirSync(join(home, 'index')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('one ecosystem that fails does not stop the others', async () => {
    const { home, from } = fresh()
    const pypi = { id: 'PYSEC-1', modified: stamp(1), affected: [{ package: { ecosystem: 'PyPI', name: 'A_b' }, versions: ['1.0'] }] }
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') }, PyPI: { 'PYSEC-1': pypi } })
    writeFileSync(join(from, 'osv', 'npm', 'all.zip'), 'nothing')
    const { parts, problems } = await sync(home, from)
    expect(parts.slice(0, 2).map((part) => `${part.name} ${part.outcome}`)).toEqual(['PyPI built', 'npm kept'])
    expect(problems).toMatchObject([{ code: 'unreadable', effect: 'incomplete', path: 'npm' }])
    const index = openIndex(home) as AdvisoryIndex
    expect(index.covers('npm')).toBe(false)
    expect(index.lookup('PyPI', 'a-B')).toHaveLength(1)
    index.close()
  })

  test('syncs chosen ecosystems only, and leaves the others as they were', async () => {
    const { home, from } = fresh()
    const go = { id: 'GO-1', modified: stamp(1), affected: [{ package: { ecosystem: 'Go', name: 'm' }, versions: ['1.0.0'] }] }
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') }, Go: { 'GO-1': go } })
    await sync(home, from, { ecosystems: ['NPM'] })
    await sync(home, from, { ecosystems: ['Go'] })
    const index = openIndex(home) as AdvisoryIndex
    expect([index.covers('npm'), index.covers('Go'), index.covers('PyPI')]).toEqual([true, true, false])
    index.close()
    await expect(sync(home, from, { ecosystems: ['cargo'] })).rejects.toMatchObject({ code: 'sync-failed' })
  })

  test('stops when told, and leaves the old index', async () => {
    const { home, from } = fresh()
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') } })
    await sync(home, from)
    const records = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`GHSA-${at}`, record(`GHSA-${at}`, 5, `p${at}`)]))
    writeBucket(from, { npm: records })
    const controller = new AbortController()
    const emit = (event: SyncEvent): void => {
      if (event.type === 'records') controller.abort(new Error('stopped'))
    }
    await expect(sync(home, from, { signal: controller.signal, emit })).rejects.toThrow('stopped')
    expect(verifyDatabase(home).ok).toBe(true)
    expect(readdirSync(home)).toEqual(['index'])
    const index = openIndex(home) as AdvisoryIndex
    expect(index.state.records).toBe(1)
    index.close()
  })

  test('a reader opened before a sync still answers after it', async () => {
    const { home, from } = fresh()
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') } })
    await sync(home, from)
    const index = openIndex(home) as AdvisoryIndex
    writeBucket(from, { npm: { 'GHSA-2': record('GHSA-2', 2, 'b') } })
    await sync(home, from)
    expect(index.lookup('npm', 'a')).toHaveLength(1)
    index.close()
  })

  test('knows the bucket itself as well as a folder around it, and refuses others', async () => {
    const { home, from } = fresh()
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') } })
    const { parts } = await sync(home, join(from, 'osv'))
    expect(parts.map((part) => part.name)).toEqual(['npm'])
    await expect(sync(home, root)).rejects.toMatchObject({ code: 'sync-failed' })
    await expect(sync(home, 'https://advisories.example/', { offline: true })).rejects.toMatchObject({ code: 'network-forbidden' })
  })

  test('a home that cannot be written is said to be so', async () => {
    const { from } = fresh()
    writeBucket(from, { npm: { 'GHSA-1': record('GHSA-1', 1, 'a') } })
    const file = join(root, 'a-file')
    writeFileSync(file, '')
    await expect(sync(join(file, 'home'), from)).rejects.toMatchObject({ code: 'home-read-only' })
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = changed[at]! ^ 1
  return changed
}
