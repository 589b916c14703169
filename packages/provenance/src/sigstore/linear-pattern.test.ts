import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refused } from '../verdict/refused.ts'
import { LinearPattern } from './linear-pattern.ts'

describe('LinearPattern', () => {
  it.each([
    ['https://github\\.com/a/.*', 'https://github.com/a/b', true],
    ['https://github\\.com/a/.*', 'https://githubxcom/a/b', false],
    ['github', 'https://github.com', false],
    ['^abc$', 'abc', true],
    ['a|b', 'b', true],
    ['a|b', 'ab', false],
    ['(?:foo|bar)+', 'foobarfoo', true],
    ['v\\d+\\.\\d+(-rc\\d)?', 'v1.20-rc1', true],
    ['[a-z0-9_-]{2,4}', 'a_-9', true],
    ['[a-z0-9_-]{2,4}', 'a', false],
    ['[^/]+/[^/]+', 'a/b/c', false],
    ['x{0,2}y', 'xxy', true],
    ['x{0,2}y', 'xxxy', false],
    ['x{2,}', 'xxxxx', true],
    ['x{2,}', 'x', false],
    ['', '', true],
    ['', 'a', false],
    ['.', '\n', false],
    ['[\\d.]*', '1.2.3', true],
    ['a{0,1}', '', true],
  ])('/%s/ on %j is %s', (pattern, text, expected) => {
    expect(new LinearPattern(pattern).matches(text)).toBe(expected)
  })

  it.each(['(a', 'a)', '*', 'a**', '(?=a)', '(?<n>a)', '\\1', '[a', 'a{3,1}', 'a{1000}', '[z-a]', 'a$b', '(a'.repeat(100), '[[:alpha:]]'])(
    'refuses /%s/',
    (pattern) => {
      expect(() => new LinearPattern(pattern)).toThrow(Refused)
    },
  )

  it('takes no longer for patterns that trap others', () => {
    const text = `${'a'.repeat(9_999)}!`
    for (const pattern of ['(a+)+', '(a|a)*', '(a|aa)+', '(.*)*', '(a*)*b'])
      expect(new LinearPattern(pattern).matches(text)).toBe(pattern === '(.*)*')
  })

  it('agrees with the language on patterns both know', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(?:ab)', '\\w')
    const piece = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}', '{2}')).map(([one, many]) => one + many)
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[abc]{0,6}$/), (source, text) => {
        expect(new LinearPattern(source).matches(text)).toBe(new RegExp(`^(?:${source})$`).test(text))
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})
