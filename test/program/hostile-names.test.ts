import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeBucket } from '../../packages/advisory/src/sources/test-bucket.ts'
import { makeTar } from '../make-tar.ts'
import { makeZip } from '../make-zip.ts'
import { cupel } from './cupel.ts'
import type { Run } from './cupel.ts'
import { packageLock, writeTree } from './project.ts'

/** Clears the screen, sets the title, turns text around, hides itself; workflow commands; markup. */
const EVIL = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202e\u2066\u200b\r\b\u0000x'
const MARKUP = '<script>alert(1)</script><img src=x onerror=alert(1)>"\'`|[a](javascript:alert(1))'
const COMMAND = '::set-env name=PATH::x'

// oxlint-disable-next-line no-control-regex -- what must never reach a terminal
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

let folder = ''
let db = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  const advisory = {
    id: 'GHSA-evil-evil-evil',
    modified: '2024-05-01T00:00:00Z',
    aliases: [`CVE-2024-1${EVIL}`],
    summary: `Summary ${EVIL} ${MARKUP}\n${COMMAND}`,
    details: `Details ${EVIL} ${MARKUP}\n\n${COMMAND}\n`,
    severity: [{ type: 'CVSS_V3', score: `CVSS:3.1/AV:N${EVIL}` }],
    affected: [
      {
        package: { ecosystem: 'npm', name: 'acme-target' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `9.0.0-${EVIL}` }] }],
      },
    ],
    references: [{ type: 'WEB', url: `https://advisory.example/${EVIL}` }],
  }
  writeBucket(join(folder, 'bucket'), { npm: { [advisory.id]: advisory } })
  db = join(folder, 'home')
  const synced = cupel(['db', 'sync', '--from', join(folder, 'bucket'), '--db', db])
  if (![0, 3].includes(synced.code ?? 70)) throw new Error(synced.stderr)
  const name = `dir ${EVIL.replaceAll('\u0000', '')} ${COMMAND}`
  writeTree(join(folder, 'tree'), {
    [`${name}/package-lock.json`]: packageLock({ 'acme-target': { version: '1.0.0' } }, `project ${EVIL}`),
    [`${name}/yarn.lock`]: `broken ${EVIL} lock`,
    [`${name}/requirements.txt`]: `acme${EVIL}==1.0${EVIL}\n-r other${EVIL}.txt\n${COMMAND}\n${MARKUP}\n`,
    [`${name}/pom.xml`]: `<project><groupId>a${MARKUP}</groupId></project>`,
    'evil/package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { name: `root ${EVIL}`, dependencies: { [`a${EVIL}`]: '1', 'acme-target': '1' } },
        [`node_modules/a${EVIL}`]: { version: `1.0.0${EVIL}`, license: `MIT ${EVIL}`, resolved: `https://registry.example/${EVIL}.tgz` },
        [`node_modules/b${MARKUP}`]: { version: MARKUP },
        [`node_modules/${COMMAND}`]: { version: COMMAND },
        'node_modules/acme-target': { version: '1.0.0' },
      },
    }),
    'evil/go.mod': `module example.com/${EVIL}\nrequire example.com/x${EVIL} v1.0.0${EVIL}\n`,
    'evil/Cargo.lock': `version = 3\n[[package]]\nname = "a\\u001b[2J\\u202e"\nversion = "1\\u0007"\n`,
    'evil/poetry.lock': `[[package]]\nname = "b\\u001b]0;x\\u0007"\nversion = "1"\n[metadata]\nlock-version = "2.0\\u009b"\n`,
    'evil/Gemfile.lock': `GEM\n  remote: x\n  specs:\n    c${EVIL} (1.0)\n`,
    'evil/pubspec.lock': `packages:\n  "d\\e[2J\\u202E":\n    version: "1\\a"\n`,
    'evil/bom.json': JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: [
        {
          type: 'library',
          name: `n${EVIL}`,
          version: EVIL,
          purl: `pkg:npm/acme-target@1.0.0?x=${encodeURIComponent(EVIL)}`,
          licenses: [{ license: { name: EVIL } }],
        },
      ],
    }),
    'evil/names.jar': makeZip([
      { name: `lib/x${EVIL}-1.0.jar`, content: makeZip([{ name: 'a/B.class', content: 'x' }]) },
      { name: `../${EVIL}.jar`, content: 'x' },
    ]),
  })
  const locked = packageLock({ 'acme-target': { version: '1.0.0' } })
  writeFileSync(
    join(folder, 'evil.tar'),
    makeTar([
      { name: `d${EVIL.slice(0, 12)}/package-lock.json`, content: locked },
      { name: `../x${EVIL.slice(0, 12)}`, content: 'x' },
    ]),
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function harmless(run: Run, what: string): void {
  expect(run.code, what + run.stderr).not.toBe(70)
  for (const text of [run.stdout, run.stderr]) {
    const at = text.search(RAW)
    expect(at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 60), at + 20)), what).toBe('')
    expect(
      text.split('\n').filter((line) => /^\s*::(?!error|warning|notice|group|endgroup)/.test(line)),
      what,
    ).toEqual([])
  }
}

const FORMATS = ['table', 'json', 'sarif', 'cyclonedx', 'markdown', 'html', 'junit', 'github']

describe('nothing of the input is printed raw', () => {
  test.each(FORMATS)('scan --format %s', (format) => {
    for (const target of ['tree', 'evil.tar']) {
      const run = cupel(['scan', join(folder, target), '--db', db, '--offline', '--format', format])
      harmless(run, `${format} of ${target}`)
      expect(run.code).toBe(1)
      expect(run.stdout).toContain('GHSA-evil-evil-evil')
      if (format === 'html' || format === 'markdown') expect(run.stdout).not.toMatch(/<img src=x|<script>alert/)
      if (format === 'html') expect(run.stdout).not.toMatch(/href="javascript:/)
    }
  })

  test('scan as a table, narrow, with colours', () => {
    const { code, stdout, stderr } = cupel(['scan', join(folder, 'tree'), '--db', db, '--offline'], {
      env: { COLUMNS: '40', FORCE_COLOR: '1' },
    })
    // oxlint-disable-next-line no-control-regex -- cupel's own colours
    harmless({ code, stdout: stdout.replaceAll(/\u001b\[[0-9;]*m/g, ''), stderr }, 'colours')
  })

  test.each([
    ['why acme-target', ['why', 'acme-target', 'tree']],
    ['explain an advisory', ['explain', 'GHSA-evil-evil-evil']],
    ['explain a finding', ['explain', 'GHSA-evil-evil-evil', 'tree']],
    ['explain what is not there', ['explain', `x${EVIL.replaceAll('\u0000', '')}`, 'tree']],
    ['why of what is not there', ['why', `x${EVIL.replaceAll('\u0000', '')}`, 'tree']],
    ['diff', ['diff', 'empty', 'tree']],
    ['diff as Markdown', ['diff', 'empty', 'tree', '--format', 'markdown']],
    ['diff as JSON', ['diff', 'empty', 'tree', '--format', 'json']],
  ])('%s', (what, args) => {
    writeTree(join(folder, 'empty'), { 'package-lock.json': packageLock({ other: { version: '1.0.0' } }) })
    harmless(cupel([...args, '--db', db, '--offline'], { cwd: folder }), what)
  })

  test('a file whose own name is evil, wherever it is named', () => {
    const [dir] = readdirSync(join(folder, 'tree')).filter((name) => name.startsWith('dir'))
    const path = join(folder, 'tree', dir ?? '')
    for (const args of [
      ['scan', path],
      ['scan', join(path, 'package-lock.json')],
      ['scan', join(path, 'nothing.txt')],
      ['scan', path, '--config', join(path, 'yarn.lock')],
      ['scan', path, '--vex', join(path, 'yarn.lock')],
      ['why', 'acme-target', path],
      ['why', 'nothing', path],
      ['diff', path, path],
    ]) {
      harmless(cupel([...args, '--db', db, '--offline']), args.join(' ').slice(0, 40))
    }
    for (const args of [
      ['sbom', 'validate', join(path, 'package-lock.json')],
      ['sbom', 'convert', join(path, 'package-lock.json')],
      ['sbom', 'score', join(path, 'package-lock.json')],
      ['db', 'status', '--db', path],
      ['db', 'verify', '--db', path],
      ['db', 'sync', '--from', path, '--db', join(folder, 'never')],
      ['db', 'import', join(path, 'yarn.lock'), '--db', join(folder, 'never')],
      [dir ?? ''],
      ['scan', `--${dir}`],
      ['scan', '--format', dir ?? ''],
    ]) {
      harmless(cupel(args), args.join(' ').slice(0, 40))
    }
  })

  test('SBOMs, and what the sbom commands say of them', () => {
    for (const format of ['cyclonedx-1.6-json', 'cyclonedx-1.6-xml', 'spdx-2.3-json', 'spdx-2.3-tag-value', 'spdx-3.0.1-json']) {
      const file = `out.${format}`
      harmless(cupel(['sbom', 'tree', '--format', format, '-o', file], { cwd: folder }), format)
      // Tag-value has no escapes; its texts are made safe only where they are shown.
      if (format !== 'spdx-2.3-tag-value')
        harmless({ code: 0, stdout: readFileSync(join(folder, file), 'utf8'), stderr: '' }, `${format}, the document`)
      for (const command of [
        ['validate', file],
        ['score', file],
        ['diff', file, 'out.cyclonedx-1.6-json'],
        ['convert', file],
        ['merge', file, file],
      ]) {
        harmless(cupel(['sbom', ...command], { cwd: folder }), `${format} ${command[0]}`)
      }
    }
    harmless(cupel(['sbom', 'score', join(folder, 'tree', 'evil', 'bom.json')]), 'score')
    harmless(cupel(['sbom', 'diff', join(folder, 'tree', 'evil', 'bom.json'), 'out.spdx-2.3-json'], { cwd: folder }), 'diff')
  })

  test('versions on stdin and on the command line', () => {
    harmless(cupel(['compare', '--stdin'], { input: `npm\t1${EVIL}\n` }), 'stdin')
    harmless(cupel(['compare', 'npm', '1', `2${EVIL.replaceAll('\u0000', '')}`]), 'compare')
  })
})
