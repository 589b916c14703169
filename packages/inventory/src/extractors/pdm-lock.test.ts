import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import pdm from './pdm-lock.ts'

const LOCK = `[metadata]
groups = ["default", "test", "socks"]
strategy = ["inherit_metadata"]
lock_version = "4.5.0"
content_hash = "sha256:c"

[[package]]
name = "requests"
version = "2.31.0"
requires_python = ">=3.7"
summary = "HTTP"
groups = ["default", "socks"]
dependencies = [
    "urllib3<3,>=1.21.1",
    "absent>=1; sys_platform == 'win32'",
]
files = [
    {file = "requests.whl", hash = "sha256:${'a'.repeat(64)}"},
]

[[package]]
name = "requests"
version = "2.31.0"
extras = ["socks"]
groups = ["socks"]
dependencies = [
    "pysocks!=1.5.7",
    "requests==2.31.0",
]

[[package]]
name = "PySocks"
version = "1.7.1"
groups = ["socks"]
files = []

[[package]]
name = "urllib3"
version = "2.0.4"
groups = ["default"]
files = []

[[package]]
name = "tool"
version = "1.0"
git = "https://git.example/tool.git"
ref = "main"
revision = "abc"
groups = ["test"]

[[package]]
name = "mine"
version = "0.1"
path = "./mine"
groups = ["default"]
`

test('extras of one release are one component; groups, git and paths', () => {
  expect(extractionText(pdm, { 'pdm.lock': LOCK })).toMatchInlineSnapshot(`
    "pdm-lock 4.5.0: read, 4 packages, skipped 1 × extras of a listed package, skipped 1 × local path
    :8 pkg:pypi/requests@2.31.0 runtime+optional sha256:aaaaaa
    :32 pkg:pypi/pysocks@1.7.1 optional
    :38 pkg:pypi/urllib3@2.0.4 runtime
    :44 pkg:pypi/tool@1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%40abc test
      pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@2.0.4
      pkg:pypi/requests@2.31.0 → pkg:pypi/pysocks@1.7.1"
  `)
})

test('pyproject.toml tells extras from groups and what is direct', () => {
  const project = `[project]
name = "app"
dependencies = ["requests"]
[project.optional-dependencies]
socks = ["requests[socks]"]
[tool.pdm.dev-dependencies]
test = ["tool @ git+https://git.example/tool.git"]
`
  expect(extractionText(pdm, { 'pdm.lock': LOCK, 'pyproject.toml': project })).toMatchInlineSnapshot(`
    "pdm-lock 4.5.0: read, 4 packages, skipped 1 × extras of a listed package, skipped 1 × local path
    :8 pkg:pypi/requests@2.31.0 runtime+optional direct sha256:aaaaaa
    :32 pkg:pypi/pysocks@1.7.1 optional transitive
    :38 pkg:pypi/urllib3@2.0.4 runtime transitive
    :44 pkg:pypi/tool@1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%40abc test direct
      [app in .] → pkg:pypi/requests@2.31.0
      [app in .] → pkg:pypi/tool@1.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%40abc
      pkg:pypi/requests@2.31.0 → pkg:pypi/urllib3@2.0.4
      pkg:pypi/requests@2.31.0 → pkg:pypi/pysocks@1.7.1"
  `)
})

test('lock_version 3 keeps the files apart; an unknown version is read and reported', () => {
  const old = `[[package]]
name = "a"
version = "1.0"
[metadata]
lock_version = "3.1"
[metadata.files]
"a 1.0" = [{file = "a.whl", hash = "sha256:${'b'.repeat(64)}"}]
`
  expect(extractionText(pdm, { 'pdm.lock': old })).toMatchInlineSnapshot(`
    "pdm-lock 3.1: read, 1 packages
    :2 pkg:pypi/a@1.0 runtime sha256:bbbbbb"
  `)
  expect(extractionText(pdm, { 'pdm.lock': old.replace('3.1', '9.0') })).toContain('! unsupported-version :? lock_version 9.0 is not known')
})
