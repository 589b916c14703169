import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VERSION_SCHEMES } from '@cupel/model'
import { cupel, startCupel } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { CLEAN_LOCK, packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, {
    'bad/package-lock.json': VULNERABLE_LOCK,
    'good/package-lock.json': CLEAN_LOCK,
    'one/package-lock.json': packageLock({ 'acme-parser': { version: '2.0.0' } }),
    'broken/package-lock.json': VULNERABLE_LOCK.slice(0, -30),
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => cupel([...args, '--db', db, '--offline'], { cwd: folder })

describe('why', () => {
  test.each(['acme-parser', 'pkg:npm/acme-parser', 'pkg:npm/acme-parser@2.0.0', 'GHSA-high-high-high', 'CVE-2024-10002', 'cve-2024-10002'])(
    '%s: the way that leads there',
    (name) => {
      const { code, stdout } = run('why', name, 'bad')
      expect(code).toBe(0)
      expect(stdout).toContain('acme-parser 2.0.0')
      expect(stdout).toMatch(/shop.*acme-server 1\.0\.0.*acme-parser 2\.0\.0/)
      expect(stdout).toContain('package-lock.json')
    },
  )

  test('what is not there is told, exit 3', () => {
    const { code, stdout, stderr } = run('why', 'no-such-package', 'bad')
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('no-such-package')
  })
})

describe('explain', () => {
  test('an advisory by any of its ids, without a target', () => {
    for (const id of ['GHSA-crit-crit-crit', 'CVE-2024-10001', 'cve-2024-10001', 'GHSA-CRIT-CRIT-CRIT']) {
      const { code, stdout } = run('explain', id)
      expect(code).toBe(0)
      expect(stdout).toContain('Long text about acme-server.')
      expect(stdout).toMatch(/exploited .*2024-01-02/)
    }
    expect(run('explain', 'GHSA-gone-gone-gone').stdout).toContain('withdrawn')
  })

  test('a finding in a target, by advisory, alias, purl or its own id', () => {
    const report = JSON.parse(run('scan', 'bad', '--format', 'json').stdout) as { readonly findings: readonly { readonly id: string }[] }
    for (const name of ['GHSA-high-high-high', 'CVE-2024-10002', 'pkg:npm/acme-parser@2.0.0', report.findings[2]?.id as string]) {
      const { code, stdout } = run('explain', name, 'bad')
      expect(code).toBe(0)
      expect(stdout).toContain('acme-parser')
    }
  })

  test('an unknown one is told, exit 3', () => {
    const { code, stderr } = run('explain', 'CVE-1999-0001')
    expect(code).toBe(3)
    expect(stderr).toContain('no advisory "CVE-1999-0001"')
  })
})

describe('diff', () => {
  test('only what is new fails', () => {
    expect(run('diff', 'good', 'bad').code).toBe(1)
    expect(run('diff', 'bad', 'good').code).toBe(0)
    expect(run('diff', 'bad', 'bad').code).toBe(0)
    expect(run('diff', 'good', 'bad', '--fail-on', 'none').code).toBe(0)
    const { stdout } = run('diff', 'one', 'bad')
    expect(stdout).toContain('MAL-2024-77')
    expect(stdout).toContain('acme-server')
  })

  test('in every format, from a stored report too', () => {
    expect(run('scan', 'one', '-f', 'json', '-o', 'one.json').code).toBe(1)
    const change = (old: string): { findings: { added: { advisory: { id: string } }[]; removed: unknown[] } } =>
      JSON.parse(run('diff', old, 'bad', '--format', 'json').stdout) as never
    expect(change('one.json').findings).toEqual(change('one').findings)
    expect(change('one').findings.added.map(({ advisory }) => advisory.id)).not.toContain('GHSA-high-high-high')
    expect(change('one').findings.added).toHaveLength(5)
    expect(run('diff', 'one', 'bad', '-f', 'markdown', '-o', 'diff.md').code).toBe(1)
    expect(readFileSync(join(folder, 'diff.md'), 'utf8')).toContain('GHSA-crit-crit-crit')
  })

  test('a side that was not read whole is no pass', () => {
    expect(run('diff', 'broken', 'good').code).toBe(3)
    expect(run('diff', 'good', 'broken').code).toBe(3)
    expect(run('diff', 'broken', 'good', '--allow-incomplete').code).toBe(0)
    expect(run('diff', 'nowhere', 'good').code).toBe(3)
  })
})

describe('compare', () => {
  test.each([
    ['npm', '1.10.0', '1.9.0', '1'],
    ['PyPI', '1.0', '1.0.0', '0'],
    ['Debian:12', '1:1.0~rc1', '1:1.0', '-1'],
    ['Maven', '1.0-alpha-1', '1.0', '-1'],
    ['Packagist', '2.0.0-RC1', '2.0.0', '-1'],
  ])('%s %s %s → %s', (ecosystem, a, b, result) => {
    expect(cupel(['compare', ecosystem, a, b])).toEqual({ code: 0, stdout: `${result}\n`, stderr: '' })
  })

  test('--stdin: one result a line, for every ecosystem', () => {
    const names = VERSION_SCHEMES.flatMap(({ ecosystems }) => ecosystems)
    expect(names.length).toBeGreaterThan(40)
    const input = names.map((name) => `${name}\t1.2.3\t1.10.0\n${name}\t1.10.0\t1.2.3\r\n${name}\t1.2.3\t1.2.3`).join('\n')
    const { code, stdout } = cupel(['compare', '--stdin'], { input })
    expect(code).toBe(0)
    expect(stdout).toBe('-1\n1\n0\n'.repeat(names.length))
    expect(cupel(['compare', '--stdin'], { input: '' })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('--stdin: a line that is none is told with its number', () => {
    const { code, stdout, stderr } = cupel(['compare', '--stdin'], { input: 'npm\t1\t2\nnpm 1 2\n' })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('line 2 of stdin')
  })

  test('--stdin waits for a slow writer', async () => {
    const { child, done } = startCupel(['compare', '--stdin'], { input: null })
    child.stdin?.write('npm\t1\t')
    setTimeout(() => child.stdin?.end('2\n'), 300)
    expect(await done).toEqual({ code: 0, stdout: '-1\n', stderr: '' })
  })
})

test('formats lists every grammar', () => {
  const { code, stdout } = cupel(['formats'])
  expect(code).toBe(0)
  expect(stdout.split('\n').length).toBeGreaterThan(50)
  expect(stdout).toMatch(/^package-lock +npm/m)
})
