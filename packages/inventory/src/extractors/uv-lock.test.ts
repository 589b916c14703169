import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import uv from './uv-lock.ts'

const LOCK = `version = 1
revision = 2
requires-python = ">=3.9"
resolution-markers = ["python_full_version >= '3.12'", "python_full_version < '3.12'"]

[manifest]
members = ["app", "lib"]

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
    { name = "lib" },
    { name = "numpy", version = "1.26.4", source = { registry = "https://registry.example/simple" }, marker = "python_full_version < '3.12'" },
    { name = "numpy", version = "2.1.0", source = { registry = "https://registry.example/simple" }, marker = "python_full_version >= '3.12'" },
]

[package.optional-dependencies]
plot = [{ name = "six" }]

[package.dev-dependencies]
dev = [{ name = "ruff" }]
test = [{ name = "pytest" }]

[package.metadata]
requires-dist = [{ name = "numpy" }]

[[package]]
name = "lib"
source = { editable = "packages/lib" }
dependencies = [{ name = "httpx", extra = ["http2"] }]

[[package]]
name = "httpx"
version = "0.27.0"
source = { registry = "https://registry.example/simple" }
sdist = { url = "https://registry.example/httpx.tar.gz", hash = "sha256:${'a'.repeat(64)}", size = 1 }
wheels = [
    { url = "https://registry.example/httpx.whl", hash = "sha256:${'b'.repeat(64)}", size = 1 },
]

[package.optional-dependencies]
http2 = [{ name = "h2" }]

[[package]]
name = "h2"
version = "4.1.0"
source = { git = "https://git.example/h2?tag=v4#0123abc" }

[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "https://registry.example/simple" }

[[package]]
name = "numpy"
version = "2.1.0"
source = { registry = "https://registry.example/simple" }

[[package]]
name = "pytest"
version = "8.0"
source = { registry = "https://registry.example/simple" }
dependencies = [{ name = "six" }]

[[package]]
name = "ruff"
version = "0.4"
source = { registry = "https://registry.example/simple" }

[[package]]
name = "six"
version = "1.16.0"
source = { registry = "https://registry.example/simple" }
`

test('workspace members are projects; forks, extras and groups', () => {
  expect(extractionText(uv, { 'uv.lock': LOCK })).toMatchInlineSnapshot(`
    "uv-lock 1: read, 7 packages, skipped 2 × project of the workspace
    :35 pkg:pypi/httpx@0.27.0 runtime direct sha256:aaaaaa sha256:bbbbbb
    :47 pkg:pypi/h2@4.1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fh2%400123abc runtime transitive
    :52 pkg:pypi/numpy@1.26.4 runtime direct
    :57 pkg:pypi/numpy@2.1.0 runtime direct
    :62 pkg:pypi/pytest@8.0 test direct
    :68 pkg:pypi/ruff@0.4 dev direct
    :73 pkg:pypi/six@1.16.0 optional+test direct
      [app 0.1.0 in .] → [lib in packages/lib]
      [app 0.1.0 in .] → pkg:pypi/numpy@1.26.4
      [app 0.1.0 in .] → pkg:pypi/numpy@2.1.0
      [app 0.1.0 in .] → pkg:pypi/six@1.16.0
      [app 0.1.0 in .] → pkg:pypi/ruff@0.4
      [app 0.1.0 in .] → pkg:pypi/pytest@8.0
      [lib in packages/lib] → pkg:pypi/httpx@0.27.0
      pkg:pypi/httpx@0.27.0 → pkg:pypi/h2@4.1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fh2%400123abc
      pkg:pypi/pytest@8.0 → pkg:pypi/six@1.16.0"
  `)
})

test('an extra is needed only where it is asked for', () => {
  const lock = LOCK.replace('extra = ["http2"]', '').replace('plot = [{ name = "six" }]', 'plot = [{ name = "httpx", extra = ["http2"] }]')
  const rows = extractionText(uv, { 'uv.lock': lock }).split('\n')
  expect(rows.filter((row) => /(?:h2|httpx)@\S+ [^→]*$/.test(row))).toMatchInlineSnapshot(`
    [
      ":35 pkg:pypi/httpx@0.27.0 runtime+optional direct sha256:aaaaaa sha256:bbbbbb",
      ":47 pkg:pypi/h2@4.1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fh2%400123abc optional transitive",
    ]
  `)
})

test('a workspace whose root is no project has its groups in the manifest', () => {
  const lock = `${LOCK.replace('members = ["app", "lib"]', 'members = ["app", "lib"]\n\n[manifest.dependency-groups]\nlint = [{ name = "mypy" }]')}
[[package]]
name = "mypy"
version = "1.0"
source = { registry = "https://registry.example/simple" }
`
  expect(extractionText(uv, { 'uv.lock': lock })).toContain('pkg:pypi/mypy@1.0 dev direct')
})

test('the lock of a script has its requirements in the manifest', () => {
  const lock = `version = 1

[manifest]
requirements = [{ name = "rich", specifier = ">=13" }]

[[package]]
name = "rich"
version = "13.7.0"
source = { registry = "https://registry.example/simple" }
`
  expect(extractionText(uv, { 'tool.py.lock': lock })).toMatchInlineSnapshot(`
    "uv-lock 1: read, 1 packages
    :7 pkg:pypi/rich@13.7.0 runtime direct
      [· in .] → pkg:pypi/rich@13.7.0"
  `)
})

test.each([
  ['a later version', LOCK.replace('version = 1', 'version = 2'), '! unsupported-version :? version 2 is not known'],
  ['an unknown section', LOCK + '\n[future]\nx = 1\n', '! unsupported-content :? not understood: section future'],
  ['a cut', LOCK.slice(0, LOCK.indexOf('source = { git') + 12), '! malformed :49'],
])('%s is reported', (_, lock, problem) => expect(extractionText(uv, { 'uv.lock': lock })).toContain(problem))
