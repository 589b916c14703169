import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import cargo from './cargo-lock.ts'

const SUM = 'a'.repeat(64)

const LOCK = `# This file is generated.
version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "cc",
 "inner",
 "rand 0.7.0",
 "rand 0.8.5 (registry+https://registry.example/index)",
 "tempfile",
]

[[package]]
name = "cc"
version = "1.0.0"
source = "registry+https://registry.example/index"
checksum = "${SUM}"

[[package]]
name = "inner"
version = "0.2.0"
dependencies = [
 "rand 0.8.5 (git+https://git.example/rand?branch=main)",
]

[[package]]
name = "rand"
version = "0.7.0"
source = "registry+https://registry.example/index"
checksum = "${'b'.repeat(64)}"

[[package]]
name = "rand"
version = "0.8.5"
source = "git+https://git.example/rand?branch=main#0123abc"

[[package]]
name = "rand"
version = "0.8.5"
source = "registry+https://registry.example/index"
checksum = "${'c'.repeat(64)}"
dependencies = [
 "cc",
]

[[package]]
name = "tempfile"
version = "3.0.0"
source = "sparse+https://registry.example/"
checksum = "${'d'.repeat(64)}"
dependencies = [
 "rand 0.7.0",
]
`

test('sources, checksums, and edges that say version and source', () => {
  expect(extractionText(cargo, { 'Cargo.lock': LOCK })).toMatchInlineSnapshot(`
    "cargo-lock 4: read, 5 packages, skipped 2 × crate of the workspace or a local path
    :16 pkg:cargo/cc@1.0.0 runtime direct sha256:aaaaaa
    :29 pkg:cargo/rand@0.7.0 runtime direct sha256:bbbbbb
    :35 pkg:cargo/rand@0.8.5?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Frand%400123abc runtime direct
    :40 pkg:cargo/rand@0.8.5 runtime direct sha256:cccccc
    :49 pkg:cargo/tempfile@3.0.0 runtime direct sha256:dddddd
      [app 0.1.0 in .] → pkg:cargo/cc@1.0.0
      [app 0.1.0 in .] → [inner 0.2.0 in .]
      [app 0.1.0 in .] → pkg:cargo/rand@0.7.0
      [app 0.1.0 in .] → pkg:cargo/rand@0.8.5
      [app 0.1.0 in .] → pkg:cargo/tempfile@3.0.0
      [inner 0.2.0 in .] → pkg:cargo/rand@0.8.5?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Frand%400123abc
      pkg:cargo/rand@0.8.5 → pkg:cargo/cc@1.0.0
      pkg:cargo/tempfile@3.0.0 → pkg:cargo/rand@0.7.0"
  `)
})

test('the manifests of the workspace give purposes, folders and licences', () => {
  const files = {
    'Cargo.lock': LOCK,
    'Cargo.toml': `[package]
name = "app"
license.workspace = true
[workspace]
members = ["crates/*"]
[workspace.package]
license = "MIT"
[workspace.dependencies]
random = { package = "rand", version = "0.8" }
[dependencies]
inner = { path = "crates/inner" }
random = { workspace = true, optional = true }
[target.'cfg(unix)'.dev-dependencies]
tempfile = "3"
[build-dependencies]
cc = "1"
`,
    'crates/inner/Cargo.toml': '[package]\nname = "inner"\nlicense = "Apache-2.0"\n[dependencies]\nrand = "0.8"\n',
    'crates/notes/readme': '',
  }
  expect(extractionText(cargo, files)).toMatchInlineSnapshot(`
    "cargo-lock 4: read, 5 packages, skipped 2 × crate of the workspace or a local path
    :16 pkg:cargo/cc@1.0.0 optional+build direct sha256:aaaaaa
    :29 pkg:cargo/rand@0.7.0 optional+dev direct sha256:bbbbbb
    :35 pkg:cargo/rand@0.8.5?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Frand%400123abc runtime direct
    :40 pkg:cargo/rand@0.8.5 optional direct sha256:cccccc
    :49 pkg:cargo/tempfile@3.0.0 dev direct sha256:dddddd
      [app 0.1.0 in .] → pkg:cargo/cc@1.0.0
      [app 0.1.0 in .] → [inner 0.2.0 in crates/inner]
      [app 0.1.0 in .] → pkg:cargo/rand@0.7.0
      [app 0.1.0 in .] → pkg:cargo/rand@0.8.5
      [app 0.1.0 in .] → pkg:cargo/tempfile@3.0.0
      [inner 0.2.0 in crates/inner] → pkg:cargo/rand@0.8.5?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Frand%400123abc
      pkg:cargo/rand@0.8.5 → pkg:cargo/cc@1.0.0
      pkg:cargo/tempfile@3.0.0 → pkg:cargo/rand@0.7.0"
  `)
})

test('version 1 keeps checksums in [metadata]; the oldest files keep the project in [root]', () => {
  const source = 'registry+https://registry.example/index'
  const lock = `[root]
name = "app"
version = "0.1.0"
dependencies = [
 "a 1.0.0 (${source})",
]

[[package]]
name = "a"
version = "1.0.0"
source = "${source}"

[metadata]
"checksum a 1.0.0 (${source})" = "${SUM}"
`
  expect(extractionText(cargo, { 'Cargo.lock': lock })).toMatchInlineSnapshot(`
    "cargo-lock ?: read, 1 packages, skipped 1 × crate of the workspace or a local path
    :9 pkg:cargo/a@1.0.0 runtime direct sha256:aaaaaa
      [app 0.1.0 in .] → pkg:cargo/a@1.0.0"
  `)
})

test.each([
  ['a later version', LOCK.replace('version = 4', 'version = 5'), '! unsupported-version :? version 5 is not known'],
  ['an unknown section', LOCK + '\n[future]\nx = 1\n', '! unsupported-content :? not understood: section future'],
  [
    'a package that is not there',
    LOCK.slice(0, LOCK.indexOf('[[package]]\nname = "tempfile"')),
    '! malformed :5 app needs tempfile, which',
  ],
  ['a doubled file', LOCK + LOCK, '! malformed :'],
  ['an empty file', '', '! malformed :? the lock does not hold the project itself'],
  ['broken TOML', LOCK.replace('name = "cc"', 'name = cc'), '! malformed :16 not valid TOML'],
])('%s is reported', (_, lock, problem) => expect(extractionText(cargo, { 'Cargo.lock': lock })).toContain(problem))
