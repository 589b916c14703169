import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel, scanJson } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'

const TARGETS = [
  'cyclonedx-1.4-json',
  'cyclonedx-1.5-json',
  'cyclonedx-1.6-json',
  'cyclonedx-1.7-json',
  'cyclonedx-1.4-xml',
  'cyclonedx-1.5-xml',
  'cyclonedx-1.6-xml',
  'cyclonedx-1.7-xml',
  'spdx-2.3-json',
  'spdx-2.3-tag-value',
  'spdx-3.0.1-json',
] as const

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  db = makeDatabase(folder)
  writeTree(folder, {
    'app/web/package-lock.json': VULNERABLE_LOCK,
    'app/job/requirements.txt': 'acme-quick==1.0\n',
    'other/package-lock.json': packageLock({ 'acme-parser': { version: '2.3.1' } }, 'other'),
    'broken/package-lock.json': VULNERABLE_LOCK.slice(0, -30),
  })
  for (const target of TARGETS) run('sbom', 'app', '--format', target, '--created', 'none', '-o', `app.${target}`)
  run('sbom', 'other', '--created', 'none', '-o', 'other.cdx.json')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) => cupel(args, { cwd: folder })
const text = (name: string): string => readFileSync(join(folder, name), 'utf8')

interface Facts {
  readonly findings: readonly string[]
  readonly components: readonly string[]
}

function facts(target: string): Facts {
  const { report } = scanJson([join(folder, target), '--db', db])
  return {
    findings: report.findings.map(({ advisory, component, severity, fixedVersions }) =>
      [advisory.id, component, severity, ...fixedVersions].join(' '),
    ),
    components: report.components.map(({ purl }) => purl),
  }
}

describe('written and scanned again', () => {
  test.each(TARGETS)('%s gives the findings of the lock itself, and is valid', (target) => {
    const { findings, components } = facts('app')
    expect(findings).toHaveLength(7)
    const again = facts(`app.${target}`)
    expect([...again.findings].sort()).toEqual([...findings].sort())
    expect(again.components).toEqual(components)
    expect(run('sbom', 'validate', `app.${target}`)).toEqual({ code: 0, stdout: `app.${target}: valid\n`, stderr: '' })
  })

  test('what development needs and the way that leads there survive', () => {
    for (const target of ['cyclonedx-1.6-json', 'spdx-2.3-json'] as const) {
      const { report } = scanJson([join(folder, `app.${target}`), '--db', db, '--no-dev'])
      expect(
        report.findings.map(({ advisory }) => advisory.id),
        target,
      ).not.toContain('GHSA-medi-medi-medi')
      const { stdout } = run('why', 'acme-parser', `app.${target}`, '--db', db, '--offline')
      expect(stdout, target).toMatch(/acme-server 1\.0\.0.*acme-parser 2\.0\.0/)
    }
  })

  test('the same bytes on repeat; the time by flag, by environment, or now', () => {
    expect(run('sbom', 'app', '--created', 'none').stdout).toBe(run('sbom', 'app', '--created', 'none').stdout)
    expect(run('sbom', 'app', '--created', '2026-01-31T12:00:00Z').stdout).toContain('2026-01-31T12:00:00Z')
    expect(cupel(['sbom', 'app'], { cwd: folder, env: { SOURCE_DATE_EPOCH: '0' } }).stdout).toContain('1970-01-01T00:00:00Z')
    expect(run('sbom', 'app').stdout).toMatch(/"timestamp": "20\d\d-/)
    expect(run('sbom', 'app', '--name', 'thing', '--version', '9').stdout).toContain('"thing"')
  })

  test('a target that was not read whole is written, told, and exit 3', () => {
    const { code, stdout, stderr } = run('sbom', 'broken')
    expect(code).toBe(3)
    expect(JSON.parse(stdout)).toHaveProperty('bomFormat', 'CycloneDX')
    expect(stderr).toContain('package-lock.json')
    expect(run('sbom', 'broken', '--allow-incomplete').code).toBe(0)
  })
})

describe('convert', () => {
  test.each(TARGETS)('CycloneDX 1.6 to %s and back keeps the components', (target) => {
    const there = run('sbom', 'convert', 'app.cyclonedx-1.6-json', '--format', target, '-o', `converted.${target}`)
    expect([0, 3]).toContain(there.code)
    expect(run('sbom', 'validate', `converted.${target}`).code).toBe(0)
    expect(facts(`converted.${target}`).components).toEqual(facts('app').components)
  })

  test('what is no SBOM, or an invalid one, is refused with its place', () => {
    writeFileSync(join(folder, 'not.json'), '{"hello": 1}')
    writeFileSync(join(folder, 'invalid.cdx.json'), '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": "one"\n}\n')
    expect(run('sbom', 'convert', 'not.json').code).toBe(3)
    const refused = run('sbom', 'convert', 'invalid.cdx.json')
    expect(refused.code).toBe(3)
    expect(refused.stderr).toContain('invalid.cdx.json:4')
    const faults = run('sbom', 'validate', 'invalid.cdx.json', 'app.cyclonedx-1.6-json')
    expect(faults.code).toBe(1)
    expect(faults.stdout).toMatch(/^invalid\.cdx\.json:4: /)
    expect(faults.stdout).toContain('app.cyclonedx-1.6-json: valid')
    expect(run('sbom', 'validate', 'nowhere.json').code).toBe(3)
  })
})

describe('merge, diff, score', () => {
  test('merge holds everything of both, across formats', () => {
    expect(run('sbom', 'merge', 'app.spdx-2.3-tag-value', 'other.cdx.json', '--created', 'none', '-o', 'all.cdx.json').code).toBe(0)
    expect(run('sbom', 'validate', 'all.cdx.json').code).toBe(0)
    const { components } = facts('all.cdx.json')
    expect(components).toEqual(expect.arrayContaining([...facts('app').components, ...facts('other').components]))
    expect(facts('all.cdx.json').findings).toHaveLength(7)
  })

  test('diff names what is new, gone and changed; the same list in another format does not differ', () => {
    const { code, stdout } = run('sbom', 'diff', 'app.spdx-3.0.1-json', 'other.cdx.json', '--exit-code')
    expect(code).toBe(1)
    expect(stdout).toMatch(/acme-server/)
    expect(stdout).toMatch(/~ .*acme-parser.* 2\.0\.0 -> 2\.3\.1/)
    expect(run('sbom', 'diff', 'app.cyclonedx-1.5-xml', 'app.cyclonedx-1.7-json', '--exit-code').code).toBe(0)
    expect(run('sbom', 'diff', 'app.cyclonedx-1.5-xml', 'other.cdx.json').code).toBe(0)
  })

  test('diff and score of a document that breaks its format are no pass', () => {
    for (const args of [
      ['diff', 'invalid.cdx.json', 'other.cdx.json'],
      ['score', 'invalid.cdx.json'],
    ]) {
      writeFileSync(join(folder, 'invalid.cdx.json'), '{\n  "bomFormat": "CycloneDX",\n  "specVersion": "1.6",\n  "version": "one"\n}\n')
      const { code, stderr } = run('sbom', ...args)
      expect(code, args[0]).toBe(3)
      expect(stderr, args[0]).toContain('invalid.cdx.json')
    }
  })

  test('score tells each rule with its reason', () => {
    const { code, stdout } = run('sbom', 'score', 'app.cyclonedx-1.6-json')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d of 10 /)
    expect(stdout).toMatch(/NTIA/)
    expect(stdout).toMatch(/BSI/)
    const score = (JSON.parse(run('sbom', 'score', '--json', 'app.cyclonedx-1.6-json').stdout) as { score: number }).score
    expect(run('sbom', 'score', 'app.cyclonedx-1.6-json', '--fail-under', '10').code).toBe(score < 10 ? 1 : 0)
    expect(run('sbom', 'score', 'app.cyclonedx-1.6-json', '--fail-under', '0').code).toBe(0)
  })
})

test('every name of --format in the help works', () => {
  for (const short of ['cyclonedx', 'cyclonedx-json', 'cyclonedx-xml', 'spdx', 'spdx-json', 'spdx-tag-value', 'spdx3']) {
    expect(run('sbom', 'app', '--format', short).code, short).toBe(0)
  }
  expect(text('app.spdx-2.3-tag-value')).toMatch(/^SPDXVersion: SPDX-2\.3/)
})
