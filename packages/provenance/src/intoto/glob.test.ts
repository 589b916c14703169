import { describe, expect, it } from 'vitest'
import { compileGlob } from './glob.ts'

describe('compileGlob', () => {
  it.each([
    ['*', 'a/b/c', true],
    ['*.py', 'src/a.py', true],
    ['*.py', 'a.pyc', false],
    ['?.txt', 'a.txt', true],
    ['?.txt', '.txt', false],
    ['[ab]*', 'bx', true],
    ['[!ab]*', 'bx', false],
    ['[a-c].c', 'b.c', true],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['[a', '[a', true],
    ['[a-]', '-', true],
    ['a**b', 'a//b', true],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['a?', 'a\u{1F600}', true],
    ['src/*/x', 'src/a/b/x', true],
    ['a.b', 'axb', false],
  ])('%j over %j: %j', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected)
  })

  it('does not blow up', () => {
    expect(compileGlob(`${'*a'.repeat(200)}b`)('a'.repeat(5000))).toBe(false)
  })
})
