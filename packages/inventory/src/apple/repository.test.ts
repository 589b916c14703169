import { expect, test } from 'vitest'
import { parseRepository } from './repository.ts'

test.each([
  ['https://github.com/Owner/Name.git', 'github.com', 'Owner/Name'],
  ['https://user:secret@Git.Example:8443/a/b/', 'git.example:8443', 'a/b'],
  ['ssh://git@git.example/a/b.git', 'git.example', 'a/b'],
  ['git@git.example:group/sub/name.git', 'git.example', 'group/sub/name'],
  ['git+https://git.example/a/b?x#y', 'git.example', 'a/b'],
])('%s', (url, host, path) => expect(parseRepository(url)).toEqual({ host, path }))

test.each(['', '/srv/mine', '../mine', 'file:///srv/mine', 'https://git.example', 'https://git.example/', 'nowhere'])('%s is none', (url) =>
  expect(parseRepository(url)).toBeNull(),
)
