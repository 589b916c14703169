import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import conda from './conda-lock.ts'

const LOCK = `version: 1
metadata:
  content_hash: {linux-64: abc}
  platforms: [linux-64]
package:
- name: python
  version: 3.10.2
  manager: conda
  platform: linux-64
  dependencies:
    openssl: '>=3.0'
    absent: ''
  url: https://registry.example/conda-forge/linux-64/python-3.10.2-h85951f9_4_cpython.tar.bz2
  hash:
    md5: ${'a'.repeat(32)}
    sha256: ${'b'.repeat(64)}
  category: main
  optional: false
- name: openssl
  version: '3.0'
  manager: conda
  platform: linux-64
  dependencies: {}
  url: https://registry.example/conda-forge/linux-64/openssl-3.0-h1.conda
  hash: {md5: ${'c'.repeat(32)}}
  category: dev
  optional: true
- name: Zope_Event
  version: 5.0
  manager: pip
  platform: linux-64
  dependencies: {}
  url: https://registry.example/zope.event-5.0.whl
  hash: {sha256: ${'d'.repeat(64)}}
  category: main
  optional: true
`

test('conda and pip packages with platform, build, hashes and categories', () => {
  expect(extractionText(conda, { 'conda-lock.yml': LOCK })).toMatchInlineSnapshot(`
    "conda-lock 1: read, 3 packages
    :6 pkg:conda/python@3.10.2?build=h85951f9_4_cpython&channel=conda-forge&subdir=linux-64&type=tar.bz2 runtime sha256:bbbbbb md5:aaaaaa
    :19 pkg:conda/openssl@3.0?build=h1&channel=conda-forge&subdir=linux-64&type=conda dev md5:cccccc
    :28 pkg:pypi/zope-event@5.0 optional sha256:dddddd
      pkg:conda/python@3.10.2?build=h85951f9_4_cpython&channel=conda-forge&subdir=linux-64&type=tar.bz2 → pkg:conda/openssl@3.0?build=h1&channel=conda-forge&subdir=linux-64&type=conda"
  `)
})

test.each([
  ['an unknown version', LOCK.replace('version: 1', 'version: 2'), '! unsupported-version :? version 2 is not known'],
  ['a second document', `${LOCK}---\n${LOCK}`, '! unsupported-content :38'],
  ['no packages', 'version: 1\n', '! malformed :? the lock lists no package'],
  ['an unknown manager', LOCK.replace('manager: pip', 'manager: brew'), '! unsupported-content :28 not understood: manager brew'],
  ['a list', '- a\n', '! malformed'],
])('%s is reported', (_, lock, problem) => expect(extractionText(conda, { 'conda-lock.yml': lock })).toContain(problem))
