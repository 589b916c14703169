import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import gitSubmodules from './git-submodules.ts'

test('submodules by host, by another address, and beside the repository', () => {
  const text = [
    '# comment',
    '[submodule "third_party/zlib"]',
    '\tpath = third_party/zlib',
    '\turl = https://user:secret@github.com/madler/zlib.git ; here',
    '\tbranch = master',
    '[submodule "b"]',
    '\turl = "git@git.example:a/b.git"',
    '[submodule "c"]',
    '\turl = ../sibling.git',
    'stray',
  ].join('\n')
  const { components, problems } = extractFile(memoryTree({ '.gitmodules': text }), gitSubmodules, '.gitmodules')
  expect(components.map(({ purl, evidence }) => `${purl} ${evidence[0]?.line}`)).toEqual([
    'pkg:github/madler/zlib 2',
    'pkg:generic/b?vcs_url=git%2Bssh:%2F%2Fgit%40git.example%2Fa%2Fb.git 6',
    'pkg:generic/sibling 8',
  ])
  expect(problems.map(({ code, line }) => `${code} ${line}`)).toEqual(['unsupported-content 10'])
})
