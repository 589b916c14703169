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

  test('takes what is exploited of every ecosystem, and malice in most used packages', async () => {
    const range = (name: string, ecosystem: string, events: readonly object[]) => ({
      package: { ecosystem, name },
      ranges: [{ type: 'ECOSYSTEM', events }],
    })
    const from = (name: string, ecosystem: string) => range(name, ecosystem, [{ introduced: '1' }, { fixed: '2' }]) as never
    const modified = '2024-01-01T00:00:00Z'
    writeBucket(
      root,
      {
        npm: {
          'MAL-used': { id: 'MAL-used', modified, affected: [from('used', 'npm')] },
          'MAL-unused': { id: 'MAL-unused', modified, affected: [from('unused', 'npm')] },
          'GHSA-plain': { id: 'GHSA-plain', modified, affected: [from('plain', 'npm')] },
        },
        'GitHub Actions': {
          'GHSA-action': {
            id: 'GHSA-action',
            modified,
            aliases: ['CVE-1'],
            database_specific: { cwe_ids: ['CWE-506'] },
            affected: [from('some/action', 'GitHub Actions')],
          },
          'GHSA-other': { id: 'GHSA-other', modified, affected: [from('other/action', 'GitHub Actions')] },
        },
        Debian: { 'DSA-1': { id: 'DSA-1', modified, upstream: ['CVE-2'], affected: [from('openssl', 'Debian:12')] } },
      },
      { kev: ['CVE-1', 'CVE-2', 'CVE-3'] },
    )
    const wanted = { from: root, mostUsed: { npm: ['used'] }, leaveOut: [] }
    const starter = await buildStarter({ ...wanted, maxBytes: 50_000 })
    const index = openStarterIndex(starter.bytes)
    const held = (ecosystem: string, name: string) => index.lookup(ecosystem, name).map(({ ref }) => index.record(ref).id)
    expect(held('npm', 'used')).toEqual(['MAL-used'])
    expect(held('npm', 'unused')).toEqual([])
    expect(held('npm', 'plain')).toEqual(['GHSA-plain'])
    expect(held('GitHub Actions', 'some/action')).toEqual(['GHSA-action'])
    expect(held('GitHub Actions', 'other/action')).toEqual([])
    expect(held('Debian:12', 'openssl')).toEqual(['DSA-1'])
    expect(index.signals(['CVE-2']).kev?.added).toBe('2024-01-02')
    // Finding nothing says something of npm alone.
    expect(['npm', 'GitHub Actions', 'Debian:12'].map((ecosystem) => index.covers(ecosystem))).toEqual([true, false, false])
    expect(index.state.ecosystems.map(({ name }) => name)).toEqual(['npm'])
    expect(index.state.records).toBe(4)
    const exploited = await buildStarter({ ...wanted, mostUsed: {}, maxBytes: 50_000 })
    expect(exploited.records).toBe(2)
    await expect(buildStarter({ ...wanted, maxBytes: exploited.bytes.length - 200 })).rejects.toThrow(
      'what is known to be exploited does not fit',
    )
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
  const changed = Buffer.from(bytes)
  for (let at = 1000; at < bytes.length - 20_000; at += 1000) changed[at]! ^= 1
  expect(() => openStarterIndex(changed).lookup('npm', 'lodash')).toThrow(CupelError)
  expect(() => openStarterIndex(changed).lookup('PyPI', 'django')).toThrow(CupelError)
})

test('the starter set of the package knows releases of much used packages that were taken over', () => {
  const index = openStarterIndex(readFileSync(join(import.meta.dirname, '..', '..', 'data', 'starter.bin')))
  const held = (ecosystem: string, name: string) => index.lookup(ecosystem, name).map(({ ref }) => index.record(ref))
  const malware = (ecosystem: string, name: string) => held(ecosystem, name).some(({ kind }) => kind === 'malware')
  for (const name of ['debug', 'chalk', 'ansi-styles', 'color-name', 'eslint-scope', '@solana/web3.js'])
    expect([name, malware('npm', name)]).toEqual([name, true])
  expect(held('GitHub Actions', 'tj-actions/changed-files').flatMap(({ aliases }) => aliases)).toContain('CVE-2025-30066')
})
