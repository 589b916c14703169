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

describe('self-hosted forges', () => {
  const hosts = new Map([
    ['git.acme.example', 'gitlab'],
    ['git.acme.example:8443', 'gitea'],
    ['ghe.acme.example', 'github'],
    ['127.0.0.1:3000', 'gitea'],
  ] as const)

  function given(
    remote: string,
    more: Omit<Parameters<typeof forgeTokens>[0], 'env' | 'anonymous'>,
    own: Record<string, string> = {},
  ): string | null {
    const address = forgeAddress(remote, hosts)
    if (address === null) throw new Error('no address')
    return forgeTokens({ env: { ...env, ...own }, anonymous: false, hosts, ...more })(address)
  }

  it.each([
    ['https://git.acme.example/a/b', { files: new Map([['git.acme.example', 'secret-1\n']]) }, {}, 'secret-1'],
    ['git@git.acme.example:a/b.git', { files: new Map([['git.acme.example', 'secret-1']]) }, {}, 'secret-1'],
    ['https://git.acme.example:8443/a/b', { files: new Map([['git.acme.example', 'secret-1']]) }, {}, null],
    ['https://git.acme.example/a/b', {}, { CUPEL_TOKEN_GIT_ACME_EXAMPLE: 'secret-2' }, 'secret-2'],
    ['https://ghe.acme.example/a/b', {}, { CUPEL_TOKEN_GIT_ACME_EXAMPLE: 'secret-2' }, null],
    ['https://git.acme.example/a/b', { file: 'glpat-abc' }, {}, null],
    ['http://git.acme.example/a/b', { files: new Map([['git.acme.example', 'secret-1']]) }, {}, null],
    ['http://127.0.0.1:3000/a/b', { files: new Map([['127.0.0.1:3000', 'secret-3']]) }, {}, 'secret-3'],
    ['https://ghe.acme.example/a/b', {}, { GH_HOST: 'ghe.acme.example', GH_ENTERPRISE_TOKEN: 'secret-4' }, 'secret-4'],
    ['https://ghe.acme.example/a/b', {}, { GH_HOST: 'other.example', GH_ENTERPRISE_TOKEN: 'secret-4' }, null],
    ['https://ghe.acme.example/a/b', {}, { GITHUB_SERVER_URL: 'https://ghe.acme.example' }, 'own-github'],
    ['https://github.com/a/b', {}, { GITHUB_SERVER_URL: 'https://ghe.acme.example' }, null],
    ['https://github.com/a/b', {}, { GITHUB_SERVER_URL: 'https://github.com' }, 'own-github'],
    ['https://github.com/a/b', { files: new Map([['git.acme.example', 'secret-1']]) }, {}, 'own-github'],
    ['https://github.com/a/b', { files: new Map([['github.com', 'secret-5']]) }, {}, 'secret-5'],
    ['https://gitlab.com/a/b', { files: new Map([['github.com', 'secret-5']]) }, {}, 'own-gitlab'],
  ])('%s, given %o and %o, gets %s', (remote, more, own, expected) => {
    expect(given(remote, more, own)).toBe(expected)
  })
})
