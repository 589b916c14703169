import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import poetry from './poetry-lock.ts'

const A = 'a'.repeat(64)

const MODERN = `# generated
[[package]]
name = "Requests"
version = "2.31.0"
description = "[[package]] in a text"
optional = false
python-versions = ">=3.7"
groups = ["main", "dev"]
files = [
    {file = "requests.whl", hash = "sha256:${A}"},
    {file = "requests.tar.gz", hash = "sha256:${'b'.repeat(64)}"},
]

[package.dependencies]
urllib3 = [
    {version = ">=1.21", markers = "python_version < '3.10'"},
    {version = ">=2", markers = "python_version >= '3.10'"},
]

[[package]]
name = "urllib3"
version = "1.26.0"
optional = false
groups = ["main"]
files = []

[[package]]
name = "urllib3"
version = "2.0.4"
optional = true
groups = ["main"]
files = []

[[package]]
name = "pytest"
version = "7.0"
groups = ["test"]
files = []

[package.dependencies]
urllib3 = "<2"

[package.source]
type = "git"
url = "https://git.example/pytest.git"
reference = "main"
resolved_reference = "0123abc"

[[package]]
name = "own"
version = "0.1.0"
groups = ["main"]
files = []

[package.source]
type = "directory"
url = "../own"

[metadata]
lock-version = "2.1"
python-versions = "*"
content-hash = "c"
`

describe('poetry-lock', () => {
  test('groups, forks, git and local sources of lock-version 2.1', () => {
    expect(extractionText(poetry, { 'poetry.lock': MODERN })).toMatchInlineSnapshot(`
      "poetry-lock 2.1: read, 4 packages, skipped 1 × local path
      :3 pkg:pypi/requests@2.31.0 runtime+dev sha256:aaaaaa sha256:bbbbbb
      :21 pkg:pypi/urllib3@1.26.0 runtime
      :28 pkg:pypi/urllib3@2.0.4 optional
      :35 pkg:pypi/pytest@7.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fpytest.git%400123abc test
        pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@1.26.0
        pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@2.0.4
        pkg:pypi/pytest@7.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fpytest.git%400123abc → pkg:pypi/urllib3@1.26.0"
    `)
  })

  test('categories and the table of files of lock-version 1.1', () => {
    const text = `[[package]]
name = "a"
version = "1.0"
category = "main"
optional = true

[[package]]
name = "b"
version = "1.0"
category = "dev"
optional = false

[extras]
x = ["a"]

[metadata]
lock-version = "1.1"

[metadata.files]
a = [
    {file = "a.whl", hash = "sha256:${A}"},
]
b = []
`
    expect(extractionText(poetry, { 'poetry.lock': text })).toMatchInlineSnapshot(`
      "poetry-lock 1.1: read, 2 packages
      :2 pkg:pypi/a@1.0 optional sha256:aaaaaa
      :8 pkg:pypi/b@1.0 dev"
    `)
  })

  test('lock-version 2.0 states no groups: pyproject.toml gives scopes by reachability', () => {
    const lock = ['app-dep', 'shared', 'linter', 'orphan']
      .map(
        (name) =>
          `[[package]]\nname = "${name}"\nversion = "1.0"\n${name === 'linter' || name === 'app-dep' ? '[package.dependencies]\nShared = "*"\n' : ''}`,
      )
      .join('\n')
    const files = {
      'poetry.lock': `${lock}\n[metadata]\nlock-version = "2.0"\n`,
      'pyproject.toml': `[tool.poetry]
name = "app"
version = "1"
license = "MIT"
[tool.poetry.dependencies]
python = "^3.8"
app_dep = "^1"
[tool.poetry.group.lint.dependencies]
linter = { version = "*" }
`,
    }
    expect(extractionText(poetry, files)).toMatchInlineSnapshot(`
      "poetry-lock 2.0: read, 4 packages
      :2 pkg:pypi/app-dep@1.0 runtime direct
      :8 pkg:pypi/shared@1.0 runtime+dev transitive
      :12 pkg:pypi/linter@1.0 dev direct
      :18 pkg:pypi/orphan@1.0 runtime transitive
        [app 1 in .] → pkg:pypi/app-dep@1.0
        [app 1 in .] → pkg:pypi/linter@1.0
        pkg:pypi/app-dep@1.0 → pkg:pypi/shared@1.0
        pkg:pypi/linter@1.0 → pkg:pypi/shared@1.0"
    `)
  })

  test('a package of the tree is a project too, beside the root', () => {
    const rows = extractionText(poetry, {
      'poetry.lock': MODERN.replace(
        'name = "own"\nversion = "0.1.0"\n',
        'name = "own"\nversion = "0.1.0"\ndependencies = { pytest = "*" }\n',
      ),
      'pyproject.toml': '[project]\nname = "app"\ndependencies = ["own"]\n',
    }).split('\n')
    expect(rows.filter((row) => row.includes('['))).toEqual([
      '  [app in .] → [own 0.1.0 in .]',
      '  [own 0.1.0 in .] → pkg:pypi/pytest@7.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fpytest.git%400123abc',
    ])
  })

  test('a broken pyproject.toml costs directness only', () => {
    expect(extractionText(poetry, { 'poetry.lock': MODERN, 'pyproject.toml': '[[[' })).toContain('note malformed pyproject.toml:1')
  })

  test('a merge conflict is reported and the whole packages are kept', () => {
    const text = MODERN.replace('version = "7.0"', '<<<<<<< HEAD\nversion = "7.0"\n=======\nversion = "7.1"\n>>>>>>> other')
    expect(extractionText(poetry, { 'poetry.lock': text })).toMatchInlineSnapshot(`
      "poetry-lock 2.1: partial, 3 packages, skipped 1 × local path
      :3 pkg:pypi/requests@2.31.0 runtime+dev sha256:aaaaaa sha256:bbbbbb
      :21 pkg:pypi/urllib3@1.26.0 runtime
      :28 pkg:pypi/urllib3@2.0.4 optional
        pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@1.26.0
        pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@2.0.4
        ! malformed :36 a merge conflict marker stands in the file
        ! malformed :36 not valid TOML: illegal character in key"
    `)
  })
})
