import { describe, expect, it } from 'vitest'
import { compileGittufPattern } from './gittuf-pattern.ts'

describe('patterns of gittuf rules', () => {
  it.each([
    ['file:src/*', 'file:src/a/b', true],
    ['file:src/*', 'file:srcs/a', false],
    ['*', 'git:refs/heads/main', true],
    ['git:refs/heads/v?', 'git:refs/heads/v1', true],
    ['git:refs/heads/v[0-9]', 'git:refs/heads/vx', false],
    ['file:[!a]', 'file:b', true],
  ])('%s and %s', (pattern, target, expected) => {
    expect(compileGittufPattern(pattern)(target)).toBe(expected)
  })

  it.each(['file:\\*', 'file:[^a]', 'file:[[:alpha:]]', 'file:[a', 'file:[]', 'file:[!]'])('%s is read in two ways', (pattern) => {
    expect(() => compileGittufPattern(pattern)).toThrow('two ways')
  })
})
