import { memoryTree } from '@cupel/source'
import { known } from '../facts/fact.ts'
import type { Facts } from '../facts/facts.ts'
import { indexFiles } from '../facts/file-index.ts'
import type { CommitFact, TagFact } from '../facts/git-facts.ts'
import { noForge } from '../facts/no-forge.ts'

/** Facts of a tree held in memory, with a made-up history where one is given. For tests. */
export function factsOf(
  files: Readonly<Record<string, string>>,
  history: { readonly commits?: readonly Partial<CommitFact>[]; readonly tags?: readonly string[] } = {},
): Facts {
  const person = { name: 'A', email: 'a@corp.example' }
  const signature = { kind: 'none', state: 'absent' } as const
  const commits = (history.commits ?? []).map((commit, at): CommitFact => ({
    id: String(at).padStart(40, '0'),
    parents: [],
    author: person,
    committer: person,
    authoredAt: '2026-01-01T00:00:00Z',
    committedAt: '2026-01-01T00:00:00Z',
    subject: 'change',
    body: '',
    trailers: [],
    signature,
    ...commit,
  }))
  const tags = (history.tags ?? []).map((name, at): TagFact => ({
    name,
    commit: `c${at}`,
    date: `2026-01-${String(28 - at).padStart(2, '0')}T00:00:00Z`,
    annotated: true,
    message: '',
    signature,
  }))
  const head = commits[0]?.id ?? ''
  return {
    asOf: '2026-02-01T00:00:00Z',
    project: { name: 'host.example/o/name', url: 'https://host.example/o/name', forge: 'github', commit: head },
    files: indexFiles(memoryTree(files)),
    git:
      history.commits === undefined && history.tags === undefined
        ? { known: false, missing: { what: 'history', detail: 'no repository', remedy: 'clone it' } }
        : known({ head, commits, commitCount: commits.length, shallow: false, tags, remotes: [] }),
    releases: { known: false, missing: { what: 'network', detail: 'not asked', remedy: 'ask' } },
    advisories: { known: false, missing: { what: 'evidence', detail: 'not matched', remedy: 'scan' } },
    forge: noForge(),
    problems: [],
  }
}
