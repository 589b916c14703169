import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTar } from '../make-tar.ts'
import { makeZip } from '../make-zip.ts'
import { cupel, scanJson } from './cupel.ts'

const folder = mkdtempSync(join(tmpdir(), 'cupel-unknown-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LOCK = '{"name":"a","lockfileVersion":3,"packages":{"":{"name":"a"},"node_modules/left-pad":{"version":"1.3.0"}}}'
const PROPERTIES = 'groupId=org.example\nartifactId=core\nversion=1.2.3\n'
const SEVEN_ZIP = Buffer.from('377abcaf271c0004', 'hex')

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'app.whatever': makeZip([{ name: 'web/package-lock.json', content: LOCK }]),
  noextension: makeTar([{ name: 'package-lock.json', content: LOCK }]),
  'download.bin': gzipSync(makeTar([{ name: 'package-lock.json', content: LOCK }])),
  library: makeZip([
    { name: 'META-INF/MANIFEST.MF', content: 'Manifest-Version: 1.0\n' },
    { name: 'META-INF/maven/org.example/core/pom.properties', content: PROPERTIES },
  ]),
  'photo.cdx': Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
  'paper.pdf': '%PDF-1.4\n',
  'things.7z': SEVEN_ZIP,
  'noise.dat': Buffer.from('00ff10'.repeat(100), 'hex'),
  'renamed.json': LOCK,
  'list.in': 'requests==2.31.0\nflask==2.0.0\n',
  'page.html': '<!DOCTYPE html><html></html>',
  'vex.json': '{"@context":"https://openvex.dev/ns/v0.2.0","statements":[]}',
  'notes.txt': 'Buy milk.\n',
}

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content)
})

describe('known by content, whatever the name', () => {
  test.each([
    ['app.whatever', 'archive', 'pkg:npm/left-pad@1.3.0'],
    ['noextension', 'archive', 'pkg:npm/left-pad@1.3.0'],
    ['download.bin', 'archive', 'pkg:npm/left-pad@1.3.0'],
    ['library', 'file', 'pkg:maven/org.example/core@1.2.3'],
  ])('%s', (name, kind, purl) => {
    const { report } = scanJson([join(folder, name)])
    expect([report.target.kind, report.components.map((one) => one.purl)]).toEqual([kind, [purl]])
  })
})

describe('told by what it looks like, with the next step: exit 3', () => {
  test.each([
    ['photo.cdx', 'a PNG image', 'cupel formats lists them'],
    ['paper.pdf', 'a PDF document', 'cupel formats lists them'],
    ['things.7z', 'a 7-Zip archive', 'unpack it and scan the folder'],
    ['noise.dat', 'binary data of an unknown kind', 'cupel formats lists them'],
    ['renamed.json', 'a lock file of npm', '--as package-lock'],
    ['list.in', 'a list of Python requirements', '--as requirements'],
    ['page.html', 'an HTML page', 'cupel formats lists them'],
    ['vex.json', 'an OpenVEX document', '--vex'],
    ['notes.txt', 'some other text', '--as NAME'],
  ])('%s', (name, what, step) => {
    const path = join(folder, name)
    const { code, stdout, stderr } = cupel(['scan', path, '--offline'])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain(`${path}: cupel cannot scan this: it looks like ${what}`)
    expect(stderr).toContain(step)
  })

  test('the next step works', () => {
    const [, words = ''] = /cupel (scan \S+ --as \S+)/.exec(cupel(['scan', join(folder, 'renamed.json'), '--offline']).stderr) ?? []
    expect(scanJson(words.split(' ').slice(1)).report.components).toHaveLength(1)
  })

  test('where an SBOM or VEX is asked for', () => {
    for (const command of ['validate', 'score', 'convert']) {
      const { code, stderr } = cupel(['sbom', command, join(folder, 'app.whatever')])
      expect(code).toBe(3)
      expect(stderr).toContain('it looks like a zip archive')
    }
    const { code, stderr } = cupel(['scan', join(folder, 'noextension'), '--offline', '--vex', join(folder, 'photo.cdx')])
    expect(code).toBe(3)
    expect(stderr).toContain('it looks like a PNG image')
  })
})

test('- as a file is standard output', () => {
  const target = join(folder, 'noextension')
  const plain = cupel(['scan', target, '--offline', '--format', 'json'])
  for (const more of [['-o', '-'], ['--output', '-'], ['--output=-']]) {
    expect(cupel(['scan', target, '--offline', '--format', 'json', ...more], { cwd: folder })).toEqual(plain)
  }
  expect(cupel(['scan', target, '--offline', '--format', 'json=-'], { cwd: folder })).toEqual(plain)
  const bom = cupel(['sbom', target, '--created', 'none'])
  expect(cupel(['sbom', target, '--created', 'none', '-o', '-'], { cwd: folder })).toEqual(bom)
  expect(cupel(['diff', target, target, '--offline', '-o', '-'], { cwd: folder }).stdout).toContain('0 new findings')
})
