import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import packageLock from './package-lock.ts'

const SHA512 = `sha512-${Buffer.alloc(64, 1).toString('base64')}`
const SHA1 = `sha1-${Buffer.alloc(20, 2).toString('base64')}`

function lock(packages: Record<string, unknown>, rest: Record<string, unknown> = { lockfileVersion: 3 }): string {
  return JSON.stringify({ name: 'app', ...rest, packages }, null, 2) + '\n'
}

const MODERN = lock({
  '': {
    name: 'app',
    version: '1.2.3',
    license: 'MIT',
    workspaces: ['packages/*'],
    dependencies: { a: '^1', alias: 'npm:real@^2' },
    devDependencies: { d: '1' },
  },
  'node_modules/@app/lib': { resolved: 'packages/lib', link: true },
  'node_modules/a': {
    version: '1.0.0',
    integrity: `${SHA1} ${SHA512}`,
    license: 'ISC',
    dependencies: { b: '^1' },
    optionalDependencies: { gone: '1' },
    hasInstallScript: true,
  },
  'node_modules/a/node_modules/b': { version: '1.5.0', inBundle: true, licenses: [{ type: 'MIT' }, 'Apache-2.0'] },
  'node_modules/alias': { name: 'real', version: '2.0.0', resolved: 'https://registry.example/real/-/real-2.0.0.tgz' },
  'node_modules/b': { version: '2.0.0', dev: true, peerDependencies: { a: '*' } },
  'node_modules/d': {
    version: '1.0.0',
    resolved: 'git+ssh://git@host.example/o/d.git#0123abc',
    devOptional: true,
    dependencies: { b: '^2' },
  },
  'node_modules/p': { version: '3.0.0', resolved: 'file:p-3.0.0.tgz', peer: true, license: { type: 'BSD-2-Clause' } },
  'packages/lib': {
    name: '@app/lib',
    version: '0.1.0',
    dependencies: { a: '^1' },
    devDependencies: { alias: '*' },
    optionalDependencies: { o: '*' },
  },
  'packages/lib/node_modules/o': { version: '4.0.0', optional: true },
})

const CONFLICT = `{
  "lockfileVersion": 3,
  "packages": {
<<<<<<< HEAD
    "node_modules/a": { "version": "1.0.0" },
||||||| base
=======
    "node_modules/a": { "version": "1.1.0" },
>>>>>>> other
    "node_modules/b": {
<<<<<<< HEAD
      "version": "2.0.0",
=======
      "version": "2.0.1"
>>>>>>> other
    }
  }
}
`

describe('package-lock', () => {
  test('version 3: aliases, links, workspaces, nesting, flags, git and archives', () => {
    expect(extractionText(packageLock, { 'package-lock.json': MODERN })).toMatchInlineSnapshot(`
      "package-lock 3: read, 7 packages, skipped 1 × link, skipped 1 × local folder
      :24 pkg:npm/a@1.0.0 runtime direct sha1:020202 sha512:010101 (ISC)
      :36 pkg:npm/b@1.5.0 runtime transitive (MIT) (Apache-2.0)
      :46 pkg:npm/real@2.0.0 runtime direct
      :51 pkg:npm/b@2.0.0 dev transitive
      :58 pkg:npm/d@1.0.0?vcs_url=git%2Bssh:%2F%2Fhost.example%2Fo%2Fd.git%400123abc optional+dev direct
      :66 pkg:npm/p@3.0.0 peer transitive (BSD-2-Clause)
      :87 pkg:npm/o@4.0.0 optional direct
        [app 1.2.3 in .] → pkg:npm/a@1.0.0
        [app 1.2.3 in .] → pkg:npm/real@2.0.0
        [app 1.2.3 in .] → pkg:npm/d@1.0.0?vcs_url=git%2Bssh:%2F%2Fhost.example%2Fo%2Fd.git%400123abc
        pkg:npm/a@1.0.0 → pkg:npm/b@1.5.0
        pkg:npm/b@2.0.0 → pkg:npm/a@1.0.0
        pkg:npm/d@1.0.0?vcs_url=git%2Bssh:%2F%2Fhost.example%2Fo%2Fd.git%400123abc → pkg:npm/b@2.0.0
        [@app/lib 0.1.0 in packages/lib] → pkg:npm/o@4.0.0
        [@app/lib 0.1.0 in packages/lib] → pkg:npm/a@1.0.0
        [@app/lib 0.1.0 in packages/lib] → pkg:npm/real@2.0.0"
    `)
  })

  test('the hidden lock of an installed tree counts as installed and takes its project from package.json', () => {
    const hidden = lock({ 'node_modules/a': { version: '1.0.0' } }, { lockfileVersion: 3, requires: true })
    const files = { 'web/node_modules/.package-lock.json': hidden, 'web/package.json': '{"name":"web","dependencies":{"a":"^1"}}' }
    expect(extractionText(packageLock, files)).toMatchInlineSnapshot(`
      "package-lock 3: read, 1 packages
      :6 pkg:npm/a@1.0.0 runtime direct
        [web in web] → pkg:npm/a@1.0.0"
    `)
  })

  test('version 1: the tree of dependencies, aliases, addresses', () => {
    const dependencies = {
      a: {
        version: '1.0.0',
        integrity: SHA512,
        requires: { b: '^1', c: '2' },
        dependencies: { b: { version: '1.1.0', bundled: true, requires: { c: '*' } } },
      },
      alias: { version: 'npm:@real/name@2.0.0', dev: true },
      b: { version: '2.0.0', optional: true },
      c: { version: 'github:owner/c#fedcba9', from: 'github:owner/c' },
      local: { version: 'file:../local' },
      packed: { version: 'https://files.example/packed-1.0.1.tgz' },
    }
    const text = JSON.stringify({ name: 'app', lockfileVersion: 1, requires: true, dependencies }, null, '\t')
    const manifest = '{"name":"app","version":"1.0.0","dependencies":{"a":"1"},"devDependencies":{"alias":"npm:@real/name@2"}}'
    expect(extractionText(packageLock, { 'package-lock.json': text, 'package.json': manifest })).toMatchInlineSnapshot(`
      "package-lock 1: read, 6 packages, skipped 1 × link
      :6 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :14 pkg:npm/b@1.1.0 runtime transitive
      :23 pkg:npm/%40real/name@2.0.0 dev direct
      :27 pkg:npm/b@2.0.0 optional transitive
      :31 pkg:npm/c?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fc%40fedcba9 runtime transitive
      :38 pkg:npm/packed@1.0.1 runtime transitive
        [app 1.0.0 in .] → pkg:npm/%40real/name@2.0.0
        [app 1.0.0 in .] → pkg:npm/a@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/b@1.1.0
        pkg:npm/a@1.0.0 → pkg:npm/c?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fc%40fedcba9
        pkg:npm/b@1.1.0 → pkg:npm/c?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fc%40fedcba9"
    `)
  })

  test('files that are old, odd or damaged', () => {
    const cases: readonly (readonly [name: string, text: string])[] = [
      [
        'version 2 reads one of its two trees',
        lock({ '': {}, 'node_modules/a': { version: '1.0.0' } }, { lockfileVersion: 2, dependencies: { a: { version: '1.0.0' } } }),
      ],
      ['version 2 whose packages are empty', lock({}, { lockfileVersion: 2, dependencies: { a: { version: '1.0.0' } } })],
      ['before lockfileVersion', '{"name":"app","dependencies":{"a":{"version":"1.0.0","from":"a@^1"}}}'],
      ['on one line', JSON.stringify(JSON.parse(lock({ '': {}, 'node_modules/a': { version: '1.0.0' } })))],
      [
        'a folder named as a field',
        lock({ '': {}, bin: { name: 'bin', bin: { bin: {} } }, 'node_modules/a': { version: '1.0.0', bin: { bin: 'x' } } }),
      ],
      ['an unknown version', lock({ 'node_modules/a': { version: '1.0.0' } }, { lockfileVersion: 4 })],
      [
        'a key that stands twice',
        lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/x': { version: '2.0.0' } }).replace('modules/x', 'modules/a'),
      ],
      ['an entry that is no object, a name that is none', lock({ 'node_modules/a': 'x', 'node_modules/a b': { version: '1.0.0' } })],
      ['no packages at all', '{"name":"app","lockfileVersion":3}'],
      ['an empty object', '{}'],
      ['no object', '[]'],
      ['a conflict', CONFLICT],
      ['a conflict that is cut off', '{\n<<<<<<< HEAD\n  "lockfileVersion": 3,\n=======\n'],
    ]
    const read = cases.map(([name, text]) => `${name}\n${extractionText(packageLock, { 'package-lock.json': text })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      "version 2 reads one of its two trees
      package-lock 2: read, 1 packages
      :11 pkg:npm/a@1.0.0 runtime

      version 2 whose packages are empty
      package-lock 2: read, 1 packages
      :5 pkg:npm/a@1.0.0 runtime

      before lockfileVersion
      package-lock ?: read, 1 packages
      :1 pkg:npm/a@1.0.0 runtime

      on one line
      package-lock 3: read, 1 packages
      :1 pkg:npm/a@1.0.0 runtime

      a folder named as a field
      package-lock 3: read, 1 packages, skipped 1 × local folder
      :12 pkg:npm/a@1.0.0 runtime

      an unknown version
      package-lock 4: partial, 1 packages
      :5 pkg:npm/a@1.0.0 runtime
        ! unsupported-version :? lockfileVersion 4 is not one of 1, 2, 3

      a key that stands twice
      package-lock 3: partial, 1 packages
      :8 pkg:npm/a@2.0.0 runtime
        ! malformed :? 1 entries stand twice in the file, the first is "node_modules/a"

      an entry that is no object, a name that is none
      package-lock 3: partial, 0 packages, skipped 1 × invalid name
        ! unsupported-content :? not understood: packages["node_modules/a"] is no object
        ! name-invalid :6 "a b" "1.0.0" is no npm package name and version

      no packages at all
      package-lock 3: partial, 0 packages
        ! malformed :? the file has neither packages nor dependencies

      an empty object
      package-lock ?: partial, 0 packages
        ! malformed :? the file has neither packages nor dependencies

      no object
      package-lock ?: failed, 0 packages
        ! malformed :? a package-lock is a JSON object

      a conflict
      package-lock 3: partial, 2 packages
      :5 pkg:npm/a@1.0.0 runtime
      :10 pkg:npm/b@2.0.0 runtime
        ! malformed :4 a merge conflict is not resolved; its first side was read

      a conflict that is cut off
      package-lock ?: failed, 0 packages
        ! malformed :5 not valid JSON: the text ends where a key in quotes is expected"
    `)
  })
})

test('a tree nested without end is read up to a level and reported', () => {
  const levels = 300
  const text =
    '{"lockfileVersion":1,"dependencies":' + '{"a":{"version":"1.0.0","dependencies":'.repeat(levels) + '{}' + '}}'.repeat(levels) + '}'
  const shown = extractionText(packageLock, { 'package-lock.json': text })
  expect(shown).toContain('! limit-exceeded')
  expect(shown).toContain('200 packages')
})

test('what the project or a package needs is in the file; optional packages need what npm may leave out', () => {
  const cut = lock({
    '': { dependencies: { a: '1', gone: '1' }, devDependencies: { tool: '1' }, optionalDependencies: { o: '1' } },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '1' }, optionalDependencies: { c: '1' }, peerDependencies: { d: '1' } },
    'node_modules/o': { version: '1.0.0', optional: true, dependencies: { e: '1' } },
  })
  const shown = extractionText(packageLock, { 'package-lock.json': cut })
  expect(shown).toContain('! entries-lost :? the project needs gone, which is not in the file, and 2 more are missing')
  expect(shown).toContain('note unsupported-content :? 1 dependencies are named by packages and not in the file')
  // What was installed without tools for development lists none of them.
  const hidden = lock({ 'node_modules/a': { version: '1.0.0' } })
  const files = { 'node_modules/.package-lock.json': hidden, 'package.json': '{"dependencies":{"a":"1"},"devDependencies":{"tool":"1"}}' }
  expect(extractionText(packageLock, files)).not.toContain('!')
})
