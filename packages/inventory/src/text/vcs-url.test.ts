import { expect, test } from 'vitest'
import { vcsUrl } from './vcs-url.ts'

test.each([
  ['https://git.example/o/r.git', 'abc', 'git+https://git.example/o/r.git@abc'],
  ['git+https://git.example/o/r.git', '', 'git+https://git.example/o/r.git'],
  ['https://user:secret@git.example/o/r', 'abc', 'git+https://git.example/o/r@abc'],
  ['https://git.example/o/r@v1', '', 'git+https://git.example/o/r@v1'],
  ['https://git.example/o/r?branch=main#abc', 'abc', 'git+https://git.example/o/r@abc'],
  ['git@git.example:o/r.git', 'abc', 'git+ssh://git@git.example/o/r.git@abc'],
  ['ssh://git@git.example/o/r.git', '', 'git+ssh://git@git.example/o/r.git'],
  ['../local', '', 'git+../local'],
])('%s at %j is %s', (address, commit, expected) => expect(vcsUrl('git', address, commit)).toBe(expected))
