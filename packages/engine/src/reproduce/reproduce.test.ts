import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, gunzipSync } from 'node:zlib'
import { CupelError } from '@cupel/model'
import { writeTarball } from '@cupel/source'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { equivalenceStatement } from './equivalence-statement.ts'
import { packSource } from './pack-source.ts'
import { reproduce } from './reproduce.ts'

const cwd = mkdtempSync(join(tmpdir(), 'cupel-test-'))
const LONG = `lib/${'deep/'.repeat(22)}file.js`
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'demo',
    version: '1.0.0',
    bin: { demo: './cli.js' },
    files: ['lib'],
    scripts: { prepack: 'touch owned' },
  }),
  'cli.js': '#!/usr/bin/env node\n',
  'lib/a.js': 'module.exports = 1\n',
  'lib/b.json': '{"a":1}\n',
  [LONG]: '// long name\n',
  'README.md': 'hello\n',
  'secret.txt': 'not packed\n',
}

beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(cwd, 'source', path, '..'), { recursive: true })
    writeFileSync(join(cwd, 'source', path), text)
  }
  symlinkSync('/etc/hostname', join(cwd, 'source', 'lib', 'link.js'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

/** The source's package with files changed, added (text) or taken out (null). */
async function published(
  changes: Readonly<Record<string, string | null>> = {},
  executable: readonly string[] = ['cli.js'],
): Promise<string> {
  const packed = Object.entries({ ...FILES, ...changes }).filter(([path, text]) => text !== null && path !== 'secret.txt')
  const files = packed.map(([path, text]) => ({
    path: `package/${path}`,
    bytes: Buffer.from(text ?? ''),
    executable: executable.includes(path),
  }))
  const file = join(cwd, 'published.tgz')
  writeFileSync(file, writeTarball(files))
  return file
}

describe('packSource', () => {
  it('gives the bytes that npm gives, and runs nothing', async () => {
    const { tarball } = await packSource(join(cwd, 'source'))
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', cwd], { cwd: join(cwd, 'source') })
    expect(gunzipSync(tarball).equals(gunzipSync(readFileSync(join(cwd, 'demo-1.0.0.tgz'))))).toBe(true)
    expect(await reproduce({ published: 'demo-1.0.0.tgz', source: 'source', cwd })).toMatchObject({
      class: 'identical',
      verdict: { exitCode: 0 },
      differences: [],
      stabilisers: [],
    })
    expect(() => readFileSync(join(cwd, 'source', 'owned'))).toThrow()
  })
})

describe('reproduce', () => {
  it('names what packing alone changes', async () => {
    const result = await reproduce({ published: await published(), source: 'source', cwd })
    expect(result).toMatchObject({ class: 'stabilised', differences: [], verdict: { outcome: 'reproduced', exitCode: 0 } })
    expect(result.stabilisers).toContain('entry-order')
    expect(result.stabilisedDigest.published).toBe(result.stabilisedDigest.rebuilt)
    const other = join(cwd, 'other.tgz')
    writeFileSync(other, gzipSync(gunzipSync(readFileSync(join(cwd, 'published.tgz'))), { level: 1 }))
    expect((await reproduce({ published: other, rebuilt: 'published.tgz', cwd })).stabilisers).toEqual(['gzip-header', 'compression'])
  })

  it.each<readonly [string, Readonly<Record<string, string | null>>, readonly string[], Record<string, unknown>]>([
    [
      'planted code',
      { 'lib/evil.js': 'steal()' },
      ['cli.js'],
      { path: 'lib/evil.js', kind: 'only-published', runs: true, detail: expect.stringContaining('prepack') },
    ],
    ['a changed line', { 'lib/a.js': 'module.exports = 2\n' }, ['cli.js'], { path: 'lib/a.js', kind: 'content', line: 1, runs: true }],
    ['other line ends', { 'README.md': 'hello\r\n' }, ['cli.js'], { path: 'README.md', detail: 'only line ends differ', runs: false }],
    ['rewritten JSON', { 'lib/b.json': '{ "a": 1 }\n' }, ['cli.js'], { path: 'lib/b.json', detail: 'the same JSON, written differently' }],
    ['a missing file', { 'README.md': null }, ['cli.js'], { path: 'README.md', kind: 'only-rebuilt' }],
    ['a new program', {}, ['cli.js', 'README.md'], { path: 'README.md', kind: 'executable', runs: true }],
    ['binary noise', { 'lib/a.js': 'a\0b' }, ['cli.js'], { path: 'lib/a.js', detail: expect.stringContaining('binary') }],
  ])('finds %s', async (_, changes, executable, expected) => {
    const result = await reproduce({ published: await published(changes, executable), source: 'source', cwd })
    expect(result).toMatchObject({ class: 'differs', verdict: { outcome: 'differs', exitCode: 5 }, differences: [expected] })
    expect(result.stabilisedDigest.published).not.toBe(result.stabilisedDigest.rebuilt)
  })

  it('states the equivalence of what was reproduced', async () => {
    const result = await reproduce({ published: await published(), source: 'source', cwd })
    expect(JSON.parse(equivalenceStatement(result, '2026-01-01T00:00:00Z'))).toMatchObject({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'published.tgz', digest: { sha256: result.published.sha256 } }],
      predicate: { runDetails: { byproducts: [{ digest: { sha256: result.stabilisedDigest.rebuilt } }] } },
    })
  })

  it.each([
    ['nothing there', 'gone.tgz', null],
    ['no tarball', 'noise.tgz', Buffer.from('hello')],
    ['empty', 'empty.tgz', Buffer.alloc(0)],
    ['cut off', 'cut.tgz', 'cut'],
  ] as const)('refuses %s', async (_, name, bytes) => {
    if (bytes === 'cut') writeFileSync(join(cwd, name), readFileSync(await published()).subarray(0, 200))
    else if (bytes !== null) writeFileSync(join(cwd, name), bytes)
    await expect(reproduce({ published: name, source: 'source', cwd })).rejects.toBeInstanceOf(CupelError)
  })

  it('shows nothing equal when a part could not be read', async () => {
    const tar = gunzipSync(readFileSync(await published()))
    const cut = tar.subarray(0, tar.length - 1024 - 100)
    writeFileSync(join(cwd, 'short.tgz'), gzipSync(cut))
    const { verdict } = await reproduce({ published: 'short.tgz', rebuilt: 'short.tgz', cwd })
    expect(verdict).toEqual({ outcome: 'incomplete', exitCode: 3 })
    chmodSync(join(cwd, 'short.tgz'), 0o600)
  })
})
