import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import mavenInstall from './maven-install.ts'

function read(pinned: unknown) {
  return extractFile(memoryTree({ 'maven_install.json': JSON.stringify(pinned, null, 2) }), mavenInstall, 'maven_install.json')
}

const A = 'a'.repeat(64)

test('version 2: digests, classifiers, edges; what was asked for is direct', () => {
  const { components, graph, coverage, problems } = read({
    __INPUT_ARTIFACTS_HASH: { 'com.google.guava:guava': 1, repositories: 2 },
    artifacts: {
      'com.google.guava:guava': { shasums: { jar: A, sources: A }, version: '33.0.0-jre' },
      'com.google.guava:failureaccess': { shasums: { jar: A }, version: '1.0.2' },
      'io.netty:netty-epoll': { shasums: { 'linux-x86_64': A }, version: '4.1.1' },
      'androidx.core:core:aar': { shasums: { aar: A }, version: '1.0.0' },
    },
    dependencies: { 'com.google.guava:guava': ['com.google.guava:failureaccess'] },
    version: '2',
  })
  expect(components.map(({ purl, direct, hashes, evidence }) => [purl, direct, hashes.length, evidence[0]?.line])).toEqual([
    ['pkg:maven/com.google.guava/guava@33.0.0-jre', true, 1, 7],
    ['pkg:maven/com.google.guava/failureaccess@1.0.2', false, 1, 14],
    ['pkg:maven/io.netty/netty-epoll@4.1.1?classifier=linux-x86_64', false, 1, 20],
    ['pkg:maven/androidx.core/core@1.0.0?type=aar', false, 1, 26],
  ])
  expect([graph.edges, problems]).toEqual([
    [
      [1, 2],
      [0, 1],
    ],
    [],
  ])
  expect(coverage.skipped).toEqual([{ what: 'artifact of which only other files are asked for', count: 1 }])
})

test('the older tree: coordinates with packaging and classifier; sources are skipped', () => {
  const { components, graph, coverage, problems } = read({
    dependency_tree: {
      version: '0.1.0',
      dependencies: [
        { coord: 'com.google.guava:guava:27.0-jre', directDependencies: ['com.google.guava:failureaccess:1.0'], sha256: A },
        { coord: 'com.google.guava:failureaccess:1.0', directDependencies: [] },
        { coord: 'com.google.guava:guava:jar:sources:27.0-jre', file: null },
        { coord: 'io.netty:netty-epoll:jar:linux-x86_64:4.1.1' },
        { coord: 'broken' },
      ],
    },
  })
  expect(components.map(({ purl, hashes }) => [purl, hashes.length])).toEqual([
    ['pkg:maven/com.google.guava/guava@27.0-jre', 1],
    ['pkg:maven/com.google.guava/failureaccess@1.0', 0],
    ['pkg:maven/io.netty/netty-epoll@4.1.1?classifier=linux-x86_64', 0],
  ])
  expect(graph.edges).toEqual([[0, 1]])
  expect(coverage.skipped).toEqual([{ what: 'archive of sources or documentation', count: 1 }])
  expect(problems.map(({ code }) => code)).toEqual(['name-invalid', 'entries-lost'])
})

test('another version, an unknown section and missing ones are said', () => {
  expect(read({ version: '9', artifacts: {}, dependencies: {}, new: {} }).problems).toMatchObject([
    { code: 'unsupported-version' },
    { code: 'unsupported-content', line: 5 },
  ])
  expect(read({ version: '2' }).problems).toMatchObject([{ code: 'malformed' }])
})
