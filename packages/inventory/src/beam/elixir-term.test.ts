import { expect, test } from 'vitest'
import type { ElixirTerm } from './elixir-term.ts'
import { readElixirTerm } from './elixir-term.ts'

const plain = ({ kind, text, items, pairs }: ElixirTerm): unknown =>
  kind === 'map' || kind === 'tuple' || kind === 'list'
    ? [kind, ...items.map(plain), ...pairs.map(([key, value]) => ({ [key.text]: plain(value) }))]
    : text

test.each([
  ['%{}', ['map']],
  ['%{"a": 1, "b" => :c}', ['map', { a: '1' }, { b: 'c' }]],
  ['[a: 1, b: [true]]', ['list', { a: '1' }, { b: ['list', 'true'] }]],
  ['{:hex, :"odd name", "a\\"b\\\\", -1.5e3}', ['tuple', 'hex', 'odd name', 'a"b\\', '-1.5e3']],
  [`[tag: 'v1', ref: ~c"v\\"2"]`, ['list', { tag: 'v1' }, { ref: 'v"2' }]],
  ['# comment\n{1,}# end', ['tuple', '1']],
])('%s', (text, expected) => expect(plain(readElixirTerm(text))).toEqual(expected))

test('lines, also after strings that span lines', () => {
  const { pairs } = readElixirTerm('%{\n"a": "x\ny",\n"b": 1}')
  expect(pairs.map(([key]) => key.line)).toEqual([2, 4])
})

test.each([
  ['', 'the file holds no term'],
  ['{', 'the file ends inside a term'],
  ['{"a', 'not an Elixir literal'],
  ['%{1}', 'a map holds something without a key'],
  ['[a: ]', 'a bracket does not fit'],
  ['[: 1]', 'a key is expected'],
  ['['.repeat(100), 'nested deeper than 64 levels'],
])('%s is refused', (text, reason) => expect(() => readElixirTerm(text)).toThrow(reason))

test('long texts are read in linear time and without recursion', () => {
  expect(() => readElixirTerm('"'.repeat(200_001))).toThrow(SyntaxError)
  expect(() => readElixirTerm('"' + '\\'.repeat(1_000_001))).toThrow(SyntaxError)
  expect(readElixirTerm(`["${'x'.repeat(2_000_000)}"]`).items).toHaveLength(1)
})
