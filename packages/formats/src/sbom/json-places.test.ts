import { expect, it } from 'vitest'
import { jsonPointerLines } from './json-places.ts'

it('finds the lines of pointers, and of the nearest place for one that is missing', () => {
  const text = '{\n "a": [\n  {"b/c": 1},\n  {"d~": "x,{[",\n   "e": {}}\n ],\n "\\u0066": null\n}'
  const pointers = ['', '/a', '/a/0', '/a/0/b~1c', '/a/1', '/a/1/d~0', '/a/1/e', '/f', '/a/1/missing', '/nothing']
  expect([...jsonPointerLines(text, pointers)].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
    ['', 1],
    ['/a', 2],
    ['/a/0', 3],
    ['/a/0/b~1c', 3],
    ['/a/1', 4],
    ['/a/1/d~0', 4],
    ['/a/1/e', 5],
    ['/a/1/missing', 4],
    ['/f', 7],
    ['/nothing', 1],
  ])
})
