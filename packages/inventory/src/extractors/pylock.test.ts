import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import pylock from './pylock.ts'

const LOCK = `lock-version = "1.0"
environments = ["sys_platform == 'win32'"]
created-by = "some-tool"

[[packages]]
name = "attrs"
version = "25.1.0"
requires-python = ">=3.8"
wheels = [{ name = "attrs.whl", url = "https://registry.example/attrs.whl", hashes = { sha256 = "${'a'.repeat(64)}", md5 = "${'c'.repeat(32)}" } }]

[[packages.attestation-identities]]
environment = "release"
kind = "GitHub"

[[packages]]
name = "cattrs"
version = "24.1.2"
dependencies = [{ name = "attrs" }, { name = "forked", version = "2.0" }]

[packages.sdist]
name = "cattrs.tar.gz"
hashes = { sha256 = "${'b'.repeat(64)}" }

[[packages]]
name = "forked"
version = "1.0"
marker = "'plot' in extras"

[[packages]]
name = "forked"
version = "2.0"
marker = "'test' in dependency_groups"

[[packages]]
name = "from-git"
vcs = { type = "git", url = "https://git.example/x.git", commit-id = "0123abc" }

[[packages]]
name = "archive"
archive = { url = "https://registry.example/archive-3.1.tar.gz", hashes = { sha256 = "${'d'.repeat(64)}" } }

[[packages]]
name = "here"
directory = { path = ".", editable = true }
`

test('releases, archives, vcs and directories; markers of extras and groups; dependencies by what identifies them', () => {
  expect(extractionText(pylock, { 'pylock.toml': LOCK })).toMatchInlineSnapshot(`
    "pylock 1.0: read, 6 packages, skipped 1 × local path
    :6 pkg:pypi/attrs@25.1.0 runtime sha256:aaaaaa md5:cccccc
    :16 pkg:pypi/cattrs@24.1.2 runtime sha256:bbbbbb
    :25 pkg:pypi/forked@1.0 optional
    :30 pkg:pypi/forked@2.0 test
    :35 pkg:pypi/from-git?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fx.git%400123abc runtime
    :39 pkg:pypi/archive@3.1 runtime sha256:dddddd
      pkg:pypi/cattrs@24.1.2 → pkg:pypi/attrs@25.1.0
      pkg:pypi/cattrs@24.1.2 → pkg:pypi/forked@2.0"
  `)
})

test.each([
  ['2.0', '! unsupported-version :? lock-version 2.0 is not known'],
  ['1.9', 'pylock 1.9: read'],
])('lock-version %s', (version, expected) =>
  expect(extractionText(pylock, { 'pylock.dev.toml': LOCK.replace('"1.0"', `"${version}"`) })).toContain(expected),
)
