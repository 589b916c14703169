import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgeAddress, readForge } from '@cupel/assess'
import type { ForgeKind, ForgeReading, ForgeTransport } from '@cupel/assess'
import { forgeTokens, networkTransport } from '@cupel/engine/assess'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import type { Role } from './forge-state.ts'
import { SAMPLE } from './sample-state.ts'
import { simulateForge } from './simulate-forge.ts'
import type { SimulatedForge } from './simulate-forge.ts'
import { answerAsGitea } from './simulate-gitea.ts'
import { answerAsGithub, githubSchema } from './simulate-github.ts'
import { answerAsGitlab } from './simulate-gitlab.ts'

const ANSWERS = { github: answerAsGithub, gitlab: answerAsGitlab, gitea: answerAsGitea }
const HINTS = { commitsByEmail: new Map([['ann@example.org', 321]]), commit: '3'.padStart(40, 'a') }
const forges = new Map<ForgeKind, SimulatedForge>()
const cache = mkdtempSync(join(tmpdir(), 'cupel-test-'))

beforeAll(async () => {
  githubSchema()
  for (const kind of ['github', 'gitlab', 'gitea'] as const) forges.set(kind, await simulateForge(SAMPLE, ANSWERS[kind]))
})
afterAll(async () => {
  for (const forge of forges.values()) await forge.close()
  rmSync(cache, { recursive: true, force: true })
})

function forgeOf(kind: ForgeKind): SimulatedForge {
  const forge = forges.get(kind) as SimulatedForge
  forge.seen.length = 0
  forge.faults.length = 0
  forge.allowance = { limit: 5000, remaining: 5000, resetAt: 0 }
  return forge
}

/** The real network, with pauses that only count. */
function transport(waits: number[] = [], folder: string | null = null): ForgeTransport {
  return {
    ...networkTransport({ signal: new AbortController().signal, cacheFolder: folder }),
    wait: async (ms) => void waits.push(ms),
    random: () => 0,
  }
}

interface Ask {
  readonly kind?: ForgeKind
  readonly name?: string
  readonly token?: string
  readonly maxCalls?: number
  readonly transport?: ForgeTransport
}

function ask(forge: SimulatedForge, { kind = 'github', name = 'app', token = 'tok-admin', ...rest }: Ask = {}): Promise<ForgeReading> {
  const address = forgeAddress(`${forge.url}/acme/${name}.git`, kind)
  if (address === null) throw new Error('no address')
  return readForge(address, { transport: transport(), token, hints: HINTS, ...rest })
}

describe('GitHub', () => {
  it('answers an administrator in five calls', async () => {
    const forge = forgeOf('github')
    const { facts, releases, cost } = await ask(forge)
    expect(cost).toEqual({ calls: 5, retries: 0, unchanged: 0, pausedMs: 0 })
    expect(facts.branches).toMatchObject({
      known: true,
      value: [
        {
          name: 'main',
          requiredApprovals: 2,
          enforcedOnAdmins: true,
          requiresCodeOwners: true,
          requiresUpToDate: true,
          statusChecks: ['test'],
        },
      ],
    })
    expect(facts.commits).toMatchObject({ known: true, value: { length: 30 } })
    expect(facts.changes).toMatchObject({ known: true, value: { length: 15 } })
    if (!facts.changes.known || !facts.successfulRuns.known) throw new Error('unknown')
    expect(facts.changes.value[0]).toMatchObject({
      author: { login: 'ann', bot: false },
      reviews: [{ author: { login: 'ben' }, state: 'approved', association: 'member' }],
      checks: [{ name: 'github-actions', state: 'success' }],
    })
    expect([...facts.successfulRuns.value.keys()].sort()).toEqual(['ci.yml', 'release.yml'])
    expect(facts.successfulRunsOnCommit).toEqual({ known: true, value: new Set(['ci.yml', 'release.yml']) })
    expect(facts.contributors).toEqual({
      known: true,
      value: [{ login: 'ann', contributions: 321, bot: false, companies: ['@Acme'], organisations: ['acme'] }],
    })
    expect(facts.webhooks).toEqual({ known: true, value: [{ id: '1', hasSecret: false, url: 'https://hook.example/' }] })
    expect(facts.defaultWorkflowPermissions).toEqual({ known: true, value: 'read' })
    expect(facts.settings).toMatchObject({ known: true, value: { privateReporting: true, secretScanning: true, pushProtection: false } })
    expect(facts.organisationPolicy).toMatchObject({ known: true, value: { path: 'SECURITY.md', text: 'Report to security@acme.example' } })
    expect(releases).toMatchObject({ known: true, value: [{ tag: 'v2.0.0', assets: [{ name: 'app.tgz' }, { name: 'app.tgz.sig' }] }] })
  })

  it.each<readonly [Role, string, number, Readonly<Record<string, boolean>>]>([
    [
      'anonymous',
      '',
      5,
      {
        repository: true,
        branches: true,
        changes: false,
        webhooks: false,
        defaultWorkflowPermissions: false,
        twoFactorRequired: false,
        contributors: false,
        settings: true,
      },
    ],
    [
      'stranger',
      'tok-stranger',
      2,
      {
        repository: true,
        branches: true,
        changes: true,
        webhooks: false,
        defaultWorkflowPermissions: false,
        twoFactorRequired: false,
        contributors: true,
        settings: true,
      },
    ],
    [
      'writer',
      'tok-writer',
      2,
      {
        repository: true,
        branches: true,
        changes: true,
        webhooks: false,
        defaultWorkflowPermissions: false,
        twoFactorRequired: false,
        contributors: true,
        settings: true,
      },
    ],
    [
      'admin',
      'tok-admin',
      5,
      {
        repository: true,
        branches: true,
        changes: true,
        webhooks: true,
        defaultWorkflowPermissions: true,
        twoFactorRequired: false,
        contributors: true,
        settings: true,
      },
    ],
    [
      'owner',
      'tok-owner',
      5,
      {
        repository: true,
        branches: true,
        changes: true,
        webhooks: true,
        defaultWorkflowPermissions: true,
        twoFactorRequired: true,
        contributors: true,
        settings: true,
      },
    ],
  ])('shows %s what they may see, and says what the rest needs', async (_, token, calls, expected) => {
    const { facts, cost } = await ask(forgeOf('github'), { token })
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, facts[key as keyof typeof facts].known]))).toEqual(expected)
    expect(cost.calls).toBeLessThanOrEqual(calls)
    for (const fact of Object.values(facts)) if (!fact.known) expect(fact.missing.remedy).not.toBe('')
  })

  it('never takes a hidden rule for an absent one', async () => {
    const hidden = await ask(forgeOf('github'), { token: 'tok-stranger' })
    expect(hidden.facts.branches).toMatchObject({
      value: [{ protected: true, requiredApprovals: 2, enforcedOnAdmins: null, dismissesStaleReviews: null, requiresUpToDate: null }],
    })
    const anonymous = await ask(forgeOf('github'), { token: '' })
    expect(anonymous.facts.branches).toMatchObject({ value: [{ protected: null, allowsForcePush: null, requiredApprovals: null }] })
    const ruled = await ask(forgeOf('github'), { token: '', name: 'ruled' })
    expect(ruled.facts.branches).toMatchObject({
      value: [{ protected: true, requiredApprovals: 1, allowsForcePush: false, allowsDeletion: false }],
    })
    const trial = await ask(forgeOf('github'), { token: 'tok-admin', name: 'trial' })
    expect(trial.facts.branches).toMatchObject({ value: [{ protected: false, requiredApprovals: 0, allowsForcePush: true }] })
  })

  it('cannot tell a hidden repository from none', async () => {
    for (const token of ['', 'tok-stranger']) {
      const { facts, releases } = await ask(forgeOf('github'), { token, name: 'secret' })
      expect([facts.repository.known, facts.branches.known, releases.known]).toEqual([false, false, false])
      expect(facts.repository).toMatchObject({ missing: { what: 'permission' } })
    }
    expect((await ask(forgeOf('github'), { name: 'secret' })).facts.repository).toMatchObject({ known: true, value: { private: true } })
  })

  it('refuses to go on with a bad token, and never shows it', async () => {
    const forge = forgeOf('github')
    const reading = await ask(forge, { token: 'tok-wrong' })
    expect(forge.seen).toHaveLength(1)
    expect(reading.facts.commits).toMatchObject({
      known: false,
      missing: { what: 'permission', remedy: 'make a new token: this one is wrong, expired or revoked' },
    })
    expect(JSON.stringify(reading)).not.toContain('tok-wrong')
  })

  it('tries again after 5xx and closed connections, and counts it', async () => {
    const forge = forgeOf('github')
    forge.faults.push({ status: 502 }, { status: 'drop' }, { status: 503 })
    const waits: number[] = []
    const { facts, cost } = await ask(forge, { transport: transport(waits) })
    expect([facts.commits.known, cost.retries, waits]).toEqual([true, 3, [500, 1000, 2000]])
  })

  it('gives up after four tries with the reason', async () => {
    const forge = forgeOf('github')
    forge.faults.push(...Array.from({ length: 4 }, () => ({ status: 500 })))
    expect((await ask(forge)).facts.commits).toMatchObject({
      missing: { what: 'network', detail: expect.stringContaining('HTTP status 500') },
    })
  })

  it('waits as long as it is told, and not longer than allowed', async () => {
    const forge = forgeOf('github')
    forge.faults.push(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 403, body: '{"message":"You have exceeded a secondary rate limit"}' },
    )
    const waits: number[] = []
    const { facts } = await ask(forge, { transport: transport(waits) })
    expect([facts.commits.known, waits]).toEqual([true, [7000, 60_000]])
    const used = forgeOf('github')
    used.allowance = { limit: 60, remaining: 0, resetAt: Math.floor(Date.now() / 1000) + 3000 }
    const { facts: none } = await ask(used, { token: '' })
    expect(none.repository).toMatchObject({
      missing: { what: 'network', remedy: 'give a token: anonymous calls are limited to 60 an hour' },
    })
    expect(used.seen).toHaveLength(1)
  })

  it('keeps answers, asks whether they changed, and keeps no token on disk', async () => {
    const forge = forgeOf('github')
    const first = await ask(forge, { token: '', transport: transport([], cache) })
    const second = await ask(forge, { token: '', transport: transport([], cache) })
    expect([first.cost.unchanged, second.cost.unchanged]).toEqual([0, 5])
    expect(second.facts).toEqual(first.facts)
    await ask(forge, { transport: transport([], cache) })
    for (const file of readdirSync(cache)) expect(readFileSync(join(cache, file), 'utf8')).not.toContain('tok-admin')
  })

  it('stops at the budget', async () => {
    const { facts, cost } = await ask(forgeOf('github'), { maxCalls: 2 })
    expect([cost.calls, facts.commits.known, facts.webhooks.known]).toEqual([2, true, false])
    expect(facts.webhooks).toMatchObject({ missing: { remedy: 'allow more with --forge-calls N' } })
  })

  it('takes any answer without crashing', async () => {
    const forge = forgeOf('github')
    for (const body of [
      '',
      'null',
      '[]',
      '{"data":null}',
      '{"data":{"repository":{"defaultBranchRef":{"target":5}}}}',
      '<html>',
      '{"errors":[{"type":"FORBIDDEN","path":["repository"],"message":"no"}],"data":{"repository":null}}',
    ]) {
      forge.faults.push({ status: 200, body })
      const { facts } = await ask(forge)
      expect(facts.webhooks.known === true && body === '<html>').toBe(false)
    }
  })
})

describe('GitLab', () => {
  it('tells in five calls what it can, and leaves reviews unknown rather than absent', async () => {
    const { facts, cost } = await ask(forgeOf('gitlab'), { kind: 'gitlab' })
    expect(cost.calls).toBe(5)
    expect(facts.branches).toMatchObject({
      known: true,
      value: [
        {
          requiresPullRequests: true,
          allowsForcePush: false,
          requiresCodeOwners: true,
          requiredApprovals: null,
          requiresStatusChecks: true,
        },
      ],
    })
    expect(facts.changes).toMatchObject({ known: false, missing: { remedy: expect.stringContaining('--forge-calls') } })
  })

  it('reads approvals, rules and hooks with a larger budget', async () => {
    const { facts } = await ask(forgeOf('gitlab'), { kind: 'gitlab', maxCalls: 60 })
    expect(facts.changes).toMatchObject({ known: true, value: { length: 20 } })
    expect(facts.branches).toMatchObject({ value: [{ requiredApprovals: 2, dismissesStaleReviews: true }] })
    expect(facts.webhooks).toMatchObject({ value: [{ hasSecret: false, url: 'https://hook.example/' }] })
  })

  it('never fails a stranger for lack of rights', async () => {
    const { facts } = await ask(forgeOf('gitlab'), { kind: 'gitlab', token: 'tok-stranger', maxCalls: 60 })
    expect([facts.repository.known, facts.branches.known, facts.webhooks.known, facts.changes.known]).toEqual([true, false, false, true])
    const anonymous = await ask(forgeOf('gitlab'), { kind: 'gitlab', token: '', maxCalls: 60 })
    expect([anonymous.facts.branches.known, anonymous.facts.changes.known]).toEqual([false, false])
  })
})

describe('Gitea', () => {
  it('tells in five calls what it can', async () => {
    const { facts, cost } = await ask(forgeOf('gitea'), { kind: 'gitea' })
    expect([cost.calls, facts.changes.known]).toEqual([5, false])
    expect(facts.branches).toMatchObject({ value: [{ requiredApprovals: 2, requiresPullRequests: true, requiresUpToDate: true }] })
  })

  it('reads reviews with a larger budget', async () => {
    const { facts } = await ask(forgeOf('gitea'), { kind: 'gitea', maxCalls: 60 })
    expect(facts.changes).toMatchObject({ known: true, value: { length: 20 } })
  })

  it('never fails a stranger for lack of rights', async () => {
    const { facts } = await ask(forgeOf('gitea'), { kind: 'gitea', token: 'tok-stranger' })
    expect(facts.branches).toMatchObject({ known: false, missing: { what: 'permission' } })
  })
})

test('every query asks only for what the published schema has', async () => {
  const { validate, parse } = await import('graphql')
  const { GITHUB_QUERY } = await import('../../packages/assess/src/forge/github/github-query.ts')
  expect(validate(githubSchema(), parse(GITHUB_QUERY))).toEqual([])
})

test.each([
  ['https://github.com/acme/app.git', 'github https://api.github.com acme app'],
  ['git@github.com:acme/app.git', 'github https://api.github.com acme app'],
  ['ssh://git@github.com:22/acme/app', 'github https://api.github.com acme app'],
  ['https://user:secret@gitlab.com/group/sub/app.git', 'gitlab https://gitlab.com/api/v4 group/sub app'],
  ['https://codeberg.org/acme/app/', 'gitea https://codeberg.org/api/v1 acme app'],
  ['https://git.example/acme/app', null],
  ['https://github.com/acme', null],
  ['https://github.com/acme/app/tree/main', null],
  ['https://github.com/acme/..', null],
  ['/srv/git/app.git', null],
])('%s', (remote, expected) => {
  const address = forgeAddress(remote)
  expect(address === null ? null : `${address.kind} ${address.api} ${address.owner} ${address.name}`).toBe(expected)
})

const HOSTS = new Map([
  ['git.acme.example', 'gitlab'],
  ['code.acme.example:8443', 'gitea'],
  ['ghe.acme.example', 'github'],
  ['github.com', 'gitea'],
] as const)

test.each([
  ['https://git.acme.example/group/sub/app.git', 'gitlab https://git.acme.example/api/v4 group/sub app'],
  ['git@GIT.acme.example:group/app.git', 'gitlab https://git.acme.example/api/v4 group app'],
  ['ssh://git@git.acme.example:2222/group/app', 'gitlab https://git.acme.example/api/v4 group app'],
  ['https://code.acme.example:8443/acme/app', 'gitea https://code.acme.example:8443/api/v1 acme app'],
  ['ssh://git@code.acme.example/acme/app', 'gitea https://code.acme.example:8443/api/v1 acme app'],
  ['https://code.acme.example/acme/app', null],
  ['https://ghe.acme.example/acme/app', 'github https://ghe.acme.example/api/v3 acme app'],
  ['https://acme.ghe.com/acme/app', 'github https://api.acme.ghe.com acme app'],
  ['https://github.com/acme/app', 'github https://api.github.com acme app'],
  ['https://git.acme.example.evil.example/acme/app', null],
  ['https://evil.example/git.acme.example/app', null],
])('%s with forges of one’s own', (remote, expected) => {
  const address = forgeAddress(remote, HOSTS)
  expect(address === null ? null : `${address.kind} ${address.api} ${address.owner} ${address.name}`).toBe(expected)
})

test.each(['github', 'gitlab', 'gitea'] as const)('a self-hosted %s answers, and is told nothing but its own token', async (kind) => {
  const forge = forgeOf(kind)
  const host = new URL(forge.url).host
  const hosts = new Map([[host, kind]])
  const address = forgeAddress(`${forge.url}/acme/app.git`, hosts)
  if (address === null) throw new Error('no address')
  const env = { GITHUB_TOKEN: 'tok-public', GITLAB_TOKEN: 'tok-public', CODEBERG_TOKEN: 'tok-public' }
  const token = forgeTokens({ env, hosts, files: new Map([[host, 'tok-admin']]), file: 'tok-public', anonymous: false })(address)
  const { facts } = await readForge(address, { transport: transport(), token: token ?? '', hints: HINTS })
  expect(facts.repository).toMatchObject({ known: true })
  expect(forge.seen.length).toBeGreaterThan(0)
  expect(JSON.stringify(forge.seen)).not.toContain('tok-public')
})
