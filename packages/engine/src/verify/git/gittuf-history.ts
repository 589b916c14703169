import { createHash } from 'node:crypto'
import type { Step } from '@cupel/model'
import {
  gittufKeyName,
  gittufRulesFor,
  readReferenceStateLog,
  Refused,
  signerOfGittufObject,
  Trace,
  verifyGittufPolicy,
} from '@cupel/provenance'
import type { GittufPolicyFiles, GittufSignerQuery, ReferenceStateLog, RslEntry, VerifiedGittufPolicy } from '@cupel/provenance'
import { ReadFailed } from '@cupel/source'
import type { GitCommit, GitRepository, GitTree } from '@cupel/source'

/** A change that the log records, with what was in force when it did. */
export interface LoggedChange {
  readonly ref: string
  readonly targetId: string
  readonly commit: GitCommit
  /** null before the first. */
  readonly policy: VerifiedGittufPolicy | null
  /** Commit of the approvals that the log knew then; null before the first. */
  readonly approvals: string | null
  /** Somebody entitled said later that it does not count. */
  readonly isTakenBack: boolean
}

export interface GittufHistory {
  /** Oldest first. */
  readonly changes: readonly LoggedChange[]
  /** What holds, but should be looked at. */
  readonly remarks: readonly Step[]
  /** Some state of the policy left rules to other repositories, which were not read. */
  readonly hasControllers: boolean
}

export interface HistoryQuery extends GittufSignerQuery {
  readonly rootKeys: readonly string[]
}

const LOG = 'refs/gittuf/reference-state-log'
const POLICY = 'refs/gittuf/policy'
const APPROVALS = 'refs/gittuf/attestations'
const FETCH = 'git fetch origin "refs/gittuf/*:refs/gittuf/*"'

/** Reads the log of a repository: every state of the policy, each verified by the one before, and the changes that were made under it. */
export async function gittufHistory(git: GitRepository, query: HistoryQuery, trace: Trace): Promise<GittufHistory> {
  if (git.isShallow) throw new Refused('evidence-missing', 'the clone is shallow: the log cannot be read from its start')
  const log = readReferenceStateLog(await commitsOf(git, LOG))
  const taken = new Set<string>()
  const refs = new Map<string, string>()
  const all: (Omit<LoggedChange, 'isTakenBack'> & { readonly id: string })[] = []
  const policies = new PolicyStates(git, query, trace)
  let approvals: string | null = null
  for (const { entry, commit } of log.entries) {
    const policy: VerifiedGittufPolicy | null = policies.current
    if (entry.kind === 'annotation') takeBack(entry, { commit, policy, refs, taken, query })
    else if (entry.ref === POLICY) await policies.next(entry.targetId)
    else if (entry.ref === APPROVALS) approvals = entry.targetId
    else {
      refs.set(entry.id, entry.ref)
      all.push({ id: entry.id, ref: entry.ref, targetId: entry.targetId, commit, policy, approvals })
    }
  }
  if (policies.current === null) throw new Refused('trust-missing', 'the log names no policy')
  requireUnexpired(policies.current, query.now)
  return {
    changes: all.map(({ id, ...change }) => ({ ...change, isTakenBack: taken.has(id) })),
    remarks: policies.remarks,
    hasControllers: policies.hasControllers,
  }
}

function requireUnexpired({ root: { expires } }: VerifiedGittufPolicy, now: Date): void {
  if (expires === null || now < expires) return
  const found = Number.isNaN(expires.getTime()) ? 'no time' : expires.toISOString()
  throw new Refused('expired', 'the root of trust has expired', { found })
}

async function commitsOf(git: GitRepository, ref: string): Promise<ReferenceStateLog['entries'][number]['commit'][]> {
  if ((await git.resolve(ref)) === null) throw new Refused('evidence-missing', `the repository has no ${ref}`, { remedy: FETCH })
  const commits: GitCommit[] = []
  for await (const commit of git.commits({ from: [ref] })) commits.push(commit)
  return commits
}

/** The states of the policy one after the other. */
class PolicyStates {
  current: VerifiedGittufPolicy | null = null
  hasControllers = false
  readonly remarks: Step[] = []
  readonly #git: GitRepository
  readonly #query: HistoryQuery
  readonly #trace: Trace
  readonly #seen = new Set<string>()
  #last = ''

  constructor(git: GitRepository, query: HistoryQuery, trace: Trace) {
    this.#git = git
    this.#query = query
    this.#trace = trace
  }

  async next(id: string): Promise<void> {
    const { trust, rootKeys } = this.#query
    if ((await this.#git.resolve(id)) === null)
      throw new Refused('evidence-missing', `the policy ${id.slice(0, 12)} is not in the repository`, { remedy: FETCH })
    const files = filesOf(await this.#git.treeAt(id))
    const previous = this.current
    const title = `the policy ${id.slice(0, 12)} is signed as the one before asks`
    this.current = this.#trace.step(`policy-${id}`, title, (step) => {
      const policy = verifyGittufPolicy(files, previous === null ? { trust } : { trust, previous }, step)
      if (previous === null) requireRootKeys(policy, rootKeys)
      return policy
    })
    this.hasControllers ||= this.current.root.hasControllers
    this.#remarkOnReturn(id, digestOf(files))
  }

  /** Where the files have no numbers, an old state logged anew verifies as it did then: whether it may be in force again stays open. */
  #remarkOnReturn(id: string, digest: string): void {
    if (digest !== this.#last && this.#seen.has(digest)) {
      const reason = `the policy ${id.slice(0, 12)} had been in force and was replaced before: its metadata has no numbers that would tell a roll-back`
      const remedy = 'find out who logged it, and number the metadata (gittuf policy increment-version)'
      this.remarks.push({
        id: `policy-${id}`,
        title: 'no older policy came back',
        outcome: 'warned',
        code: 'rollback',
        reason,
        remedy,
        steps: [],
      })
    }
    this.#seen.add(digest)
    this.#last = digest
  }
}

function digestOf(files: GittufPolicyFiles): string {
  const hash = createHash('sha256')
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}

function requireRootKeys({ root }: VerifiedGittufPolicy, given: readonly string[]): void {
  const named = root.root.principals.flatMap(({ keys }) => keys.map(gittufKeyName))
  const strange = named.find((name) => !given.includes(name))
  if (named.length > 0 && strange === undefined) return
  throw new Refused('signer-unknown', 'the first root of trust names a key that was not given', {
    expected: given.join(', '),
    found: strange ?? 'none',
    remedy: 'compare it with what its owners say, then give it with --gittuf-root',
  })
}

interface TakeBack {
  readonly commit: GitCommit
  readonly policy: VerifiedGittufPolicy | null
  /** Refs of the entries, by id. */
  readonly refs: ReadonlyMap<string, string>
  readonly taken: Set<string>
  readonly query: HistoryQuery
}

/** Only who may change a ref may take changes of it back: else anybody who can push could bring back an old state. */
function takeBack(entry: Extract<RslEntry, { readonly kind: 'annotation' }>, { commit, policy, refs, taken, query }: TakeBack): void {
  if (!entry.skip || policy === null) return
  for (const id of entry.entryIds) {
    const ref = refs.get(id)
    if (ref === undefined) continue
    const rules = gittufRulesFor(policy.rules, `git:${ref}`).flatMap(({ principals }) => principals)
    const principals = [...policy.root.root.principals, ...(policy.root.targets?.principals ?? []), ...rules]
    const object = { id: commit.id, type: 'commit', raw: commit.raw } as const
    const { outcome } = Trace.run('entry', 'a principal signed it', (trace) => signerOfGittufObject(object, principals, query, trace))
    if (outcome === 'verified') taken.add(id)
  }
}

function filesOf(tree: GitTree): GittufPolicyFiles {
  const files = new Map<string, Uint8Array>()
  tree.walk(
    (folder) => {
      for (const name of folder.files) {
        const path = folder.path === '' ? name : `${folder.path}/${name}`
        const bytes = bytesOf(tree, path)
        if (bytes !== null) files.set(path, bytes)
      }
      return folder.folders
    },
    () => {},
  )
  tree.close()
  return files
}

function bytesOf(tree: GitTree, path: string): Uint8Array | null {
  try {
    const file = tree.open(path)
    return file === null ? null : Buffer.from(file.read(0, file.size))
  } catch (error) {
    if (error instanceof ReadFailed)
      throw new Refused('evidence-missing', `the file ${path} of the policy cannot be read`, { cause: error })
    throw error
  }
}
