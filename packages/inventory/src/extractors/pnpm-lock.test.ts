import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import pnpmLock from './pnpm-lock.ts'

const SHA512 = `sha512-${Buffer.alloc(64, 1).toString('base64')}`

const NINE = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

catalogs:
  default:
    react:
      specifier: ^18.0.0
      version: 18.2.0

overrides:
  old: ^2.0.0

patchedDependencies:
  patched@1.0.0:
    hash: abc
    path: patches/patched.patch

importers:

  .:
    dependencies:
      '@app/lib':
        specifier: workspace:*
        version: link:packages/lib
      react:
        specifier: 'catalog:'
        version: 18.2.0
      aliased:
        specifier: npm:real@^1.0.0
        version: real@1.1.0
    devDependencies:
      patched:
        specifier: ^1.0.0
        version: 1.0.0(patch_hash=abc)

  packages/lib:
    dependencies:
      dom:
        specifier: ^1.0.0
        version: 1.0.0(react@18.2.0)
    optionalDependencies:
      git:
        specifier: github:owner/git
        version: https://codeload.github.com/owner/git/tar.gz/0123abc

packages:

  dom@1.0.0:
    resolution: {integrity: ${SHA512}}
    peerDependencies:
      react: '*'
    deprecated: |-
      Use something else.

      key: not a key

  git@https://codeload.github.com/owner/git/tar.gz/0123abc:
    resolution: {tarball: https://codeload.github.com/owner/git/tar.gz/0123abc}
    version: 4.0.0

  local@file:../local:
    resolution: {directory: ../local, type: directory}

  node@runtime:22.1.0:
    resolution:
      type: variations
      variants:
        - resolution:
            archive: tarball
            url: https://files.example/node.tar.gz
          targets:
            - cpu: x64
              os: linux
    hasBin: true

  packed@file:packed.tgz:
    resolution: {integrity: ${SHA512}, tarball: file:packed.tgz}
    version: 1.0.1

  patched@1.0.0:
    resolution: {integrity: ${SHA512}}

  react@18.2.0:
    resolution: {integrity: ${SHA512}}
    engines: {node: '>=0.10.0'}

  real@1.1.0:
    resolution: {integrity: ${SHA512}}

snapshots:

  dom@1.0.0(react@18.2.0):
    dependencies:
      local: file:../local
      react: 18.2.0
    transitivePeerDependencies:
      - supports-color

  git@https://codeload.github.com/owner/git/tar.gz/0123abc: {}

  local@file:../local:
    dependencies:
      real: 1.1.0

  node@runtime:22.1.0: {}

  packed@file:packed.tgz: {}

  patched@1.0.0(patch_hash=abc): {}

  react@18.2.0: {}

  real@1.1.0: {}
`

const FIVE = `lockfileVersion: 5.4

specifiers:
  a: ^1.0.0
  dev: ^1.0.0

dependencies:
  a: 1.0.0_react@18.2.0
  alias: /real/2.0.0

devDependencies:
  dev: 1.0.0

packages:

  /@s/b/1.0.0-rc.1:
    resolution: {integrity: ${SHA512}}
    dev: false

  /a/1.0.0_react@18.2.0:
    resolution: {integrity: ${SHA512}}
    dependencies:
      '@s/b': 1.0.0-rc.1
      g: github.com/owner/g/0123abc
    dev: false

  /dev/1.0.0:
    resolution: {integrity: ${SHA512}}
    dev: true

  /real/2.0.0:
    resolution: {integrity: ${SHA512}}

  github.com/owner/g/0123abc:
    resolution: {commit: 0123abc, repo: https://github.com/owner/g.git, type: git}
    name: '@owner/g'
    version: 3.0.0
    dev: false
    optional: true

  registry.example/orphan/1.0.0:
    resolution: {integrity: ${SHA512}, registry: https://registry.example/, tarball: orphan.tgz}
    dev: true
`

const ENVIRONMENT = `---
lockfileVersion: '9.0'

importers:

  .:
    configDependencies: {}
    packageManagerDependencies:
      pnpm:
        specifier: 11.0.0
        version: 11.0.0

packages:

  pnpm@11.0.0:
    resolution: {integrity: ${SHA512}}

snapshots:

  pnpm@11.0.0: {}

---
`

describe('pnpm-lock', () => {
  test('version 9: peers, catalogs, patches, aliases, links, git, folders, archives, runtimes', () => {
    expect(extractionText(pnpmLock, { 'pnpm-lock.yaml': NINE })).toMatchInlineSnapshot(`
      "pnpm-lock 9.0: read, 7 packages, skipped 1 × local folder
      :50 pkg:npm/dom@1.0.0 runtime direct sha512:010101
      :59 pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc optional direct
      :66 pkg:generic/node@22.1.0 runtime transitive
      :78 pkg:npm/packed@1.0.1 runtime transitive sha512:010101
      :82 pkg:npm/patched@1.0.0 dev direct sha512:010101
      :85 pkg:npm/react@18.2.0 runtime direct sha512:010101
      :89 pkg:npm/real@1.1.0 runtime direct sha512:010101
        [· in .] → pkg:npm/react@18.2.0
        [· in .] → pkg:npm/real@1.1.0
        [· in .] → pkg:npm/patched@1.0.0
        [· in packages/lib] → pkg:npm/dom@1.0.0
        [· in packages/lib] → pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc
        [· in .] → [· in packages/lib]
        pkg:npm/dom@1.0.0 → [local in .]
        pkg:npm/dom@1.0.0 → pkg:npm/react@18.2.0
        [local in .] → pkg:npm/real@1.1.0"
    `)
  })

  test('version 5: keys with slashes, peers with underscores, another registry, git', () => {
    expect(extractionText(pnpmLock, { 'pnpm-lock.yaml': FIVE })).toMatchInlineSnapshot(`
      "pnpm-lock 5.4: read, 6 packages
      :16 pkg:npm/%40s/b@1.0.0-rc.1 runtime transitive sha512:010101
      :20 pkg:npm/a@1.0.0 runtime direct sha512:010101
      :27 pkg:npm/dev@1.0.0 dev direct sha512:010101
      :31 pkg:npm/real@2.0.0 runtime direct sha512:010101
      :34 pkg:npm/%40owner/g@3.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fg.git%400123abc runtime transitive
      :41 pkg:npm/orphan@1.0.0 dev transitive sha512:010101
        [· in .] → pkg:npm/a@1.0.0
        [· in .] → pkg:npm/real@2.0.0
        [· in .] → pkg:npm/dev@1.0.0
        pkg:npm/a@1.0.0 → pkg:npm/%40s/b@1.0.0-rc.1
        pkg:npm/a@1.0.0 → pkg:npm/%40owner/g@3.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fg.git%400123abc"
    `)
  })

  test('two documents: the tools of the project come first', () => {
    const text =
      ENVIRONMENT +
      NINE.slice(0, NINE.indexOf('  packages/lib:')).replace(/ {6}'@app\/lib':\n.*\n.*\n/, '') +
      NINE.slice(NINE.indexOf('packages:\n\n  dom'))
    expect(extractionText(pnpmLock, { 'pnpm-lock.yaml': text }).split('\n').slice(0, 3)).toMatchInlineSnapshot(`
      [
        "pnpm-lock 9.0: read, 8 packages, skipped 1 × local folder",
        ":15 pkg:npm/pnpm@11.0.0 dev direct sha512:010101",
        ":59 pkg:npm/dom@1.0.0 runtime transitive sha512:010101",
      ]
    `)
  })

  test('a reformatted lock reads the same, through the YAML library', () => {
    const written = extractionText(pnpmLock, { 'pnpm-lock.yaml': NINE })
    const quoted = NINE.replaceAll("'", '"').replace(/\{integrity: (\S+)\}/g, '\n      { integrity: "$1" }')
    const plain = (text: string): string => text.replace(/^:\d+ /gm, '')
    expect(plain(extractionText(pnpmLock, { 'pnpm-lock.yaml': quoted }))).toBe(plain(written))
  })

  test('the copy in node_modules is of what is installed', () => {
    const installed = extractionText(pnpmLock, { 'node_modules/.pnpm/lock.yaml': NINE })
    expect(installed).toBe(extractionText(pnpmLock, { 'pnpm-lock.yaml': NINE }))
  })

  test('files that are old, odd or damaged', () => {
    const cases: readonly (readonly [name: string, text: string])[] = [
      ['an empty file', ''],
      ['only a comment', '# nothing\n'],
      ['no version', 'packages:\n\n  /a@1.0.0:\n    resolution: {integrity: x}\n'],
      [
        'an unknown version',
        "lockfileVersion: '10.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  a@1.0.0: {}\n",
      ],
      ['a conflict', NINE.replace('importers:', '<<<<<<< HEAD\nimporters:')],
      ['an unknown section', "lockfileVersion: '9.0'\n\nnovel:\n  a: b\n"],
      ['cut off', NINE.slice(0, NINE.indexOf('  real@1.1.0:\n    resolution'))],
      ['a package that stands twice', "lockfileVersion: '6.0'\n\npackages:\n\n  /a@1.0.0:\n    dev: false\n\n  /a@1.0.0:\n    dev: true\n"],
      ['a key that names no package', 'lockfileVersion: 5.3\n\npackages:\n\n  strange:\n    dev: false\n'],
    ]
    const read = cases.map(([name, text]) => `${name}\n${extractionText(pnpmLock, { 'pnpm-lock.yaml': text })}`)
    expect(read.join('\n\n')).toMatchInlineSnapshot(`
      "an empty file
      pnpm-lock ?: partial, 0 packages
        ! malformed :? the file holds no lock

      only a comment
      pnpm-lock ?: partial, 0 packages
        ! malformed :? the file holds no lock

      no version
      pnpm-lock ?: partial, 1 packages
      :3 pkg:npm/a@1.0.0 runtime
        ! malformed :1 the document has no lockfileVersion
        ! unsupported-content :3 not understood: 1 packages without a snapshot, the first is "/a@1.0.0"

      an unknown version
      pnpm-lock 10.0: partial, 1 packages
      :5 pkg:npm/a@1.0.0 runtime
        ! unsupported-version :1 lockfileVersion 10.0 is not one of 5, 6, 7, 9

      a conflict
      pnpm-lock 9.0: partial, 7 packages, skipped 1 × local folder
      :51 pkg:npm/dom@1.0.0 runtime direct sha512:010101
      :60 pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc optional direct
      :67 pkg:generic/node@22.1.0 runtime transitive
      :79 pkg:npm/packed@1.0.1 runtime transitive sha512:010101
      :83 pkg:npm/patched@1.0.0 dev direct sha512:010101
      :86 pkg:npm/react@18.2.0 runtime direct sha512:010101
      :90 pkg:npm/real@1.1.0 runtime direct sha512:010101
        [· in .] → pkg:npm/react@18.2.0
        [· in .] → pkg:npm/real@1.1.0
        [· in .] → pkg:npm/patched@1.0.0
        [· in packages/lib] → pkg:npm/dom@1.0.0
        [· in packages/lib] → pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc
        [· in .] → [· in packages/lib]
        pkg:npm/dom@1.0.0 → [local in .]
        pkg:npm/dom@1.0.0 → pkg:npm/react@18.2.0
        [local in .] → pkg:npm/real@1.1.0
        ! malformed :21 not valid YAML: can not read a block mapping entry; a multiline key may not be an implicit key

      an unknown section
      pnpm-lock 9.0: partial, 0 packages
        ! unsupported-content :3 not understood: novel
        ! malformed :1 the document has neither projects nor packages

      cut off
      pnpm-lock 9.0: partial, 6 packages, skipped 1 × local folder
      :50 pkg:npm/dom@1.0.0 runtime transitive sha512:010101
      :59 pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc optional direct
      :66 pkg:generic/node@22.1.0 runtime transitive
      :78 pkg:npm/packed@1.0.1 runtime transitive sha512:010101
      :82 pkg:npm/patched@1.0.0 runtime transitive sha512:010101
      :85 pkg:npm/react@18.2.0 runtime direct sha512:010101
        [· in .] → pkg:npm/react@18.2.0
        [· in packages/lib] → pkg:npm/git@4.0.0?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fgit%400123abc
        [· in .] → [· in packages/lib]
        ! unsupported-content :50 not understood: 7 packages without a snapshot, the first is "dom@1.0.0"
        ! malformed :30 3 dependencies are not among the packages of the file, the first is "aliased" real@1.1.0

      a package that stands twice
      pnpm-lock 6.0: partial, 1 packages
      :8 pkg:npm/a@1.0.0 dev
        ! unsupported-content :8 not understood: packages["/a@1.0.0"] stands twice

      a key that names no package
      pnpm-lock 5.3: partial, 0 packages, skipped 1 × unknown key
        ! unsupported-content :5 not understood: package key "strange""
    `)
  })
})
