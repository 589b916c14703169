import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BIN, cupel, scanJson, withFolder } from './cupel.ts'
import { makeDatabase } from './database.ts'
import { CLEAN_LOCK, packageLock, VULNERABLE_LOCK, writeTree } from './project.ts'

let folder = ''
let db = ''

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cupel-test-')))
  db = makeDatabase(folder)
  writeTree(folder, {
    'bad/package-lock.json': VULNERABLE_LOCK,
    'good/package-lock.json': CLEAN_LOCK,
    'broken/package-lock.json': CLEAN_LOCK.slice(0, -20),
    'both/package-lock.json': VULNERABLE_LOCK,
    'both/Cargo.lock': 'version = 99\n',
    'mixed/web/package-lock.json': VULNERABLE_LOCK,
    'mixed/job/requirements.txt': 'acme-quick==1.0\n',
    'python/requirements.txt': 'acme-quick==1.0\n',
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const scan = (name: string, ...flags: string[]) => cupel(['scan', at(name), '--db', db, '--offline', ...flags])
const found = (name: string, ...flags: string[]): readonly string[] =>
  scanJson([at(name), '--db', db, ...flags]).report.findings.map(({ advisory }) => advisory.id)

const ALL = [
  'MAL-2024-77',
  'GHSA-crit-crit-crit',
  'GHSA-high-high-high',
  'GHSA-none-none-none',
  'GHSA-medi-medi-medi',
  'GHSA-lowl-lowl-lowl',
]

describe('exit code', () => {
  test.each([
    ['good', 0, 'PASS'],
    ['bad', 1, 'FAIL'],
    ['broken', 3, 'UNKNOWN'],
    ['both', 1, 'FAIL'],
  ])('%s → %i', (name, code, word) => {
    const run = scan(name)
    expect(run.code).toBe(code)
    expect(run.stdout).toContain(word)
    expect(run.stderr).toBe('')
  })

  test.each([
    ['any', 1],
    ['critical', 1],
    ['high', 1],
    ['medium', 1],
    ['low', 1],
    ['kev', 1],
    ['malware', 1],
    ['fixable', 1],
    ['epss>0.5', 1],
    ['epss>=0.9', 1],
    ['epss>0.9', 0],
    ['none', 0],
    ['kev, malware', 1],
    ['EPSS>0.95,kev', 1],
  ])('--fail-on %s → %i', (gate, code) => {
    expect(scan('bad', '--fail-on', gate).code).toBe(code)
  })

  test.each([
    ['critical', { 'acme-unrated': '1.0.0' }, 0],
    ['high', { 'acme-unrated': '1.0.0' }, 1],
    ['high', { 'acme-tester': '6.0.0' }, 0],
    ['medium', { 'acme-tester': '6.0.0' }, 1],
    ['medium', { 'acme-colour': '0.5.0' }, 0],
    ['critical', { 'acme-helpful': '1.0.0' }, 1],
    ['fixable', { 'acme-colour': '0.5.0' }, 0],
    ['kev', { 'acme-parser': '2.0.0' }, 0],
    ['malware', { 'acme-parser': '2.0.0' }, 0],
  ])('--fail-on %s, with only %j → %i', (gate, packages, code) => {
    withFolder((own) => {
      const locked = Object.fromEntries(Object.entries(packages).map(([name, version]) => [name, { version }]))
      writeFileSync(join(own, 'package-lock.json'), packageLock(locked))
      expect(cupel(['scan', own, '--db', db, '--offline', '--fail-on', gate]).code).toBe(code)
    })
  })

  test('incomplete counts unless allowed, and never hides findings', () => {
    expect(scan('broken', '--allow-incomplete').code).toBe(0)
    expect(scan('both', '--fail-on', 'none').code).toBe(3)
    expect(scan('both', '--fail-on', 'none', '--allow-incomplete').code).toBe(0)
    expect(scan('both', '--allow-incomplete').code).toBe(1)
  })

  test('a database that was never made is no pass', () => {
    const { code, stderr } = cupel(['scan', at('good'), '--db', at('nowhere'), '--offline'])
    expect(code).toBe(3)
    expect(stderr).toContain('no advisory index')
  })

  test('an ecosystem the database does not hold is no pass', () => {
    withFolder((own) => {
      writeFileSync(join(own, 'Gemfile.lock'), 'GEM\n  specs:\n    rack (2.0.0)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rack\n')
      const { code, report } = scanJson([own, '--db', db])
      expect([code, report.problems.map((problem) => problem.code)]).toEqual([3, ['ecosystem-not-covered']])
    })
  })
})

describe('what is found', () => {
  test('malice first and of its own kind, then by rank; withdrawn advisories do not count; aliases are one finding', () => {
    expect(found('bad')).toEqual(ALL)
    const { report } = scanJson([at('mixed'), '--db', db])
    expect(report.findings.map(({ kind }) => kind).filter((kind) => kind === 'malware')).toHaveLength(1)
    expect(report.findings[0]?.kind).toBe('malware')
    const quick = report.findings.filter(({ component }) => component === 'pkg:pypi/acme-quick@1.0')
    expect(quick.map(({ advisory }) => [advisory.id, ...advisory.aliases].sort())).toEqual([
      ['CVE-2024-20001', 'GHSA-pypi-pypi-pypi', 'PYSEC-2024-5'],
    ])
    expect(report.summary).toMatchObject({ findings: 7, knownExploited: 1, byKind: { malware: 1, vulnerability: 6 } })
    const table = scan('bad').stdout
    expect(table.indexOf('acme-helpful')).toBeLessThan(table.indexOf('acme-server 1.0.0'))
    expect(table).toMatch(/MALWARE|malware|malicious/)
  })

  test('the way out, the path, the place, the signals', () => {
    const { report } = scanJson([at('bad'), '--db', db])
    const [parser] = report.findings.filter(({ advisory }) => advisory.id === 'GHSA-high-high-high')
    const [server] = report.findings.filter(({ advisory }) => advisory.id === 'GHSA-crit-crit-crit')
    expect(parser).toMatchObject({
      severity: 'high',
      fixedVersions: ['2.3.1'],
      upgrade: '2.3.1',
      direct: false,
      paths: [['shop', 'pkg:npm/acme-server@1.0.0', 'pkg:npm/acme-parser@2.0.0']],
    })
    const line = VULNERABLE_LOCK.split('\n').findIndex((text) => text.includes('"node_modules/acme-parser"')) + 1
    expect(parser?.locations).toMatchObject([{ path: 'package-lock.json', line }])
    expect(server?.advisory).toMatchObject({ kev: { added: '2024-01-02' }, epss: { score: 0.9 }, aliases: ['CVE-2024-10001'] })
    expect(server?.direct).toBe(true)
  })

  test.each([
    [['--only', 'malware'], ['MAL-2024-77']],
    [['--only', 'vulnerability'], ALL.slice(1)],
    [['--only', 'vulnerability', '--only', 'malware'], ALL],
    [['--no-dev'], ALL.filter((id) => id !== 'GHSA-medi-medi-medi')],
    [['--ecosystem', 'npm'], ALL],
    [['--ecosystem', 'NPM', '--ecosystem', 'pypi'], ALL],
  ])('%j', (flags, ids) => {
    expect(found('bad', ...flags)).toEqual(ids)
  })

  test('a part without findings is not called free of vulnerabilities', () => {
    const { code, stdout } = scan('python', '--only', 'malware')
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/PASS {2}1 finding of other kinds not asked for/) })
    expect(stdout).not.toContain('no known vulnerability')
  })

  test('--ecosystem leaves the others out, by OSV name or purl type', () => {
    expect(found('mixed', '--ecosystem', 'PyPI')).toEqual(found('python'))
    expect(found('mixed', '--ecosystem', 'npm')).toEqual(ALL)
    expect(found('mixed')).toHaveLength(7)
  })

  test('--exclude, --gitignore', () => {
    expect(found('mixed', '--exclude', 'web/')).toEqual(found('python'))
    expect(found('mixed', '--exclude', '**/requirements.txt')).toEqual(ALL)
    expect(found('mixed', '--exclude', 'job', '--exclude', 'nothing')).toEqual(ALL)
    withFolder((own) => {
      writeTree(own, {
        '.gitignore': 'web/\n',
        'web/package-lock.json': VULNERABLE_LOCK,
        'job/requirements.txt': 'acme-quick==1.0\n',
        'job/.gitignore': '*.txt\n!requirements.txt\n',
      })
      const names = (...flags: string[]) => scanJson([own, '--db', db, ...flags]).report.coverage.map(({ path }) => path)
      expect(names()).toEqual(['job/requirements.txt', 'web/package-lock.json'])
      expect(names('--gitignore')).toEqual(['job/requirements.txt'])
    })
  })

  test('--installed reads node_modules beside a lock', () => {
    withFolder((own) => {
      writeTree(own, {
        'package-lock.json': CLEAN_LOCK,
        'node_modules/acme-parser/package.json': '{"name":"acme-parser","version":"2.0.0"}',
      })
      const ids = (...flags: string[]) => scanJson([own, '--db', db, ...flags]).report.findings.map(({ advisory }) => advisory.id)
      expect(ids()).toEqual([])
      expect(ids('--installed')).toEqual(['GHSA-high-high-high'])
    })
  })

  test('--as reads a file of any name', () => {
    withFolder((own) => {
      writeTree(own, { 'renamed.old': VULNERABLE_LOCK })
      expect(scanJson([join(own, 'renamed.old'), '--as', 'package-lock', '--db', db]).report.findings).toHaveLength(6)
      expect(cupel(['scan', join(own, 'renamed.old'), '--db', db, '--offline']).code).toBe(3)
      expect(cupel(['scan', own, '--as', 'requirements', '--db', db, '--offline']).code).toBe(2)
    })
  })
})

describe('repeatable', () => {
  test('the same bytes again, from another folder, with a path written otherwise, from a copy made in another order', () => {
    const json = (target: string, cwd: string) => cupel(['scan', target, '--db', db, '--offline', '--format', 'json'], { cwd }).stdout
    const first = json(at('mixed'), folder)
    expect(first).not.toBe('')
    expect(json(at('mixed'), folder)).toBe(first)
    expect(json(at('mixed'), '/')).toBe(first)
    const named = (text: string) => ({ ...(JSON.parse(text) as object), target: null })
    expect(named(json('mixed', folder))).toEqual(named(first))
    expect(named(json('./bad/../mixed/', folder))).toEqual(named(first))
    withFolder((own) => {
      mkdirSync(join(own, 'web'))
      writeTree(own, { 'job/requirements.txt': 'acme-quick==1.0\n' })
      writeTree(own, { 'web/package-lock.json': VULNERABLE_LOCK })
      expect(named(json(own, own))).toEqual(named(first))
    })
  })

  test('every format gives the same bytes on repeat', () => {
    for (const format of ['table', 'sarif', 'cyclonedx', 'markdown', 'html', 'junit', 'github']) {
      expect(scan('mixed', '--format', format).stdout, format).toBe(scan('mixed', '--format', format).stdout)
    }
  })
})

describe('several outputs at once', () => {
  test('one to stdout, the others to files', () => {
    withFolder((own) => {
      const flags = [
        'json',
        'sarif=a.sarif',
        'markdown=b.md',
        'html=c.html',
        'junit=d.xml',
        'cyclonedx=e.cdx.json',
        'github=f.txt',
        'table=g.txt',
      ]
      const { code, stdout, stderr } = cupel(
        ['scan', at('bad'), '--db', db, '--offline', ...flags.flatMap((format) => ['--format', format])],
        { cwd: own },
      )
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(JSON.parse(stdout)).toHaveProperty('schemaVersion', '1.0')
      for (const file of flags.slice(1)) {
        expect(readFileSync(join(own, file.split('=')[1] as string), 'utf8'), file).toContain('acme-parser')
      }
    })
  })

  test('-o takes what would go to stdout; what cannot be written is told, exit 2', () => {
    withFolder((own) => {
      const { code, stdout } = cupel(['scan', at('bad'), '--db', db, '--offline', '-f', 'json', '-o', 'out.json'], { cwd: own })
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(readFileSync(join(own, 'out.json'), 'utf8')).toBe(scan('bad', '--format', 'json').stdout)
      for (const place of ['no/such/folder.json', '.']) {
        const refused = cupel(['scan', at('bad'), '--db', db, '--offline', '-o', place], { cwd: own })
        expect(refused.code).toBe(2)
        expect(refused.stderr).toContain('cannot write')
      }
    })
  })

  test('the report goes through a pipe, a device or a link as it is', () => {
    const line = `${process.execPath} ${BIN} scan ${at('bad')} --db ${db} --offline -f json -o /dev/stdout | cat`
    expect(execFileSync('bash', ['-c', line], { encoding: 'utf8' })).toBe(scan('bad', '-f', 'json').stdout)
    expect(scan('bad', '-o', '/dev/null')).toEqual({ code: 1, stdout: '', stderr: '' })
  })
})

describe('cupel.toml', () => {
  test('output, gate and offline come from the folder the user stands in; flags come before', () => {
    withFolder((own) => {
      writeTree(own, {
        'cupel.toml': '[scan]\noffline = true\n[gate]\nfail-on = "none"\n[output]\nformat = ["json", "markdown=report.md"]\n',
        'package-lock.json': VULNERABLE_LOCK,
      })
      const run = cupel(['scan', '--db', db], { cwd: own })
      expect(run.code).toBe(0)
      expect(JSON.parse(run.stdout)).toHaveProperty('verdict.outcome', 'pass')
      expect(readFileSync(join(own, 'report.md'), 'utf8')).toContain('acme-parser')
      expect(cupel(['scan', '--db', db, '--fail-on', 'any', '--format', 'table'], { cwd: own })).toMatchObject({ code: 1 })
    })
  })

  test('every fault is told with its line, exit 2', () => {
    withFolder((own) => {
      writeTree(own, { 'cupel.toml': '[gate]\nfail-no = "high"\n\n[scan]\noffline = "yes"\n', 'package-lock.json': CLEAN_LOCK })
      const { code, stderr } = cupel(['scan', '--db', db, '--offline'], { cwd: own })
      expect(code).toBe(2)
      expect(stderr).toContain('cupel.toml:2')
      expect(stderr).toContain('fail-on')
      expect(stderr).toContain('line 5')
    })
  })

  test('one that lies in the target is not asked', () => {
    withFolder((own) => {
      const waiver = '[[waiver]]\nid = "*"\npackage = "pkg:npm/acme-server"\nreason = "trust me"\nowner = "me"\nexpires = 2999-01-01\n'
      writeTree(own, { 'cupel.toml': `[gate]\nfail-on = "none"\n${waiver}`, 'package-lock.json': VULNERABLE_LOCK })
      const { code, report } = scanJson([own, '--db', db], { cwd: folder })
      expect(code).toBe(1)
      expect(report.findings.filter(({ state }) => state !== 'open')).toEqual([])
    })
  })

  test.each(['json=/tmp/outside.json', 'json=../outside.json', 'json=link.json', 'json=linked/outside.json'])(
    'it cannot write elsewhere: %s',
    (format) => {
      withFolder((own) => {
        writeTree(own, {
          'target.txt': 'mine',
          'project/package-lock.json': CLEAN_LOCK,
          'project/cupel.toml': `[output]\nformat = ["${format}"]\n`,
        })
        symlinkSync('../target.txt', join(own, 'project', 'link.json'))
        symlinkSync('..', join(own, 'project', 'linked'))
        const { code, stderr } = cupel(['scan', '--db', db, '--offline'], { cwd: join(own, 'project') })
        expect(code).toBe(2)
        expect(stderr).toContain('below the current folder')
        expect(readFileSync(join(own, 'target.txt'), 'utf8')).toBe('mine')
      })
    },
  )
})
