import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import bazelModuleLock from './bazel-module-lock.ts'

function read(lock: unknown) {
  return extractFile(memoryTree({ 'MODULE.bazel.lock': JSON.stringify(lock, null, 2) }), bazelModuleLock, 'MODULE.bazel.lock')
}

const A = 'a'.repeat(64)

test('registry files: only chosen modules have a source', () => {
  const { components, coverage, problems } = read({
    lockFileVersion: 11,
    registryFileHashes: {
      'https://registry.example/bazel_registry.json': A,
      'https://registry.example/modules/zlib/1.2.11/MODULE.bazel': A,
      'https://registry.example/modules/zlib/1.3/MODULE.bazel': A,
      'https://registry.example/modules/zlib/1.3/source.json': A,
    },
    selectedYankedVersions: {},
    moduleExtensions: {},
  })
  expect(components.map(({ purl, evidence }) => [purl, evidence[0]?.line])).toEqual([['pkg:bazel/zlib@1.3', 7]])
  expect([coverage.skipped, problems]).toEqual([[{ what: 'version of a module that was only looked at', count: 1 }], []])
})

test('the dependency graph of older locks', () => {
  const { components, graph, coverage, problems } = read({
    lockFileVersion: 3,
    moduleDepGraph: {
      '<root>': { name: 'app', version: '0.1', key: '<root>', deps: { zlib: 'zlib@1.3', local: 'local@_' } },
      'zlib@1.3': { name: 'zlib', version: '1.3', key: 'zlib@1.3', deps: { platforms: 'platforms@0.0.7' } },
      'platforms@0.0.7': { name: 'platforms', version: '0.0.7', key: 'platforms@0.0.7', deps: {} },
      'local@_': { name: 'local', version: '', key: 'local@_', deps: {} },
    },
    moduleExtensions: {},
  })
  expect(components.map(({ purl, direct }) => [purl, direct])).toEqual([
    ['pkg:bazel/zlib@1.3', true],
    ['pkg:bazel/platforms@0.0.7', false],
  ])
  expect([graph.edges.length, coverage.skipped.length, problems]).toEqual([2, 2, []])
})

test('packages of other ecosystems that extensions fetch', () => {
  const repository = (attributes: object) => ({ repoRuleId: 'x', attributes })
  const generatedRepoSpecs = {
    a: repository({ requirement: 'Flask==2.0.1 --hash=sha256:abc' }),
    b: repository({ requirement: 'flask==2.0.1' }),
    c: repository({ importpath: 'golang.org/x/text', version: 'v0.3.7', sum: 'h1:x' }),
    d: repository({ package: '@scope/left', version: '1.0.0', integrity: 'sha512-x' }),
    e: repository({ urls: ['https://registry.example/api/v1/crates/libc/0.2.1/download'], sha256: A }),
    f: repository({ name: 'toolchain' }),
  }
  const { components, coverage } = read({
    lockFileVersion: 18,
    registryFileHashes: {},
    moduleExtensions: { '//:x': { general: { generatedRepoSpecs } } },
  })
  expect(components.map(({ purl, hashes }) => [purl, hashes.length])).toEqual([
    ['pkg:pypi/flask@2.0.1', 0],
    ['pkg:golang/golang.org/x/text@v0.3.7', 0],
    ['pkg:npm/%40scope/left@1.0.0', 0],
    ['pkg:cargo/libc@0.2.1', 1],
  ])
  expect(coverage.skipped).toEqual([
    { what: 'further repository of a listed package', count: 1 },
    { what: 'repository of a module extension', count: 1 },
  ])
})

test('another version and missing parts are said', () => {
  expect(read({ lockFileVersion: 99, registryFileHashes: {}, moduleExtensions: {} }).problems).toMatchObject([
    { code: 'unsupported-version' },
  ])
  expect(read({ lockFileVersion: 11, new: 1 }).problems.map(({ code }) => code)).toEqual(['unsupported-content', 'malformed', 'malformed'])
})
