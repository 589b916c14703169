import { describe, expect, test } from 'vitest'
import { excluder, parseIgnore } from './ignore.ts'

describe('excluder', () => {
  test.each([
    [['node_modules'], 'a/node_modules/', true],
    [['node_modules/'], 'node_modules', false],
    [['/dist'], 'a/dist/', false],
    [['docs/**'], 'docs/a/b.md', true],
    [['docs/**'], 'docs/', false],
    [['**/test/*.json'], 'a/b/test/x.json', true],
    [['*.lock', '!yarn.lock'], 'yarn.lock', false],
    [['a', '!a/keep'], 'a/keep', true],
    [['gr?n'], 'grün', true],
    [['[[:digit:]]x'], '7x', true],
    [[], 'anything', false],
  ])('%j on %s: %s', (globs, path, expected) => {
    expect(excluder(globs)(path)).toBe(expected)
  })

  test('a hostile glob takes no longer than its length times that of the path', () => {
    const excludes = excluder(['*a'.repeat(200) + 'b', 'x/' + '**/a/'.repeat(200) + 'b'])
    expect(excludes('a'.repeat(2000))).toBe(false)
    expect(excludes('x/' + 'a/'.repeat(1000) + 'c')).toBe(false)
  })
})

describe('parseIgnore', () => {
  test('says nothing where no rule fits', () => {
    const rules = parseIgnore('\ufeff# comment\r\n*.log\r\n!keep.log\r\n')
    expect([rules.judge('a.log', false), rules.judge('keep.log', false), rules.judge('a.txt', false)]).toEqual([true, false, null])
  })
})
