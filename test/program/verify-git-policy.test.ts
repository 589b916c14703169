import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cupel } from './cupel.ts'
import { verdict } from './signing.ts'

const REPOSITORY = 'https://forge.example/acme/app'
let folder = ''
let repo = ''

function tool(program: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: repo, encoding: 'utf8', env })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}

const git = (...args: readonly string[]): string =>
  tool('git', '-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'gpg.format=ssh', ...args)
const commit = (key: string | null, message: string): string => {
  git('commit', '--allow-empty', '-q', '-m', message, ...(key === null ? ['--no-gpg-sign'] : [`-S${join(folder, key)}`]))
  return git('rev-parse', 'HEAD')
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cupel-test-'))
  repo = join(folder, 'repo')
  mkdirSync(repo)
  for (const name of ['alice', 'bob']) tool('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name))
  git('init', '-q')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function policy(...rules: readonly string[]): void {
  const identity = (name: string, more = ''): string => `[[identity]]\nname = "${name}"\nkind = "ssh"\nkey = "${name}.pub"\n${more}`
  const text = [
    'version = 1',
    identity('alice'),
    identity('bob'),
    identity('bob-before', 'valid-until = 2001-01-01\n').replace('bob-before.pub', 'bob.pub'),
    ...rules,
  ]
  writeFileSync(join(folder, 'trust.toml'), text.join('\n'))
}

const rule = (kind: string, by: string, since = ''): string =>
  `[[rule]]\nname = "${kind}"\nfor = ["repo:https://forge.example/acme/*"]\nevidence = ["${kind}"]\nby = ["${by}"]\n${since === '' ? '' : `since = "${since}"\n`}`

const judge = () => verdict(['verify', 'git', 'repo', '--trust', 'trust.toml', '--repository', REPOSITORY], { cwd: folder })

describe('cupel verify git by a policy', () => {
  test('commits since a start, by those whom a rule names, and tags', async () => {
    const start = commit(null, 'before anybody signed')
    commit('alice', 'one')
    commit('alice', 'two')
    policy(rule('commit', 'alice', start))
    const good = await judge()
    expect(good.report.items[0]?.step).toMatchObject({ outcome: 'passed', found: '2' })
    expect(good).toMatchObject({ code: 0, report: { items: [{ vouchedBy: ['alice'], signers: [{ kind: 'ssh' }] }] } })
    policy(rule('commit', 'alice'))
    expect(await judge()).toMatchObject({ code: 5, report: { items: [{ step: { reason: '1 of 3 are not signed as the rule asks' } }] } })
    policy(rule('commit', 'bob', start))
    expect(await judge()).toMatchObject({
      code: 5,
      report: { items: [{ step: { steps: [{ code: 'signer-mismatch' }, { code: 'signer-mismatch' }] } }] },
    })
    policy(rule('commit', 'alice', start), rule('tag', 'alice'))
    expect(await judge()).toMatchObject({ code: 5 })
    git('-c', `user.signingkey=${join(folder, 'alice')}`, 'tag', '-s', 'v1', '-m', 'v1')
    expect(await judge()).toMatchObject({ code: 0, report: { items: [{ kind: 'git-history' }, { kind: 'git-tags' }] } })
    commit('bob', 'three')
    expect(await judge()).toMatchObject({ code: 5 })
    policy(rule('commit', 'bob-before', git('rev-parse', 'HEAD~1')))
    expect(await judge()).toMatchObject({
      code: 5,
      report: { items: [{ step: { steps: [{ reason: expect.stringContaining('valid-until') }] } }] },
    })
    policy('[[rule]]\nname = "x"\nfor = ["path:*"]\nevidence = ["commit"]\nby = ["alice"]\n')
    await expect(judge()).rejects.toThrow('exit 2')
  })
})

test('a repository whose refs are not read is told, and is no pass', () => {
  const other = join(folder, 'reftable')
  tool('git', 'init', '-q', other)
  tool('git', '-C', other, 'config', 'extensions.refStorage', 'reftable')
  writeFileSync(join(folder, 'allowed'), `a@example.org ${readFileSync(join(folder, 'alice.pub'), 'utf8')}`)
  const { code, stderr } = cupel(['verify', 'git', other, '--allowed-signers', join(folder, 'allowed')])
  expect(code).toBe(3)
  expect(stderr).toContain('keeps its refs as reftable, which is not read')
})
