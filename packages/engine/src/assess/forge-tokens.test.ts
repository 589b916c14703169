import { forgeAddress } from '@cupel/assess'
import { describe, expect, it } from 'vitest'
import { forgeTokens } from './forge-tokens.ts'

const env = { GITHUB_TOKEN: 'own-github', GITLAB_TOKEN: 'own-gitlab', CODEBERG_TOKEN: 'own-codeberg' }

function tokenFor(remote: string, file?: string, anonymous = false): string | null {
  const address = forgeAddress(remote, /evil|http:|:8443/.test(remote) ? 'github' : undefined)
  if (address === null) throw new Error('no address')
  return forgeTokens({ env, anonymous, ...(file === undefined ? {} : { file }) })(address)
}

describe('a token goes to the forge it is for and to no other', () => {
  it.each([
    ['https://github.com/a/b', 'own-github'],
    ['git@github.com:a/b.git', 'own-github'],
    ['https://gitlab.com/a/b', 'own-gitlab'],
    ['https://codeberg.org/a/b', 'own-codeberg'],
    ['https://gitea.com/a/b', null],
    ['https://gitlab.evil.example/a/b', null],
    ['https://github.com.evil.example/a/b', null],
    ['https://evil.example/a/b', null],
    ['https://github.com:8443/a/b', null],
    ['http://github.com/a/b', null],
  ])('%s gets %s', (remote, expected) => {
    expect(tokenFor(remote)).toBe(expected)
    expect(tokenFor(remote, undefined, true)).toBe(expected ?? '')
  })

  it.each([
    ['https://github.com/a/b', 'ghp_abc', 'ghp_abc'],
    ['https://gitlab.com/a/b', 'ghp_abc', 'own-gitlab'],
    ['https://gitlab.com/a/b', 'glpat-abc', 'glpat-abc'],
    ['https://github.com/a/b', 'glpat-abc', 'own-github'],
    ['https://codeberg.org/a/b', '0123456789abcdef', '0123456789abcdef'],
    ['https://gitlab.evil.example/a/b', 'glpat-abc', null],
  ])('%s with a file of %s gets %s', (remote, file, expected) => {
    expect(tokenFor(remote, `${file}\n`)).toBe(expected)
  })
})
