import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import pixiLock from './pixi-lock.ts'

const A = 'a'.repeat(64)
const CHANNEL = 'https://registry.example/conda-forge'

function read(text: string, beside: Record<string, string> = {}) {
  return extractFile(memoryTree({ 'pixi.lock': text, ...beside }), pixiLock, 'pixi.lock')
}

const V6 = `version: 6
environments:
  default:
    channels:
    - url: ${CHANNEL}/
    packages:
      linux-64:
      - conda: ${CHANNEL}/linux-64/python-3.12.1-h1_0.conda
      - pypi: https://registry.example/files/requests-2.31.0-py3-none-any.whl
      - pypi: ./
  test:
    packages:
      linux-64:
      - conda: ${CHANNEL}/noarch/pytest-cov-4.1.0-pyh_0.tar.bz2
packages:
- conda: ${CHANNEL}/linux-64/python-3.12.1-h1_0.conda
  sha256: ${A}
  license: Python-2.0
- conda: ${CHANNEL}/noarch/pytest-cov-4.1.0-pyh_0.tar.bz2
  sha256: ${A}
  depends:
  - python >=3.8
- pypi: https://registry.example/files/requests-2.31.0-py3-none-any.whl
  name: Requests
  version: 2.31.0
  sha256: ${A}
  requires_dist:
  - urllib3>=1
  - pysocks ; extra == 'socks'
- pypi: ./
  name: mine
  version: 0.1.0
  editable: true
`

test('version 6: name and version from the address, scopes from the environments, edges', () => {
  const manifest =
    '[workspace]\nname = "app"\nversion = "1"\n[feature.test.dependencies]\npytest-cov = "*"\n[pypi-dependencies]\nRequests = "*"\n'
  const { components, graph, coverage, problems } = read(V6, { 'pixi.toml': manifest })
  expect(components.map(({ purl, scopes, direct, evidence }) => [purl, scopes, direct, evidence[0]?.line])).toEqual([
    ['pkg:conda/python@3.12.1?build=h1_0&channel=conda-forge&subdir=linux-64&type=conda', ['runtime'], false, 16],
    ['pkg:conda/pytest-cov@4.1.0?build=pyh_0&channel=conda-forge&subdir=noarch&type=tar.bz2', ['test'], true, 19],
    ['pkg:pypi/requests@2.31.0', ['runtime'], true, 23],
  ])
  expect([graph.edges.length, problems, components[0]?.licenses]).toEqual([3, [], ['Python-2.0']])
  expect(coverage.skipped).toEqual([{ what: 'local path', count: 1 }])
})

test('version 4 names kind, name and url', () => {
  const { components, problems } = read(`version: 4
environments:
  default:
    packages:
      linux-64:
      - conda: ${CHANNEL}/linux-64/zlib-1.3-h_0.conda
packages:
- kind: conda
  name: zlib
  version: '1.3'
  build: h_0
  subdir: linux-64
  url: ${CHANNEL}/linux-64/zlib-1.3-h_0.conda
  md5: ${'b'.repeat(32)}
- kind: pypi
  name: attrs
  version: 23.1.0
  url: https://registry.example/attrs-23.1.0-py3-none-any.whl
`)
  expect(components.map(({ purl }) => purl)).toEqual([
    'pkg:conda/zlib@1.3?build=h_0&channel=conda-forge&subdir=linux-64&type=conda',
    'pkg:pypi/attrs@23.1.0',
  ])
  expect(problems).toEqual([])
})

test('a package of an environment that is not listed, another version and sections are said', () => {
  const cut = V6.slice(0, V6.indexOf('- pypi: https', V6.indexOf('packages:\n- conda')))
  expect(read(cut).problems).toMatchObject([{ code: 'malformed', effect: 'incomplete' }])
  expect(read(V6.replace('version: 6', 'version: 9')).problems).toMatchObject([{ code: 'unsupported-version' }])
  expect(read('version: 6\nnew: 1\n').problems.map(({ code }) => code)).toEqual(['unsupported-content', 'malformed'])
})
