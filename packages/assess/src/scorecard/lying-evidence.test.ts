import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import type { CommitFact, GitFacts, TagFact } from '../facts/git-facts.ts'
import { gatherFacts } from '../facts/gather-facts.ts'
import { assess } from './assess.ts'

const SHA = 'a'.repeat(40)
const CI = '.github/workflows/ci.yml'

/** A workflow without any fault, so that further steps of it cannot better what it is judged by already. */
function ci(steps: string, on = '[push, pull_request]'): string {
  return `on: ${on}\npermissions: {}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@${SHA}\n      - uses: o/r@${SHA}\n${steps}`
}

const PLAIN: Readonly<Record<string, string>> = {
  [CI]: ci(''),
  'src/app.js': 'console.log(1)\n',
  'README.md': '# App\n',
  LICENSE: 'SPDX-License-Identifier: MIT\n',
}

function commits(change: (at: number) => Partial<CommitFact> = () => ({})): readonly CommitFact[] {
  const ann = { name: 'Ann', email: 'ann@mail.example' }
  return Array.from({ length: 40 }, (_, at) => ({
    id: String(at).padStart(40, '0'),
    parents: [String(at + 1).padStart(40, '0')],
    author: ann,
    committer: ann,
    authoredAt: '2026-01-01T00:00:00Z',
    committedAt: at === 39 ? '2020-01-01T00:00:00Z' : '2026-01-01T00:00:00Z',
    subject: 'Change',
    body: '',
    trailers: [],
    signature: { kind: 'none', state: 'absent' } as const,
    ...change(at),
  }))
}

const UNSIGNED: TagFact = {
  name: 'v1.0.0',
  commit: SHA,
  date: '2026-01-01T00:00:00Z',
  annotated: true,
  message: '',
  signature: { kind: 'none', state: 'absent' },
}

interface Told {
  readonly files?: Readonly<Record<string, string>>
  readonly git?: Partial<GitFacts>
}

async function sumOf({ files = {}, git = {} }: Told = {}): Promise<number> {
  const project = { name: 'forge.example/a/b', url: 'https://forge.example/a/b', forge: 'github', commit: SHA } as const
  const facts = await gatherFacts(memoryTree({ ...PLAIN, ...files }), null, { asOf: '2026-02-01T00:00:00Z', project })
  const own = commits()
  const value = { head: own[0]?.id ?? '', commits: own, commitCount: 40, shallow: false, tags: [UNSIGNED], remotes: [], ...git }
  return assess({ ...facts, git: { known: true, value } }).score
}

const PROTECTION =
  'branches:\n  - name: main\n    protection:\n      enforce_admins: true\n      required_pull_request_reviews: { required_approving_review_count: 6, dismiss_stale_reviews: true, require_code_owner_reviews: true, require_last_push_approval: true }\n      required_status_checks: { strict: true, contexts: [test] }\n'
const RULESET = JSON.stringify({
  target: 'branch',
  enforcement: 'active',
  conditions: { ref_name: { include: ['~ALL'] } },
  rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }, { type: 'pull_request', parameters: { required_approving_review_count: 6 } }],
})
const COMPANIES = ['ann@google.example.com', 'ben@microsoft.example.org', 'cat@redhat.example.net']
const trailers = [
  ['reviewed-by', 'Linus <linus@kernel.example.org>'],
  ['approved-by', 'Ada <ada@x.example.com>'],
] as const

describe('what anybody can write raises no score', () => {
  test.each<[lie: string, told: Told]>([
    ['branch rules in .github/settings.yml', { files: { '.github/settings.yml': PROTECTION } }],
    [
      'branch rules in .asf.yaml',
      {
        files: {
          '.asf.yaml':
            'github:\n  protected_branches:\n    main:\n      required_pull_request_reviews: { required_approving_review_count: 6 }\n',
        },
      },
    ],
    ['rulesets', { files: { '.github/rulesets/main.json': RULESET } }],
    [
      'somebody else’s badge',
      {
        files: { 'README.md': '# App\n[![b](https://www.bestpractices.dev/projects/1/badge)](https://www.bestpractices.dev/projects/1)\n' },
      },
    ],
    ['badge answers', { files: { '.bestpractices.json': '{"signed_releases_status":"Met"}' } }],
    ['steps that sign', { files: { [CI]: ci('      - run: cosign sign-blob x\n      - run: gpg --detach-sign x\n') } }],
    [
      'steps that attest',
      { files: { [CI]: ci(`      - uses: actions/attest-build-provenance@${SHA}\n      - run: gh release create v1\n`) } },
    ],
    ['steps that write an SBOM', { files: { [CI]: ci('      - run: syft . -o spdx-json\n') } }],
    ['steps that publish', { files: { [CI]: ci('      - run: npm publish --provenance\n') } }],
    ['tests that test nothing', { files: { [CI]: ci('      - run: npm test || true\n') } }],
    ['tests by name only', { files: { [CI]: ci('      - run: make test\n'), Makefile: 'test:\n\ttrue\n' } }],
    [
      'mail addresses of companies',
      { git: { commits: commits((at) => ({ author: { name: `P${at % 3}`, email: COMPANIES[at % 3] ?? '' } })) } },
    ],
    ['reviews in messages', { git: { commits: commits(() => ({ trailers, body: 'Reviewed-by: Linus <linus@kernel.example.org>' })) } }],
    [
      'merges by nobody',
      {
        git: {
          commits: commits(() => ({
            committer: { name: 'GitHub', email: 'noreply@github.com' },
            subject: 'Merge pull request #1 from x/y (#1)',
          })),
        },
      },
    ],
    ['signatures that nobody can check', { git: { tags: [{ ...UNSIGNED, signature: { kind: 'openpgp', state: 'present' } }] } }],
    ['signed commits that nobody can check', { git: { commits: commits(() => ({ signature: { kind: 'ssh', state: 'present' } })) } }],
  ])('%s', async (_, told) => {
    expect(await sumOf(told)).toBeLessThanOrEqual(await sumOf())
  })

  test('how changes look as if they came is told, and is no score', async () => {
    const project = { name: 'a', url: '', forge: 'github', commit: SHA } as const
    const facts = await gatherFacts(memoryTree(PLAIN), null, { asOf: '2026-02-01T00:00:00Z', project })
    const own = commits((at) => (at % 4 === 0 ? { subject: 'Direct' } : { subject: `Change (#${at})` }))
    const git = { head: own[0]?.id ?? '', commits: own, commitCount: 40, shallow: false, tags: [], remotes: [] }
    const { checks } = assess({ ...facts, git: { known: true, value: git } }, { checks: ['Branch-Protection'] })
    expect(checks[0]).toMatchObject({ score: -1, reason: expect.stringContaining('30 of the last 40 changes look as if') })
    const looped = { ...git, commits: own.map((commit) => ({ ...commit, parents: [own[0]?.id ?? ''] })) }
    expect(assess({ ...facts, git: { known: true, value: looped } }, { checks: ['Branch-Protection'] }).checks[0]?.score).toBe(-1)
  })

  test('commits of the future are not recent', async () => {
    const old = { commits: commits(() => ({ committedAt: '2021-01-01T00:00:00Z' })) }
    const dated = { commits: commits(() => ({ committedAt: '2031-01-01T00:00:00Z' })) }
    expect(await sumOf({ git: dated })).toBeLessThanOrEqual(await sumOf({ git: old }))
  })

  test('a signed tag under another name is refused', async () => {
    const raw = new Uint8Array()
    const object = {
      id: SHA,
      target: SHA,
      targetType: 'commit',
      name: 'v0.1.0',
      tagger: { name: 'A', email: 'a@x', time: 1_700_000_000, offset: 0 },
      message: '',
      signature: { kind: 'openpgp', armour: '', payload: raw, count: 1 },
      raw,
    } as const
    const tag = (name: string): never =>
      ({ name, annotated: true, target: SHA, targetType: 'commit', tagger: object.tagger, object }) as never
    const source = {
      head: () => SHA,
      async *commits() {},
      commitGraphSize: async () => 0,
      tags: async () => [tag('v0.1.0'), tag('v9.0.0')],
      remotes: () => [],
      isShallow: false,
    }
    const { gatherHistory } = await import('../facts/gather-history.ts')
    const read = await gatherHistory(source as never, { verifyObject: () => ({ state: 'verified', signer: 'key' }) })
    expect(read.known && read.value.tags.map(({ name, signature }) => [name, signature.state])).toEqual([
      ['v0.1.0', 'verified'],
      ['v9.0.0', 'refused'],
    ])
  })
})
