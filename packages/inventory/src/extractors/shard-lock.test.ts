import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import shardLock from './shard-lock.ts'

function read(text: string) {
  return extractFile(memoryTree({ 'shard.lock': text }), shardLock, 'shard.lock')
}

test('repositories with a version or a commit; local paths are skipped', () => {
  const { components, coverage, problems } = read(`version: 2.0
shards:
  kemal:
    git: https://github.com/kemalcr/kemal.git
    version: 1.4.0

  tallboy:
    git: https://git.example/epoch/tallboy.git
    version: 0.9.3+git.commit.9be1510bb0391c95e92f1b288f3afb429a73caa6

  old:
    github: owner/old
    commit: 1234567

  mine:
    path: ../mine
    version: 0.1.0
`)
  expect(components.map(({ purl, evidence }) => [purl, evidence[0]?.line])).toEqual([
    ['pkg:github/kemalcr/kemal@1.4.0', 3],
    ['pkg:generic/tallboy@0.9.3?vcs_url=git%2Bhttps:%2F%2Fgit.example%2Fepoch%2Ftallboy.git%409be1510bb0391c95e92f1b288f3afb429a73caa6', 7],
    ['pkg:github/owner/old?vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Fowner%2Fold%401234567', 11],
  ])
  expect([coverage.formatVersion, coverage.skipped, problems]).toEqual(['2.0', [{ what: 'local path', count: 1 }], []])
})

test('another version, a missing section and a shard without a version are said', () => {
  expect(read('version: 9.0\nshards:\n  a:\n    git: https://github.com/a/a\n    version: 1\n').problems).toMatchObject([
    { code: 'unsupported-version', effect: 'incomplete' },
  ])
  expect(read('version: 2.0\n').problems).toMatchObject([{ code: 'malformed' }])
  expect(read('version: 2.0\nshards:\n  a:\n    git: https://github.com/a/a\n').problems).toMatchObject([{ code: 'malformed', line: 3 }])
})
