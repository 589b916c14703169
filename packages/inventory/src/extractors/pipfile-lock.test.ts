import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import pipfile from './pipfile-lock.ts'

const LOCK = `{
    "_meta": { "hash": { "sha256": "x" }, "pipfile-spec": 6, "requires": {}, "sources": [] },
    "default": {
        "requests": {
            "hashes": ["sha256:${'a'.repeat(64)}", "sha256:${'b'.repeat(64)}"],
            "index": "main",
            "markers": "python_version >= '3.7'",
            "version": "==2.31.0"
        },
        "Zope.Event": { "version": "*" },
        "mine": { "editable": true, "path": "." },
        "tool": { "git": "https://git.example/tool.git", "ref": "0123abc" },
        "wheel": { "file": "https://registry.example/wheel-0.40.0-py3-none-any.whl" }
    },
    "develop": { "pytest": { "version": "==7.0" } },
    "docs": { "sphinx": { "version": "==6.0" } },
    "deploy": { "fabric": { "version": "==3.0" } }
}
`

test('categories, hashes, unpinned, git and local packages', () => {
  expect(extractionText(pipfile, { 'Pipfile.lock': LOCK })).toMatchInlineSnapshot(`
    "pipfile-lock 6: read, 7 packages, skipped 1 × local path
    :4 pkg:pypi/requests@2.31.0 runtime sha256:aaaaaa sha256:bbbbbb
    :10 pkg:pypi/zope-event runtime
    :12 pkg:pypi/tool?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Ftool.git%400123abc runtime
    :13 pkg:pypi/wheel@0.40.0 runtime
    :15 pkg:pypi/pytest@7.0 dev
    :16 pkg:pypi/sphinx@6.0 dev
    :17 pkg:pypi/fabric@3.0 optional"
  `)
})

test('the Pipfile tells what is direct', () => {
  const files = { 'Pipfile.lock': LOCK, Pipfile: '[packages]\nrequests = "*"\n[dev-packages]\npytest = "*"\n' }
  expect(
    extractionText(pipfile, files)
      .split('\n')
      .filter((row) => row.includes('→') || row.includes(' direct')),
  ).toMatchInlineSnapshot(`
    [
      ":4 pkg:pypi/requests@2.31.0 runtime direct sha256:aaaaaa sha256:bbbbbb",
      ":15 pkg:pypi/pytest@7.0 dev direct",
      "  [· in .] → pkg:pypi/requests@2.31.0",
      "  [· in .] → pkg:pypi/pytest@7.0",
    ]
  `)
})

test.each([
  ['no version', LOCK.replace('"pipfile-spec": 6, ', ''), 'unsupported-version'],
  ['another version', LOCK.replace('"pipfile-spec": 6', '"pipfile-spec": 7'), 'unsupported-version'],
  ['a key that stands twice', LOCK.replace('"Zope.Event"', '"requests"'), '! malformed :10 a key stands twice'],
  ['a section of another shape', LOCK.replace('{ "pytest": { "version": "==7.0" } }', '[]'), '! unsupported-content :15'],
])('%s is reported', (_, lock, problem) => expect(extractionText(pipfile, { 'Pipfile.lock': lock })).toContain(problem))
