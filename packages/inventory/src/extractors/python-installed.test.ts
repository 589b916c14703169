import { describe, expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import installed from './python-installed.ts'

const METADATA = `Metadata-Version: 2.1
Name: Zope.Interface
Version: 5.0
Summary: x
License: Some text
        that goes on
Classifier: Programming Language :: Python
Classifier: License :: OSI Approved :: MIT License
Requires-Dist: setuptools

Name: not-a-header
`

describe('python-installed', () => {
  test('dist-info with what the installer recorded', () => {
    const folder = 'lib/site-packages/zope.interface-5.0.dist-info'
    const files = {
      [`${folder}/METADATA`]: METADATA,
      [`${folder}/INSTALLER`]: 'pip\n',
      [`${folder}/direct_url.json`]:
        '{"url": "https://git.example/z.git", "vcs_info": {"vcs": "git", "commit_id": "0123abc", "requested_revision": "main"}}',
    }
    expect(extractionText(installed, files)).toMatchInlineSnapshot(`
      "python-installed 2.1: read, 1 packages
      :2 pkg:pypi/zope-interface@5.0?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fz.git%400123abc runtime transitive (MIT)"
    `)
  })

  test.each([
    ['requested by the user', { REQUESTED: '', INSTALLER: 'pip\n' }, 'runtime direct'],
    ['needed by another', { INSTALLER: 'uv\n' }, 'runtime transitive'],
    ['installed by something else', { INSTALLER: 'conda\n' }, 'runtime (MIT)'],
  ])('%s', (_, beside, expected) => {
    const files = Object.fromEntries(Object.entries(beside).map(([name, text]) => [`a.dist-info/${name}`, text]))
    expect(extractionText(installed, { 'a.dist-info/METADATA': METADATA, ...files })).toContain(expected)
  })

  test.each([
    ['License-Expression: MIT OR Apache-2.0', '(MIT OR Apache-2.0)'],
    ['License: BSD-3-Clause', '(BSD-3-Clause)'],
    ['License: UNKNOWN', '1 packages\n:2 pkg:pypi/a@1 runtime'],
    ['Classifier: License :: OSI Approved\nClassifier: License :: Weird One', '(Weird One)'],
  ])('%s', (field, expected) => {
    expect(extractionText(installed, { 'a.egg-info/PKG-INFO': `Metadata-Version: 1.1\nName: a\nVersion: 1\n${field}\n` })).toContain(
      expected,
    )
  })

  test("a source tree's own egg-info and an editable install are first-party", () => {
    const own = { 'src/app.egg-info/PKG-INFO': 'Name: app\nVersion: 1\n', 'setup.py': '' }
    const editable = {
      'x.dist-info/METADATA': 'Name: x\nVersion: 1\n',
      'x.dist-info/direct_url.json': '{"url": "file:///x", "dir_info": {"editable": true}}',
    }
    expect([own, editable].map((files) => extractionText(installed, files))).toMatchInlineSnapshot(`
      [
        "python-installed ?: read, 0 packages, skipped 1 × own project",
        "python-installed ?: read, 0 packages, skipped 1 × own project",
      ]
    `)
  })

  test.each([
    ['', '! malformed :1 the metadata has no Name field'],
    ['Name: a\n', '! malformed :1 the metadata has no Version field'],
    ['Name: other\nVersion: 1\n', 'note unsupported-content :? the folder a.dist-info holds the metadata of other'],
  ])('%j is reported', (text, problem) => expect(extractionText(installed, { 'a.dist-info/METADATA': text })).toContain(problem))

  test.each([
    ['a-1.dist-info/METADATA', true],
    ['a.egg-info/PKG-INFO', true],
    ['EGG-INFO/PKG-INFO', true],
    ['a-1-py3.egg-info', true],
    ['METADATA', false],
    ['PKG-INFO', false],
  ])('claims %s: %s', (path, claimed) => expect(installed.claims?.(path)).toBe(claimed))
})
