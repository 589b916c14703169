import { expect, test } from 'vitest'
import { parseConanReference } from './conan-reference.ts'

test.each([
  ['zlib/1.2.13', 'zlib', '1.2.13', {}],
  ['zlib/1.2.13#13c96f%1667396813.733', 'zlib', '1.2.13', {}],
  ['png/1.6@team/stable#79:5f#3e', 'png', '1.6', { user: 'team', channel: 'stable' }],
  ['png/1.6@_/_', 'png', '1.6', {}],
  ['app/None', 'app', '', {}],
])('%s', (text, name, version, qualifiers) => expect(parseConanReference(text)).toEqual({ name, version, qualifiers }))

test.each(['', 'zlib', 'a/b/c', '/1', 'a b/1'])('%s is none', (text) => expect(parseConanReference(text)).toBeNull())
