import { expect, test } from 'vitest'
import { collect } from '../collect.ts'
import { defineExtractor } from '../extractor.ts'
import type { Problem } from '@cupel/model'
import { readTomlTables } from './toml-tables.ts'

function read(text: string) {
  const problems: Problem[] = []
  const extractor = defineExtractor({ id: 'x', title: '', type: 'pypi', kind: 'lock', extract: () => {} })
  const { root, entries } = readTomlTables(text, 'package', collect(extractor, 'x.lock', problems).out)
  return {
    root: Object.keys(root).filter((key) => key !== 'package'),
    entries: entries.map(({ table, line }) => `${line} ${String(table['name'])}`),
    problems: problems.map(({ line, code }) => `${line} ${code}`),
  }
}

test.each([
  ['the line of the name', '[[package]]\nname = "a"\n[[package]]\nversion = "1"\nname = "b"\n', ['2 a', '5 b']],
  ['the header where the name is missing', '[[package]]\nversion = "1"\n[package.sub]\nname = "other"\n', ['1 undefined']],
  ['spaces and CRLF', ' [[ package ]]\r\n  name = "a"\r\n', ['2 a']],
  [
    'text in multi-line strings is no header',
    'x = """\n[[package]]\n"""\ny = \'\'\'\n[[package]]\'\'\'\n[[package]]\nname = "a" # """\n',
    ['7 a'],
  ],
  ['an inline array has no lines', 'package = [{ name = "a" }]\n', ['undefined a']],
  ['no packages', 'x = 1\n', []],
])('%s', (_, text, entries) => expect(read(text)).toMatchObject({ entries, problems: [] }))

test('of a broken text every whole table is kept', () => {
  const text = 'version = 1\n[[package]]\nname = "a"\n[[package]]\nname = b\n[[package]]\nname = "c"\n[metadata]\nhash = "x"\n'
  expect(read(text)).toEqual({ root: ['version', 'metadata'], entries: ['3 a', '7 c'], problems: ['5 malformed'] })
})
