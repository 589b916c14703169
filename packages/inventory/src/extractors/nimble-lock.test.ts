import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import nimbleLock from './nimble-lock.ts'

function read(lock: unknown) {
  return extractFile(memoryTree({ 'nimble.lock': JSON.stringify(lock, null, 2) }), nimbleLock, 'nimble.lock')
}

const JSONY = { version: '1.1.5', vcsRevision: 'abc', url: 'https://github.com/treeform/jsony', downloadMethod: 'git', dependencies: [] }

test('packages with edges, those of tasks for development, the compiler without an address', () => {
  const { components, graph, coverage, problems } = read({
    version: 2,
    packages: {
      jsony: JSONY,
      app: { ...JSONY, version: '#head', url: 'https://github.com/a/app.git', dependencies: ['jsony', 'nim'] },
      nim: { version: '2.0.0', url: '', dependencies: [] },
    },
    tasks: { test: { unittest2: { ...JSONY, version: '0.2.1', url: 'https://github.com/status-im/nim-unittest2' } } },
  })
  expect(components.map(({ purl, scopes, evidence }) => [purl, scopes, evidence[0]?.line])).toEqual([
    ['pkg:github/treeform/jsony@1.1.5', ['runtime'], 4],
    ['pkg:github/a/app?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fa%2Fapp.git%40abc', ['runtime'], 11],
    ['pkg:github/status-im/nim-unittest2@0.2.1', ['dev'], 29],
  ])
  expect([graph.edges, coverage.skipped, problems]).toEqual([[[1, 0]], [{ what: 'package of the compiler', count: 1 }], []])
})

test('another version and a missing list are said', () => {
  expect(read({ version: 3, packages: {} }).problems).toMatchObject([{ code: 'unsupported-version' }])
  expect(read({ version: 2 }).problems).toMatchObject([{ code: 'malformed' }])
})
