import { changedPaths, checkObjectId, Refused } from '@cupel/provenance'
import type { CommitOfChange, TreePair } from '@cupel/provenance'
import type { GitCommit, GitObject, GitRepository } from '@cupel/source'
import { parseTag } from '@cupel/source'

const AT_ONCE = 500
const MAX_TAGS = 10
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** What a ref points at. */
export interface PointedAt {
  /** The object itself; null when it is not in the repository. */
  readonly object: { readonly id: string; readonly type: 'commit' | 'tag'; readonly raw: Uint8Array } | null
  /** The commit that it is, or that it names in the end. */
  readonly commit: string | null
}

/** The commits that some ids reach, and what each of them changes. */
export class CommitGraph {
  readonly #git: GitRepository
  readonly #commits = new Map<string, GitCommit>()
  readonly #checked = new Set<string>()
  #reached: { readonly from: string; readonly ids: Set<string> } | null = null

  constructor(git: GitRepository) {
    this.#git = git
  }

  get(id: string): GitCommit | undefined {
    return this.#commits.get(id)
  }

  /** Reads what the ids point at, and every commit below. What was pushed away may be gone. */
  async load(ids: readonly string[]): Promise<ReadonlyMap<string, PointedAt>> {
    const found = new Map<string, PointedAt>()
    for (const id of new Set(ids)) {
      const pointed = await this.#pointedAt(id)
      if (pointed.commit !== null) this.#genuine(pointed.commit)
      found.set(id, pointed)
    }
    return found
  }

  async #pointedAt(id: string): Promise<PointedAt> {
    const known = this.#commits.get(id)
    if (known !== undefined) return { object: { id, type: 'commit', raw: known.raw }, commit: id }
    const first = await this.#object(id)
    if (first === null || (first.type !== 'commit' && first.type !== 'tag') || first.bytes === null) return { object: null, commit: null }
    const object = { id, type: first.type, raw: first.bytes } as const
    let at: GitObject | null = first
    for (let peeled = 0; at?.type === 'tag' && at.bytes !== null; peeled++) {
      checkObjectId(at.id, 'tag', at.bytes)
      if (peeled === MAX_TAGS) throw new Refused('limit-exceeded', `a tag of a tag, more than ${MAX_TAGS} deep`)
      at = await this.#object(parseTag(at.id, at.bytes).target)
    }
    if (at?.type !== 'commit') return { object, commit: null }
    if (!this.#commits.has(at.id)) for await (const commit of this.#git.commits({ from: [at.id] })) this.#commits.set(commit.id, commit)
    return { object, commit: at.id }
  }

  async #object(id: string): Promise<GitObject | null> {
    if (!ID.test(id)) return null
    for await (const [object] of this.#git.objects([id])) return object === undefined || object.type === 'missing' ? null : object
    return null
  }

  /** Whether the one commit is in the history of the other. */
  reaches(from: string, wanted: string): boolean {
    if (from === wanted) return true
    for (const { parents } of this.#walk([from], new Set())) if (parents.includes(wanted)) return true
    return false
  }

  /** Commits that `to` has and `from` has not; asked for one change of a ref after the other, no commit is walked twice. */
  between(from: string | null, to: string): readonly GitCommit[] {
    const reached = this.#reachOf(from)
    const fresh = [...this.#walk([to], reached)]
    const isForward = from === null || from === to || fresh.some(({ parents }) => parents.includes(from))
    for (const { id } of fresh) reached.add(id)
    this.#reached = isForward ? { from: to, ids: reached } : null
    return fresh
  }

  #reachOf(id: string | null): Set<string> {
    if (id === null) return new Set()
    return this.#reached?.from === id ? this.#reached.ids : new Set([...this.#walk([id], new Set())].map((commit) => commit.id))
  }

  *#walk(from: readonly string[], without: ReadonlySet<string>): Generator<GitCommit, void, undefined> {
    const seen = new Set<string>()
    const open = [...from]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id) || without.has(id)) continue
      seen.add(id)
      const commit = this.#commits.get(id)
      if (commit === undefined) throw missing(id)
      yield commit
      open.push(...commit.parents)
    }
  }

  /**
   * The files that each commit changes: against its parent, all of a first one, and of a merge all that differ from any of its parents.
   * A merge without content of its own changes nothing: it is as its last parent, and that has all the others in its history. (gittuf
   * does not ask for the latter, and so lets a merge with an old state undo what others did.)
   */
  async changesOf(commits: readonly GitCommit[]): Promise<readonly CommitOfChange[]> {
    const changes: CommitOfChange[] = []
    for (let at = 0; at < commits.length; at += AT_ONCE) {
      const some = commits.slice(at, at + AT_ONCE)
      const pairs = some.map((commit) => this.#pairsOf(commit))
      const paths = await changedPaths(pairs.flat(), (ids) => this.#trees(ids))
      let next = 0
      for (const [index, commit] of some.entries()) {
        const own = pairs[index]!.flatMap(() => paths[next++] ?? [])
        changes.push({ commit, paths: [...new Set(own)] })
      }
    }
    return changes
  }

  #pairsOf({ id, tree, parents }: GitCommit): readonly TreePair[] {
    this.#genuine(id)
    const [last, ...others] = parents.map((parent) => this.#genuine(parent)).reverse()
    if (last === undefined) return [{ before: null, after: tree }]
    if (others.length > 0 && last.tree === tree && others.every((other) => this.reaches(last.id, other.id))) return []
    return [last, ...others].map((parent) => ({ before: parent.tree, after: tree }))
  }

  #genuine(id: string): GitCommit {
    const commit = this.#commits.get(id)
    if (commit === undefined) throw missing(id)
    if (!this.#checked.has(id)) checkObjectId(id, 'commit', commit.raw)
    this.#checked.add(id)
    return commit
  }

  async #trees(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const trees = new Map<string, Uint8Array>()
    for await (const objects of this.#git.objects(ids)) {
      for (const { id, type, bytes } of objects) if (type === 'tree' && bytes !== null) trees.set(id, Buffer.from(bytes))
    }
    return trees
  }
}

function missing(id: string): Refused {
  return new Refused('evidence-missing', `the commit ${id} is not in the repository`, { remedy: 'fetch the whole history' })
}
