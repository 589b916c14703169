import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import condaEnvironment from './conda-environment.ts'

function read(text: string) {
  return extractFile(memoryTree({ 'environment.yml': text }), condaEnvironment, 'environment.yml')
}

test('what pins a version and what does not; the pip list', () => {
  const { components, coverage, problems } = read(`name: app
channels: [conda-forge]
dependencies:
  - python=3.11
  - numpy=1.26.4
  - conda-forge::bzip2=1.0.8=h998d150_5
  - scipy==1.11
  - pandas>=2
  - pip
  - pip:
      - Requests==2.31.0
      - git+https://github.com/pydantic/pydantic@v2.0.1#egg=pydantic
      - -e .
      - --no-binary :all:
      - -r requirements.txt
`)
  expect(components.map(({ purl, evidence }) => [purl, evidence[0]?.line])).toEqual([
    ['pkg:conda/python', 4],
    ['pkg:conda/numpy@1.26.4', 5],
    ['pkg:conda/bzip2@1.0.8?build=h998d150_5&channel=conda-forge', 6],
    ['pkg:conda/scipy@1.11', 7],
    ['pkg:conda/pandas', 8],
    ['pkg:conda/pip', 9],
    ['pkg:pypi/requests@2.31.0', 11],
    ['pkg:pypi/pydantic@2.0.1?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fpydantic%2Fpydantic%40v2.0.1', 12],
  ])
  expect(coverage.skipped).toEqual([{ what: 'local path', count: 1 }])
  expect(problems).toMatchObject([{ code: 'include-missing', effect: 'note', line: 15 }])
})

test('a file of another tool leaves no trace; what is not understood is said', () => {
  expect(read('name: production\nurl: x\n').foreign).toBe(true)
  expect(read('dependencies:\n  - {sel: x}\n  - "!!"\n').problems.map(({ code, line }) => [code, line])).toEqual([
    ['unsupported-content', 2],
    ['unsupported-content', 3],
    ['entries-lost', undefined],
  ])
  expect(read('channels: [a]\n').problems).toMatchObject([{ effect: 'note' }])
  expect(read('dependencies:\n  - {% if x %}\n').problems).toMatchObject([{ code: 'malformed', effect: 'incomplete' }])
})

test('a lock of conda-lock answers for the files that it was made of', () => {
  const environment = 'name: x\ndependencies:\n- numpy=1.26.0=py_0\n'
  const lock = 'version: 1\nmetadata:\n  sources:\n  - environment.yml\n  platforms:\n  - linux-64\npackage: []\n'
  const listed = (name: string, text: string): boolean =>
    extractFile(memoryTree({ [`a/${name}`]: environment, 'a/conda-lock.yml': text }), condaEnvironment, `a/${name}`).components.length > 0
  expect(listed('environment.yml', lock)).toBe(false)
  expect(listed('environment.yml', 'version: 1\npackage: []\n')).toBe(false)
  expect(listed('environment-docs.yml', lock)).toBe(true)
  expect(listed('environment-docs.yml', lock.replace('- environment.yml', '- env/environment-docs.yml'))).toBe(false)
})
