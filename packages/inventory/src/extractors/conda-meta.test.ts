import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import conda from './conda-meta.ts'

const RECORD = JSON.stringify(
  {
    build: 'h85951f9_4_cpython',
    channel: 'https://registry.example/conda-forge/linux-64',
    fn: 'python-3.10.2-h85951f9_4_cpython.tar.bz2',
    license: 'PSF-2.0',
    md5: 'a'.repeat(32),
    name: 'python',
    sha256: 'b'.repeat(64),
    subdir: 'linux-64',
    version: '3.10.2',
  },
  null,
  2,
)

test('an installed package', () => {
  expect(extractionText(conda, { 'env/conda-meta/python-3.10.2.json': RECORD })).toMatchInlineSnapshot(`
    "conda-meta ?: read, 1 packages
    :7 pkg:conda/python@3.10.2?build=h85951f9_4_cpython&channel=conda-forge&subdir=linux-64&type=tar.bz2 runtime sha256:bbbbbb md5:aaaaaa (PSF-2.0)"
  `)
})

test.each([
  ['{"name": "a"}', '! malformed :1'],
  ['[]', '! malformed :1'],
  ['{', '! malformed :1'],
])('%s is reported', (text, problem) => expect(extractionText(conda, { 'conda-meta/a.json': text })).toContain(problem))
