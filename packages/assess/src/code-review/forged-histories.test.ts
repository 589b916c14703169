import { memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import type { ForgeChange, ForgeCommit, ForgeFacts, ForgeReview } from '../facts/forge-facts.ts'
import type { CommitFact, GitFacts } from '../facts/git-facts.ts'
import { gatherFacts } from '../facts/gather-facts.ts'
import { noForge } from '../facts/no-forge.ts'
import { assess } from '../scorecard/assess.ts'

const ANN = { name: 'Ann', email: 'ann@a.example' }
const BEN = { name: 'Ben', email: 'ben@b.example' }

function commit(at: number, change: Partial<CommitFact> = {}): CommitFact {
  return {
    id: String(at).padStart(40, '0'),
    parents: [String(at + 1).padStart(40, '0')],
    author: ANN,
    committer: ANN,
    authoredAt: '2026-01-01T00:00:00Z',
    committedAt: '2026-01-01T00:00:00Z',
    subject: 'Change something',
    body: '',
    trailers: [],
    signature: { kind: 'none', state: 'absent' },
    ...change,
  }
}

function history(make: (at: number) => Partial<CommitFact>): GitFacts {
  const commits = Array.from({ length: 30 }, (_, at) => commit(at, make(at)))
  return { head: commits[0]?.id ?? '', commits, commitCount: 30, shallow: false, tags: [], remotes: [] }
}

const ann = { login: 'ann', bot: false }
const sock = { login: 'sock', bot: false }

function review(change: Partial<ForgeReview>): ForgeReview {
  return { author: sock, state: 'approved', association: 'none', commit: '', ...change }
}

function forge(make: (at: number) => Partial<ForgeChange>, message = 'Change'): Partial<ForgeFacts> {
  const numbers = Array.from({ length: 30 }, (_, at) => at + 1)
  const commits: ForgeCommit[] = numbers.map((at) => ({
    id: `c${at}`,
    message,
    committedAt: '2026-01-01T00:00:00Z',
    author: ann,
    committer: ann,
    change: at,
  }))
  const changes: ForgeChange[] = numbers.map((at) => ({
    number: at,
    url: `https://forge.example/${at}`,
    mergedAt: '2026-01-01T00:00:00Z',
    author: ann,
    mergedBy: ann,
    headCommit: `c${at}`,
    labels: [],
    reviews: [],
    checks: [],
    ...make(at),
  }))
  return { commits: { known: true, value: commits }, changes: { known: true, value: changes } }
}

async function judged(git: GitFacts | null, seen: Partial<ForgeFacts> = {}, home: 'github' | 'none' = 'github') {
  const facts = await gatherFacts(memoryTree({}), null, {
    asOf: '2026-02-01T00:00:00Z',
    project: { name: 'x', url: 'https://forge.example/x', forge: home, commit: '' },
    forge: { ...noForge(), ...seen },
  })
  const { checks, probes } = assess({ ...facts, git: git === null ? facts.git : { known: true, value: git } }, { checks: ['Code-Review'] })
  return {
    score: checks[0]?.score ?? -2,
    reason: checks[0]?.reason ?? '',
    outcome: probes.find(({ probe }) => probe.id === 'codeApproved')?.findings[0]?.outcome,
  }
}

const trailer = (key: string, value: string): Partial<CommitFact> => ({ body: `${key}: ${value}`, trailers: [[key.toLowerCase(), value]] })

/** Histories in which nobody but the author looked, made to look as if somebody had. */
const FORGED: readonly (readonly [name: string, git: GitFacts | null, forge?: Partial<ForgeFacts>])[] = [
  ['Reviewed-by of a name that never commits', history(() => trailer('Reviewed-by', 'Zed <zed@z.example>'))],
  [
    'Reviewed-by of a second author',
    history((at) => ({ author: at % 2 === 0 ? ANN : BEN, ...trailer('Reviewed-by', 'Ben <ben@b.example>') })),
  ],
  [
    'Gerrit’s two lines',
    history((at) => ({
      author: at % 2 === 0 ? ANN : BEN,
      body: 'Reviewed-on: https://r.example/1\nReviewed-by: Ben',
      trailers: [
        ['reviewed-on', 'https://r.example/1'],
        ['reviewed-by', 'Ben'],
      ],
    })),
  ],
  [
    'Phabricator’s line',
    history((at) => ({ author: at % 2 === 0 ? ANN : BEN, ...trailer('Differential Revision', 'https://p.example/D123') })),
  ],
  ['Piper’s line', history((at) => ({ author: at % 2 === 0 ? ANN : BEN, ...trailer('PiperOrigin-RevId', '123456') }))],
  [
    'Approved-by and Acked-by',
    history((at) => ({
      author: at % 2 === 0 ? ANN : BEN,
      body: 'Approved-by: Ben\nAcked-by: Ben',
      trailers: [
        ['approved-by', 'Ben'],
        ['acked-by', 'Ben'],
      ],
    })),
  ],
  ['numbers of change requests in subjects', history((at) => ({ author: at % 2 === 0 ? ANN : BEN, subject: `Change (#${at})` }))],
  [
    'a committer that says to be the forge',
    history((at) => ({ author: at % 2 === 0 ? ANN : BEN, committer: { name: 'GitHub', email: 'noreply@github.com' } })),
  ],
  ['a committer that says to be somebody else', history(() => ({ committer: BEN }))],
  [
    'merge commits made by hand',
    history((at) => (at % 2 === 0 ? { parents: ['a', 'b'], subject: 'Merge pull request #1', author: BEN, committer: BEN } : {})),
  ],
  ['signatures that were not verified', history(() => ({ committer: BEN, signature: { kind: 'openpgp', state: 'present' } }))],
  ['signatures that were refused', history(() => ({ committer: BEN, signature: { kind: 'openpgp', state: 'refused' } }))],
  [
    'the author’s own verified key under another committer’s name',
    history((at) => ({ committer: at === 0 ? ANN : BEN, signature: { kind: 'ssh', state: 'verified', signer: 'SHA256:annskey' } })),
  ],
  [
    'the forge’s key on everything',
    history((at) => ({
      author: at % 2 === 0 ? ANN : BEN,
      signature: { kind: 'openpgp', state: 'verified', signer: 'GitHub <noreply@github.com>' },
    })),
  ],
  ['labels lgtm and approved', null, forge(() => ({ labels: ['lgtm', 'approved'], reviews: [], mergedBy: ann, author: ann }))],
  ['an author who approves himself', null, forge(() => ({ reviews: [review({ author: ann, association: 'owner' })] }))],
  [
    'an author who approves himself in other letters',
    null,
    forge(() => ({ reviews: [review({ author: { login: 'ANN', bot: false }, association: 'owner' })] })),
  ],
  ['a merge by a second account', null, forge(() => ({ mergedBy: sock }))],
  ['an approval by an account without rights', null, forge(() => ({ reviews: [review({ association: 'none' })], mergedBy: sock }))],
  ['an approval by an account that once contributed', null, forge(() => ({ reviews: [review({ association: 'contributor' })] }))],
  [
    'an approval by a bot',
    null,
    forge(() => ({ reviews: [review({ author: { login: 'approve-bot', bot: true }, association: 'member' })] })),
  ],
  ['an approval that was dismissed', null, forge(() => ({ reviews: [review({ state: 'dismissed', association: 'member' })] }))],
  ['an approval by a deleted account', null, forge(() => ({ reviews: [review({ author: null, association: 'member' })] }))],
  [
    'messages with every word at once',
    null,
    forge(() => ({}), 'Change\n\nReviewed-on: x\nReviewed-by: y\nDifferential Revision: D1\nPiperOrigin-RevId: 1234'),
  ],
]

describe('forged histories', () => {
  test.each(FORGED.map(([name, git, seen = {}]) => ({ name, git, seen })))('$name does not pass', async ({ git, seen }) => {
    const { score, outcome } = await judged(git, seen)
    expect(outcome).not.toBe('true')
    expect(score).toBeLessThan(1)
  })
})

describe('honest histories', () => {
  test('one person alone is not given a 0', async () => {
    const { score, reason } = await judged(history(() => ({})))
    expect([score, reason]).toEqual([-1, 'there are not enough people: one person does all the work'])
    expect(
      (
        await judged(
          null,
          forge(() => ({})),
        )
      ).score,
    ).toBe(-1)
  })

  test('approvals by members count', async () => {
    const { score, outcome } = await judged(
      null,
      forge(() => ({ reviews: [review({ association: 'member' })] })),
    )
    expect([score, outcome]).toEqual([10, 'true'])
  })

  test('half of the changes approved is half of the score', async () => {
    const { score } = await judged(
      null,
      forge((at) => ({ reviews: at % 2 === 0 ? [review({ association: 'member' })] : [] })),
    )
    expect(score).toBe(5)
  })

  test('keys of second people, each known by commits of his own, prove a review', async () => {
    const git = history((at) => {
      const [author, other, key] = at % 2 === 0 ? [ANN, BEN, 'SHA256:ben'] : [BEN, ANN, 'SHA256:ann']
      return { author, committer: other, signature: { kind: 'ssh', state: 'verified', signer: key } }
    })
    expect(await judged(git)).toMatchObject({ score: 10, outcome: 'true' })
  })

  test('several people and no sign of review is a 0 only where no forge could keep reviews', async () => {
    const git = history((at) => (at % 2 === 0 ? {} : { author: BEN, committer: BEN }))
    expect(await judged(git, {}, 'none')).toMatchObject({ score: 0, outcome: 'false' })
    expect(await judged(git)).toMatchObject({ score: -1, outcome: 'unknown' })
  })

  test('reviews that only the forge can show are unknown, not a 0', async () => {
    const { score, outcome } = await judged(history((at) => ({ author: at % 2 === 0 ? ANN : BEN, subject: `Change (#${at})` })))
    expect([score, outcome]).toEqual([-1, 'unknown'])
  })
})
