import { expect, test } from 'vitest'
import { claimsOf } from './claims.ts'
import type { ExtractorEntry } from './extractor.ts'

function entry(id: string, names: Partial<ExtractorEntry>): ExtractorEntry {
  return { id, title: id, type: 'generic', kind: 'lock', ...names, load: () => Promise.reject(new Error('not loaded here')) }
}

const claims = claimsOf([
  entry('exact', { files: ['Cargo.lock'] }),
  entry('suffix', { suffixes: ['.gradle.lockfile', '.jar'] }),
  entry('affix', { affixes: [['requirements', '.txt']] }),
  entry('infix', { affixes: [['*limits', '.txt']] }),
  entry('path', { paths: ['lib/apk/db/installed'] }),
  entry('folder', { paths: ['var/lib/dpkg/status.d/'] }),
  entry('binary', { magic: ['7f454c46'], binaryExtensions: ['so', 'exe'] }),
])

test.each([
  ['', 'Cargo.lock', ['exact']],
  ['a/b', 'Cargo.lock', ['exact']],
  ['', 'cargo.lock', []],
  ['', 'x.gradle.lockfile', ['suffix']],
  ['', 'gradle.lockfile', []],
  ['lib', 'x.JAR', []],
  ['lib', 'x.jar', ['suffix']],
  ['', 'requirements-dev.txt', ['affix']],
  ['', 'requirements.txt', ['affix']],
  ['', 'my-requirements.txt', []],
  ['', 'my-limits-3.8.txt', ['infix']],
  ['', 'limits.txt', ['infix']],
  ['', 'limits', []],
  ['lib/apk/db', 'installed', ['path']],
  ['rootfs/lib/apk/db', 'installed', ['path']],
  ['mylib/apk/db', 'installed', []],
  ['var/lib/dpkg/status.d', 'base', ['folder']],
  ['', 'README', []],
])('%s/%s is claimed by %j', (folder, name, ids) => {
  expect(claims.byName(folder, name).map(({ id }) => id)).toEqual(ids)
})

test.each([
  ['server', ['binary']],
  ['libx.so', ['binary']],
  ['setup.EXE', ['binary']],
  ['a.txt', []],
  ['.bashrc', []],
])('the first bytes of %s are looked at for %j', (name, ids) => {
  expect(claims.byMagic(name).map(({ id }) => id)).toEqual(ids)
})
