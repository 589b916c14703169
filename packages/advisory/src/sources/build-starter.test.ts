import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CupelError } from '@cupel/model'
import { afterAll, describe, expect, test } from 'vitest'
import { openStarterIndex } from '../store/open-starter.ts'
import { buildStarter } from './build-starter.ts'
import { writeBucket } from './test-bucket.ts'

const root = mkdtempSync(join(tmpdir(), 'cupel-starter-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function input(maxBytes: number) {
  const records = Object.fromEntries(
    Array.from({ length: 400 }, (_, at) => {
      const affected = [
        {
          package: { ecosystem: 'npm', name: `p${at}` },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `${at}.1.0` }] }],
        },
      ]
      return [
        `GHSA-${at}`,
        {
          id: `GHSA-${at}`,
          modified: `2024-01-01T00:00:${String(at % 60).padStart(2, '0')}Z`,
          aliases: [`CVE-${at}`],
          summary: 'prose',
          details: 'more prose',
          affected,
        },
      ]
    }),
  )
  writeBucket(root, { npm: { ...records, 'MAL-1': { id: 'MAL-1', modified: '2024-01-01T00:00:00Z', affected: [] } } }, { kev: ['CVE-350'] })
  return { from: root, mostUsed: { npm: ['p399', 'p200'] }, maxBytes, leaveOut: [] }
}

describe('buildStarter', () => {
  test('takes exploited and most used first, as many as fit, without prose', async () => {
    const starter = await buildStarter(input(5000))
    expect(starter.bytes.length).toBeLessThanOrEqual(5000)
    expect(starter.records + starter.left).toBe(400)
    expect(starter.left).toBeGreaterThan(0)
    const index = openStarterIndex(starter.bytes)
    expect(index.state).toMatchObject({ kind: 'starter', records: starter.records, kev: '2024-02-03' })
    for (const name of ['p350', 'p399', 'p200']) {
      const [entry] = index.lookup('npm', name)
      expect(entry?.affected).toHaveLength(1)
    }
    const [ref] = index.recordsById('CVE-350')
    expect(index.record(ref!)).toMatchObject({ id: 'GHSA-350', summary: '', modified: '2024-01-01T00:00:00Z' })
    expect(index.text(ref!)).toEqual({ summary: '', details: '', truncated: false, references: [], packages: [] })
    expect(index.signals(['CVE-350']).kev?.added).toBe('2024-01-02')
    expect([index.covers('npm'), index.covers('PyPI')]).toEqual([true, false])
    expect(starter.bytes.includes('prose')).toBe(false)
  })

  test('equal input gives equal bytes', async () => {
    expect((await buildStarter(input(5000))).bytes.equals((await buildStarter(input(5000))).bytes)).toBe(true)
  })
})

test('the starter set of the package opens, is small, and is refused when damaged', () => {
  const bytes = readFileSync(join(import.meta.dirname, '..', '..', 'data', 'starter.bin'))
  expect(bytes.length).toBeLessThanOrEqual(1_000_000)
  const index = openStarterIndex(bytes)
  expect(index.state.records).toBeGreaterThan(20_000)
  const ids = index.lookup('Maven', 'org.apache.logging.log4j:log4j-core').map((entry) => index.record(entry.ref).id)
  expect(ids).toContain('GHSA-jfh8-c2jp-5v3q')
  expect(() => openStarterIndex(bytes.subarray(0, 1000))).toThrow(CupelError)
  expect(() => openStarterIndex(bytes.subarray(0, -1))).toThrow(CupelError)
})
