import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import luarocksInstalled from './luarocks-installed.ts'

test('a rock by its folder', () => {
  const at = 'usr/local/lib/luarocks/rocks-5.1/lua-cjson/2.1.0.10-1/lua-cjson-2.1.0.10-1.rockspec'
  expect(extractionText(luarocksInstalled, { [at]: 'package = "lua-cjson"\n' })).toMatchInlineSnapshot(`
    "luarocks-installed ?: read, 1 packages
    :? pkg:luarocks/lua-cjson@2.1.0.10-1 runtime"
  `)
})

test.each([
  ['rocks/a/1.0/a-1.0.rockspec', 'x', 'a/1.0 is not the name and version of a rock'],
  ['rocks/a/1.0-1/a-1.0-1.rockspec', '', 'the specification is empty'],
])('%s is told', (path, text, part) => {
  const told = extractionText(luarocksInstalled, { [path]: text })
  expect(told).toContain(part)
  expect(told).toContain('  ! ')
})

test('the specification of a project is not installed', () => expect(luarocksInstalled.claims?.('a/b/a-1.0-1.rockspec')).toBe(false))
