import { join } from 'node:path'
import type { Problem } from '@cupel/model'
import { readGitConfig, settingOf } from './git-config.ts'
import { GitFailed } from './git-failed.ts'
import type { GitLimits } from './git-limits.ts'
import { DEFAULT_GIT_LIMITS } from './git-limits.ts'
import type { GitRemote } from './git-remotes.ts'
import { remotesOf } from './git-remotes.ts'
import type { GitTag } from './git-tags.ts'
import { readTags } from './git-tags.ts'
import type { GitTree } from './git-tree.ts'
import { openGitTree } from './git-tree.ts'
import { countCommits } from './list-commits.ts'
import type { KeptObjects } from './kept-objects.ts'
import { openKeptObjects } from './kept-objects.ts'
import { locateGitDir } from './locate-git-dir.ts'
import type { GitObject } from './read-objects.ts'
import { readObjects } from './read-objects.ts'
import type { GitRef, GitRefs } from './read-refs.ts'
import { readRefs } from './read-refs.ts'
import type { GitPlace } from './run-git.ts'
import { runGit } from './run-git.ts'
import { makeShadow, shallowIds } from './shadow-repository.ts'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.ts'
import type { WalkedCommit, WalkOptions } from './walk-commits.ts'
import { walkCommits } from './walk-commits.ts'

/** What to walk; without `from` HEAD, with `all` every ref. Names are resolved by `resolve`. */
export interface CommitQuery extends Partial<WalkOptions> {
  readonly all?: boolean
}

/**
 * A git repository to read. git runs on a made-up repository that borrows only the objects of the real one, so nothing that the real
 * one configures (hooks, programs, filters, replacements, alternates, promisors) takes effect, and nothing is written to it.
 */
export interface GitRepository {
  /** `sha1` or `sha256`. */
  readonly objectFormat: 'sha1' | 'sha256'
  readonly isBare: boolean
  /** History ends early somewhere, so "never" and "first" cannot be said of it. */
  readonly isShallow: boolean
  /** Objects were left out when cloning (`--filter`), so contents may be missing and lines of changes are not counted. */
  readonly isPartial: boolean
  /** What was left out while opening: refs that are links, borrowed objects. */
  readonly problems: readonly Problem[]
  /** Commit of HEAD; null in a repository without commits. */
  head(): string | null
  /** Name of the branch HEAD stands on, without `refs/heads/`; null when detached. */
  headBranch(): string | null
  /** What the remote calls its main branch; else the branch of HEAD, else `main` or `master` where there is one; null when unknown. */
  defaultBranch(): string | null
  /** Sorted by name. */
  refs(): readonly GitRef[]
  remotes(): readonly GitRemote[]
  tags(): Promise<readonly GitTag[]>
  /** Commit that a name or abbreviated id means; null when there is none. */
  resolve(revision: string): Promise<string | null>
  /** Newest first, children before parents. */
  commits(query?: CommitQuery): AsyncGenerator<WalkedCommit, void, undefined>
  /** How many commits a walk would give; of all refs when nothing else is asked. */
  commitGraphSize(query?: CommitQuery): Promise<number>
  /** Raw objects in the order asked, some at a time. */
  objects(ids: Iterable<string>): AsyncGenerator<readonly GitObject[], void, undefined>
  /** Files of a commit; without a revision of HEAD. Throws GitFailed when there is no such commit. Close it after use. */
  treeAt(revision?: string): Promise<GitTree>
  /** Removes the temporary folder. */
  close(): void
}

/**
 * Opens the repository at a folder (work tree, linked work tree, submodule, or bare). null when there is none; LeavesTree when its
 * `.git` leads elsewhere; GitFailed when git is missing or the repository is damaged; the system's error when there is no such folder.
 */
export async function openGitRepository(
  path: string,
  { limits = DEFAULT_GIT_LIMITS }: { readonly limits?: GitLimits } = {},
): Promise<GitRepository | null> {
  const home = makeTemporaryFolder()
  let kept: KeptObjects | undefined
  const close = () => {
    kept?.close()
    removeTemporaryFolder(home)
  }
  try {
    const place: GitPlace = { home, limits }
    const dirs = await locateGitDir(path, place)
    if (dirs === null) {
      close()
      return null
    }
    const problems: Problem[] = []
    const settings = await readGitConfig(place, join(dirs.commonDir, 'config'))
    const refs = readRefs(dirs, limits.refs, (problem) => problems.push(problem))
    const isPartial = settings.some(
      ([key]) => key === 'extensions.partialclone' || (key.startsWith('remote.') && key.endsWith('.promisor')),
    )
    const gitDir = makeShadow(home, dirs, { refs, settings, problem: (problem) => problems.push(problem) })
    kept = openKeptObjects({ home, gitDir, limits })
    return {
      ...queries({ home, gitDir, limits }, { refs, isPartial, kept }),
      objectFormat: settingOf(settings, 'extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1',
      isBare: dirs.isBare,
      isShallow: shallowIds(dirs).length > 0,
      isPartial,
      problems,
      remotes: () => remotesOf(settings),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

type Queries = Omit<GitRepository, 'objectFormat' | 'isBare' | 'isShallow' | 'isPartial' | 'problems' | 'remotes' | 'close'>

interface Opened {
  readonly refs: GitRefs
  readonly isPartial: boolean
  readonly kept: KeptObjects
}

const FULL_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

function queries(place: GitPlace, { refs, isPartial, kept }: Opened): Queries {
  const ids = new Map(refs.refs.map(({ name, id }) => [name, id]))

  async function resolve(revision: string): Promise<string | null> {
    if (revision === 'HEAD') return refs.head
    if (revision === '' || revision.length > 1024 || /\p{Cc}/u.test(revision)) return null
    const known = ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/']
      .map((prefix) => ids.get(prefix + revision))
      .find((id) => id !== undefined)
    const name = known ?? revision
    if (FULL_ID.test(name)) return commitOf(name)
    const answer = await runGit(place, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], {
      accept: [1, 128],
    })
    return answer.length === 0 ? null : answer.toString('latin1').trim()
  }

  /** The commit that an id, perhaps of a tag, leads to. */
  async function commitOf(id: string): Promise<string | null> {
    for await (const [object] of kept.read([`${id}^{commit}`])) return object?.type === 'commit' ? object.id : null
    return null
  }

  async function resolveAll(revisions: readonly string[]): Promise<readonly string[]> {
    return Promise.all(
      revisions.map(async (revision) => {
        const id = await resolve(revision)
        if (id === null) throw new GitFailed(`the repository has no commit ${JSON.stringify(revision)}`)
        return id
      }),
    )
  }

  async function rangeOf({ all = false, from, without, ...rest }: CommitQuery): Promise<WalkOptions> {
    const start = from === undefined ? (all ? [...ids.values(), ...headId()] : headId()) : await resolveAll(from)
    return { ...rest, from: start, ...(without === undefined ? {} : { without: await resolveAll(without) }) }
  }

  function headId(): readonly string[] {
    return refs.head === null ? [] : [refs.head]
  }

  return {
    head: () => refs.head,
    headBranch: () => branchName(refs.headRef),
    defaultBranch: () => defaultBranch(refs, ids),
    refs: () => refs.refs,
    tags: () => readTags(place, refs.refs),
    resolve,
    async *commits(query = {}) {
      const range = await rangeOf(query)
      if (range.from.length === 0) return
      // Contents that were never fetched cannot be counted; asking for them would end the walk.
      const withChanges = isPartial && range.withChanges !== undefined && range.withChanges !== false ? 'paths' : range.withChanges
      yield* walkCommits(place, kept, withChanges === undefined ? range : { ...range, withChanges })
    },
    async commitGraphSize(query = { all: true }) {
      const range = await rangeOf(query)
      return range.from.length === 0 ? 0 : countCommits(place, range)
    },
    objects: (wanted) =>
      Array.isArray(wanted) || wanted instanceof Set ? kept.read([...(wanted as Iterable<string>)]) : readObjects(place, wanted),
    async treeAt(revision = 'HEAD') {
      const [commit = ''] = await resolveAll([revision])
      return openGitTree(place, commit)
    },
  }
}

function branchName(ref: string | null): string | null {
  return ref?.startsWith('refs/heads/') === true ? ref.slice('refs/heads/'.length) : null
}

function defaultBranch(refs: GitRefs, ids: ReadonlyMap<string, string>): string | null {
  const remote = refs.symbolic.get('refs/remotes/origin/HEAD')
  if (remote?.startsWith('refs/remotes/origin/') === true) return remote.slice('refs/remotes/origin/'.length)
  return branchName(refs.headRef) ?? ['main', 'master'].find((name) => ids.has('refs/heads/' + name)) ?? null
}
