import type { Problem, Step, VerificationItem, VerificationReport } from '@cupel/model'
import { gittufKeyName, readReferenceStateLog, Refused, signerOfEntry, Trace, verifyGittufPolicy, verifyRefUpdate } from '@cupel/provenance'
import type { GittufPolicyFiles, GittufTrust, ReferenceStateLog, VerifiedGittufPolicy } from '@cupel/provenance'
import type { GitCommit, GitRepository, GitTree } from '@cupel/source'
import { loadRoot } from '../trust-input.ts'
import { verificationReport } from '../verification.ts'
import { openRepository, repositoryFault } from './open-repository.ts'

export interface GittufRequest {
  /** Folder of the repository; bare ones too. */
  readonly target: string
  /** The only keys that the first root of trust may name: `SHA256:…`, or `identity::issuer`. */
  readonly rootKeys: readonly string[]
  /** Branches and tags as `refs/heads/main`; none: the branch of HEAD. */
  readonly refs: readonly string[]
  readonly trustedRoot?: string
  /** Oldest trust root accepted, in days. */
  readonly maxRootAge?: number
  readonly cwd: string
  readonly now: Date
}

const LOG = 'refs/gittuf/reference-state-log'
const POLICY = 'refs/gittuf/policy'
const APPROVALS = 'refs/gittuf/attestations'
const NOTHING = '0'.repeat(40)
const SHOWN = 50

/**
 * Judges refs by the gittuf policy of their repository: every change that the reference state log records, by the policy of its time, and
 * whether the ref stands where the log says. The first root of trust is believed for the keys that the user names, and every later one by
 * the one before.
 */
export async function verifyGittuf(request: GittufRequest): Promise<VerificationReport> {
  const { target, cwd, now, rootKeys } = request
  const root = loadRoot(request.trustedRoot, { cwd, now, maxAgeDays: request.maxRootAge })
  const git = await openRepository(target, cwd)
  try {
    const refs = request.refs.length > 0 ? request.refs : [`refs/heads/${git.headBranch() ?? 'main'}`]
    const trust = { sigstore: root.trusted }
    const items: VerificationItem[] = []
    const problems: Problem[] = []
    const verdict = await Trace.runAsync('log', 'the log and its policies hold', (trace) => history(git, { trust, rootKeys, now }, trace))
    for (const ref of refs) {
      const { value } = verdict
      items.push(value === undefined ? itemOf(ref, [verdict.root]) : await judgeRef(git, ref, { history: value, trust, now }))
      if (value?.hasFileRules === true) problems.push(filesUnjudged(ref))
    }
    const shown = { policy: `gittuf, from ${rootKeys.join(', ')}`, root: root.name, rootDate: root.date, rootWarning: root.warning }
    return verificationReport(items, [...git.problems, ...problems], shown)
  } catch (error) {
    throw repositoryFault(error, target)
  } finally {
    git.close()
  }
}

function filesUnjudged(path: string): Problem {
  const detail = 'the policy has rules for files, and only those for refs were judged'
  return { code: 'unsupported-content', effect: 'incomplete', path, detail, by: 'verify-gittuf' }
}

interface LoggedChange {
  readonly ref: string
  readonly targetId: string
  readonly commit: GitCommit
  /** In force when the change was recorded; null before the first. */
  readonly policy: VerifiedGittufPolicy | null
}

interface History {
  readonly changes: readonly LoggedChange[]
  readonly approvals: GittufPolicyFiles
  readonly hasFileRules: boolean
}

interface HistoryQuery {
  readonly trust: GittufTrust
  readonly rootKeys: readonly string[]
  readonly now: Date
}

/** Every state of the policy, verified by the one before, and the changes that nobody entitled has taken back. */
async function history(git: GitRepository, query: HistoryQuery, trace: Trace): Promise<History> {
  if (git.isShallow) throw new Refused('evidence-missing', 'the clone is shallow: the log cannot be read from its start')
  const log = readReferenceStateLog(await commitsOf(git, LOG))
  const taken = new Set<string>()
  const all: (LoggedChange & { readonly id: string })[] = []
  let policy: VerifiedGittufPolicy | null = null
  let hasFileRules = false
  for (const { entry, commit } of log.entries) {
    if (entry.kind === 'annotation') {
      if (entry.skip && policy !== null && mayTakeBack(commit, policy, query)) for (const id of entry.entryIds) taken.add(id)
      continue
    }
    if (entry.ref === POLICY) {
      policy = await nextPolicy(git, entry.targetId, { ...query, previous: policy }, trace)
      // Of any time: the changes of that time were not held against them.
      hasFileRules ||= policy.rules.some(({ paths }) => paths.some((path) => path.startsWith('file:')))
    } else all.push({ id: entry.id, ref: entry.ref, targetId: entry.targetId, commit, policy })
  }
  if (policy === null) throw new Refused('trust-missing', 'the log names no policy')
  const { expires } = policy.root
  if (expires !== null && !(query.now < expires))
    throw new Refused('expired', 'the root of trust has expired', {
      found: Number.isNaN(expires.getTime()) ? 'no time' : expires.toISOString(),
    })
  const approvals = (await git.resolve(APPROVALS)) === null ? new Map<string, Uint8Array>() : filesOf(await git.treeAt(APPROVALS))
  return { changes: all.filter(({ id }) => !taken.has(id)), approvals, hasFileRules }
}

async function commitsOf(git: GitRepository, ref: string): Promise<ReferenceStateLog['entries'][number]['commit'][]> {
  if ((await git.resolve(ref)) === null)
    throw new Refused('evidence-missing', `the repository has no ${ref}`, { remedy: 'git fetch origin "refs/gittuf/*:refs/gittuf/*"' })
  const commits: GitCommit[] = []
  for await (const commit of git.commits({ from: [ref] })) commits.push(commit)
  return commits
}

async function nextPolicy(
  git: GitRepository,
  id: string,
  { trust, rootKeys, previous }: HistoryQuery & { readonly previous: VerifiedGittufPolicy | null },
  trace: Trace,
): Promise<VerifiedGittufPolicy> {
  const files = filesOf(await git.treeAt(id))
  return trace.step(`policy-${id}`, `the policy ${id.slice(0, 12)} is signed as the one before asks`, (step) => {
    const policy = verifyGittufPolicy(files, previous === null ? { trust } : { trust, previous }, step)
    if (previous === null) requireRootKeys(policy, rootKeys)
    return policy
  })
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

/** Only somebody whom the policy names may take entries of the log back: else anybody who can push could bring back an old state. */
function mayTakeBack(commit: GitCommit, { root, rules }: VerifiedGittufPolicy, { trust, now }: HistoryQuery): boolean {
  const principals = [...root.root.principals, ...(root.targets?.principals ?? []), ...rules.flatMap((rule) => rule.principals)]
  return (
    Trace.run('entry', 'a principal signed it', (trace) => signerOfEntry(commit, principals, { trust, now }, trace)).outcome === 'verified'
  )
}

interface RefQuery {
  readonly history: History
  readonly trust: GittufTrust
  readonly now: Date
}

async function judgeRef(
  git: GitRepository,
  ref: string,
  { history: { changes, approvals }, trust, now }: RefQuery,
): Promise<VerificationItem> {
  const steps: Step[] = []
  const people: Record<string, number> = {}
  const trees = await treesOf(git, ref)
  let [judged, failed, fromId] = [0, 0, NOTHING]
  for (const { ref: changed, targetId, commit, policy } of changes) {
    if (changed !== ref) continue
    if (policy !== null) {
      judged++
      const treeId = trees.get(targetId) ?? ''
      const query = { policy, trust, now }
      const given = { commit, ref, fromId, treeId, approvals: approvalsOf(approvals, `${ref}/${fromId}-${treeId}`) }
      const title = `the change to ${targetId.slice(0, 12)}`
      const verdict = Trace.run(`change-${commit.id}`, title, (trace) => {
        const update = verifyRefUpdate(given, query, trace)
        if (update.rule === null) throw new Refused('policy-not-met', `no rule of the policy protects ${ref}`)
        return update
      })
      for (const name of verdict.value?.by ?? []) people[name] = (people[name] ?? 0) + 1
      if (verdict.outcome === 'refused' && ++failed <= SHOWN) steps.push(verdict.root)
    }
    fromId = targetId
  }
  const { root: tip } = await Trace.runAsync('tip', 'the ref stands where the log says', async () => {
    const found = await git.resolve(ref)
    if (judged === 0) throw new Refused('evidence-missing', `the log records no change of ${ref} under a policy`)
    if (found !== fromId)
      throw new Refused('content-mismatch', `${ref} is not where the log says`, { expected: fromId, found: found ?? 'no such ref' })
  })
  return { ...itemOf(ref, [...steps, tip], failed), details: { gittuf: { changes: judged, refused: failed, people } } }
}

/** Trees of the commits that a ref reaches. What was pushed away is not there, and no approval is for it. */
async function treesOf(git: GitRepository, ref: string): Promise<ReadonlyMap<string, string>> {
  const trees = new Map<string, string>()
  if ((await git.resolve(ref)) === null) return trees
  for await (const { id, tree } of git.commits({ from: [ref] })) trees.set(id, tree)
  return trees
}

function approvalsOf(files: GittufPolicyFiles, change: string): readonly { readonly app: string; readonly envelope: Uint8Array }[] {
  const prefix = `code-review-approvals/${change}/`
  return [...files]
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, envelope]) => ({ app: Buffer.from(path.slice(path.lastIndexOf('/') + 1), 'base64').toString(), envelope }))
}

function itemOf(ref: string, steps: readonly Step[], refused = 0): VerificationItem {
  const bad = steps.some(({ outcome }) => outcome === 'failed')
  const why = {
    code: 'policy-not-met',
    reason: refused > 0 ? `${refused} changes are not as the policy of their time asks` : 'it does not hold',
  }
  const outcome = bad ? ({ outcome: 'failed', ...why } as const) : ({ outcome: 'passed' } as const)
  const step: Step = { id: 'gittuf', title: `every change of ${ref} is as the gittuf policy of its time allows`, ...outcome, steps }
  return {
    subject: ref,
    kind: 'git-ref',
    digests: {},
    outcome: bad ? 'refused' : 'verified',
    signers: [],
    times: [],
    vouchedBy: [],
    step,
  }
}

function filesOf(tree: GitTree): GittufPolicyFiles {
  const files = new Map<string, Uint8Array>()
  tree.walk(
    (folder) => {
      for (const name of folder.files) {
        const path = folder.path === '' ? name : `${folder.path}/${name}`
        const file = tree.open(path)
        if (file !== null) files.set(path, Buffer.from(file.read(0, file.size)))
      }
      return folder.folders
    },
    () => {},
  )
  tree.close()
  return files
}
