import { GitFailed } from '@cupel/source'
import type { GitPerson, GitRepository, GitSignature, GitTag, WalkedCommit } from '@cupel/source'
import type { Fact } from '../outcome.ts'
import { missing } from './fact.ts'
import type { CommitFact, GitFacts, ObjectSignature, Person, TagFact } from './git-facts.ts'
import type { SignatureVerdict } from './release-facts.ts'

/** What gathering asks of a repository: `openGitRepository` of @cupel/source gives it. */
export type HistorySource = Pick<GitRepository, 'head' | 'commits' | 'commitGraphSize' | 'tags' | 'remotes' | 'isShallow'>

/** Verifies the signature of a commit or a tag over its own object. */
export type VerifyObject = (signature: GitSignature) => Promise<SignatureVerdict> | SignatureVerdict

export interface HistoryLimits {
  /** Commits that are kept; default 20,000. */
  readonly maxCommits?: number
  /** Tags that are kept; default 20,000. */
  readonly maxTags?: number
  /** Commits whose changed paths are listed, newest first; default 500. */
  readonly maxChanged?: number
  /** Start here instead of at HEAD. */
  readonly from?: string
  readonly verifyObject?: VerifyObject
}

const MAX_BODY = 4000

/** Reads the history of the assessed commit once. Unknown when there is no commit. */
export async function gatherHistory(git: HistorySource, limits: HistoryLimits = {}): Promise<Fact<GitFacts>> {
  const { maxCommits = 20_000, maxTags = 20_000, maxChanged = 500, from, verifyObject } = limits
  const head = from ?? git.head()
  if (head === null) return missing('history', 'the repository has no commits', 'assess a repository with commits')
  const range = { from: [head] }
  const changed = await changedPaths(git, head, maxChanged)
  const commits: CommitFact[] = []
  for await (const commit of git.commits({ ...range, limit: maxCommits })) commits.push(await commitFact(commit, changed, verifyObject))
  const commitCount = commits.length < maxCommits ? commits.length : await git.commitGraphSize(range)
  const tags: TagFact[] = []
  for (const tag of (await git.tags()).slice(0, maxTags)) {
    const fact = await tagFact(tag, commits, verifyObject)
    if (fact !== null) tags.push(fact)
  }
  return {
    known: true,
    value: { head, commits, commitCount, shallow: git.isShallow, tags, remotes: git.remotes().map(({ url }) => url) },
  }
}

/** A partial clone may not have the trees; then the paths stay unknown and the rest does not. */
async function changedPaths(git: HistorySource, head: string, limit: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const changed = new Map<string, readonly string[]>()
  if (limit <= 0) return changed
  try {
    for await (const { id, changes = [] } of git.commits({ from: [head], limit, withChanges: 'paths' }))
      changed.set(id, changes.map(({ path }) => path).slice(0, 2000))
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error
  }
  return changed
}

async function commitFact(
  commit: WalkedCommit,
  changed: ReadonlyMap<string, readonly string[]>,
  verify: VerifyObject | undefined,
): Promise<CommitFact> {
  const { id, parents, author, committer, message, trailers, signature } = commit
  const [subject = '', ...rest] = message.slice(0, MAX_BODY).split('\n')
  const paths = changed.get(id)
  return {
    id,
    parents,
    author: personOf(author),
    committer: personOf(committer),
    authoredAt: momentOf(author),
    committedAt: momentOf(committer),
    subject,
    body: rest.join('\n').trim(),
    trailers: trailers.map(({ key, value }) => [key.toLowerCase(), value] as const),
    signature: await judged(signature, verify),
    ...(paths === undefined ? {} : { paths }),
  }
}

async function tagFact(tag: GitTag, commits: readonly CommitFact[], verify: VerifyObject | undefined): Promise<TagFact | null> {
  const { name, annotated, target, targetType, tagger, object } = tag
  if (target === null || targetType !== 'commit') return null
  const date = tagger === null ? (commits.find(({ id }) => id === target)?.committedAt ?? '') : momentOf(tagger)
  const message = object?.message.slice(0, MAX_BODY) ?? ''
  const signature = await judged(object?.signature ?? null, verify)
  // A signed tag that somebody copied to another name says nothing of that name.
  const renamed = object !== null && object.name !== name && signature.state === 'verified'
  return { name, commit: target, date, annotated, message, signature: renamed ? { kind: signature.kind, state: 'refused' } : signature }
}

function personOf({ name, email }: GitPerson): Person {
  return { name, email }
}

/** Dates outside what a calendar has read as the beginning of time: nobody can have been there. */
function momentOf({ time }: GitPerson): string {
  const date = new Date(Number.isFinite(time) ? time * 1000 : 0)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? '1970-01-01T00:00:00Z' : date.toISOString().replace('.000Z', 'Z')
}

async function judged(signature: GitSignature | null, verify: VerifyObject | undefined): Promise<ObjectSignature> {
  if (signature === null) return { kind: 'none', state: 'absent' }
  const kind = signature.kind === 'unknown' ? 'none' : signature.kind
  const verdict = verify === undefined ? null : await verify(signature)
  if (verdict?.state === 'verified') return { kind, state: 'verified', signer: verdict.signer }
  return { kind, state: verdict?.state === 'refused' ? 'refused' : 'present' }
}
