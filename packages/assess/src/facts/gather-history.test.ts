import { GitFailed, parseCommit } from '@cupel/source'
import type { GitTag, WalkedCommit } from '@cupel/source'
import { expect, test } from 'vitest'
import { gatherHistory } from './gather-history.ts'
import type { HistorySource } from './gather-history.ts'

const ID = (at: number): string => String(at).padStart(40, '0')

function commit(at: number, date = '1700000000 +0000'): WalkedCommit {
  const text = `tree ${ID(9)}\nparent ${ID(at + 1)}\nauthor Ann <ann@a.test> ${date}\ncommitter Ben <ben@b.test> ${date}\ngpgsig -----BEGIN SSH SIGNATURE-----\n x\n -----END SSH SIGNATURE-----\n\nChange ${at}\n\nWhy.\n\nReviewed-by: Ben\n`
  return parseCommit(ID(at), Buffer.from(text))
}

function source(commits: readonly WalkedCommit[], more: Partial<HistorySource> = {}): HistorySource {
  return {
    isShallow: false,
    head: () => commits[0]?.id ?? null,
    remotes: () => [{ name: 'origin', url: 'https://forge.example/a/b' }],
    tags: async () => [],
    commitGraphSize: async () => commits.length,
    async *commits({ limit = Number.POSITIVE_INFINITY, withChanges } = {}) {
      for (const [at, one] of commits.entries())
        if (at < limit)
          yield withChanges === undefined ? one : { ...one, id: one.id, changes: [{ path: `${at}.c`, added: null, deleted: null }] }
    },
    ...more,
  }
}

test('commits become facts, cut where asked, with the count of all', async () => {
  const facts = await gatherHistory(source([commit(0), commit(1), commit(2)]), { maxCommits: 2, maxChanged: 1 })
  expect(facts.known && { ...facts.value, commits: facts.value.commits.length }).toEqual({
    head: ID(0),
    commits: 2,
    commitCount: 3,
    shallow: false,
    tags: [],
    remotes: ['https://forge.example/a/b'],
  })
  expect(facts.known && facts.value.commits[0]).toEqual({
    id: ID(0),
    parents: [ID(1)],
    author: { name: 'Ann', email: 'ann@a.test' },
    committer: { name: 'Ben', email: 'ben@b.test' },
    authoredAt: '2023-11-14T22:13:20Z',
    committedAt: '2023-11-14T22:13:20Z',
    subject: 'Change 0',
    body: 'Why.\n\nReviewed-by: Ben',
    trailers: [['reviewed-by', 'Ben']],
    signature: { kind: 'ssh', state: 'present' },
    paths: ['0.c'],
  })
  expect(facts.known && facts.value.commits[1]?.paths).toBeUndefined()
})

test('dates that no calendar has, and signatures by what the caller’s verifier says', async () => {
  const facts = await gatherHistory(source([commit(0, '99999999999999 +0000'), commit(1, 'x')]), {
    verifyObject: () => ({ state: 'verified', signer: 'SHA256:key' }),
  })
  expect(facts.known && facts.value.commits.map(({ committedAt }) => committedAt)).toEqual(['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])
  expect(facts.known && facts.value.commits[0]?.signature).toEqual({ kind: 'ssh', state: 'verified', signer: 'SHA256:key' })
})

test('a partial clone without trees has commits without paths', async () => {
  const whole = source([commit(0)])
  const partial: HistorySource = {
    ...whole,
    commits(query) {
      if (query?.withChanges !== undefined) throw new GitFailed('a tree is missing')
      return whole.commits(query)
    },
  }
  const facts = await gatherHistory(partial)
  expect(facts.known && facts.value.commits.map(({ paths }) => paths)).toEqual([undefined])
})

test('tags of commits have dates; tags of files are left out', async () => {
  const base = { annotated: false, object: null, tagger: null }
  const tags: readonly GitTag[] = [
    { ...base, name: 'v1', id: ID(0), target: ID(0), targetType: 'commit' },
    { ...base, name: 'blob', id: ID(5), target: ID(5), targetType: 'blob' },
  ]
  const facts = await gatherHistory(source([commit(0)], { tags: async () => tags }))
  expect(facts.known && facts.value.tags).toEqual([
    {
      name: 'v1',
      commit: ID(0),
      date: '2023-11-14T22:13:20Z',
      annotated: false,
      message: '',
      signature: { kind: 'none', state: 'absent' },
    },
  ])
})
