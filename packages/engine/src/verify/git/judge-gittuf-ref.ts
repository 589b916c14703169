import type { Problem, Step, VerificationItem } from '@cupel/model'
import { hasFileRules, Refused, Trace, verifyFileChanges, verifyRefUpdate } from '@cupel/provenance'
import type { ChangeQuery, GittufSignerQuery, RefChange, Verdict, VerifiedRefUpdate } from '@cupel/provenance'
import type { GitRepository } from '@cupel/source'
import { CommitGraph } from './commit-graph.ts'
import type { PointedAt } from './commit-graph.ts'
import { readApprovals } from './gittuf-approvals.ts'
import type { ApprovalQuery, GivenApprovals } from './gittuf-approvals.ts'
import type { GittufHistory, LoggedChange } from './gittuf-history.ts'

export interface RefQuery extends GittufSignerQuery {
  readonly history: GittufHistory
}

export interface JudgedRef {
  readonly item: VerificationItem
  /** What could not be judged. */
  readonly problem: Problem | null
}

const SHOWN = 50

/** Judges every change of a ref that the log records, and whether the ref stands where the last of them left it. */
export async function judgeGittufRef(git: GitRepository, ref: string, query: RefQuery): Promise<JudgedRef> {
  const changes = query.history.changes.filter((change) => change.ref === ref)
  const nothing = '0'.repeat(git.objectFormat === 'sha256' ? 64 : 40)
  const graph = new CommitGraph(git)
  const targets = changes.map(({ targetId }) => targetId).filter((id) => id !== nothing)
  const found = await Trace.runAsync('objects', 'what the log names is what it says', () => graph.load(targets.toReversed()))
  if (found.value === undefined) return { item: itemOf(ref, NOTHING_JUDGED, [found.root]), problem: null }
  const context = { graph, nothing, query, pointed: found.value }
  const judge = new ChangeJudge(context)
  const given = await readApprovals(git, approvalQueries(changes, context))
  for (const [at, change] of changes.entries()) await judge.next(change, given[at]!)
  const { root: tip } = Trace.run('tip', 'the ref stands where the log says', () => requireTip(git, ref, judge))
  return { item: itemOf(ref, judge, [...query.history.remarks, ...judge.steps, tip]), problem: unjudged(ref, judge.unjudged) }
}

function requireTip(git: GitRepository, ref: string, { judged, at }: ChangeJudge): void {
  const found = git.refs().find(({ name }) => name === ref)?.id
  if (judged === 0) throw new Refused('evidence-missing', `the log records no change of ${ref} under a policy`)
  if (found !== at)
    throw new Refused('content-mismatch', `${ref} is not where the log says`, { expected: at, found: found ?? 'no such ref' })
}

interface JudgeContext {
  readonly graph: CommitGraph
  /** The id of no object. */
  readonly nothing: string
  readonly query: RefQuery
  readonly pointed: ReadonlyMap<string, PointedAt>
}

/** Under what each change would have been approved. */
function approvalQueries(changes: readonly LoggedChange[], context: JudgeContext): readonly ApprovalQuery[] {
  let fromId = context.nothing
  return changes.map((change) => {
    const query = { state: change.approvals, ref: change.ref, fromId, toId: leadsTo(change, context) }
    if (!change.isTakenBack) fromId = change.targetId
    return query
  })
}

/** The tree of a branch, the commit of a tag; nothing when it is not there. */
function leadsTo({ ref, targetId }: LoggedChange, { graph, pointed }: JudgeContext): string {
  return (ref.startsWith('refs/tags/') ? pointed.get(targetId)?.commit : graph.get(targetId)?.tree) ?? ''
}

/** The changes of one ref, oldest first. */
class ChangeJudge {
  /** Where the changes so far, those taken back left out, have led. */
  at: string
  judged = 0
  refused = 0
  files = 0
  /** Changes whose commits are gone, so that nobody can say which files they changed. */
  unjudged = 0
  readonly people: Record<string, number> = {}
  readonly steps: Step[] = []
  readonly #context: JudgeContext
  /** Tree that the next change has to bring back, since one that was not allowed was taken back. */
  #owed: string | null = null

  constructor(context: JudgeContext) {
    this.#context = context
    this.at = context.nothing
  }

  async next(change: LoggedChange, given: GivenApprovals): Promise<void> {
    const { policy, targetId, isTakenBack } = change
    const before = this.#treeOf(this.at)
    if (isTakenBack) {
      if (policy !== null && before !== '' && (await this.#judge(change, policy, given)).outcome === 'refused') this.#owed ??= before
      return
    }
    if (policy !== null) {
      this.judged++
      const verdict = await this.#judge(change, policy, given)
      for (const name of verdict.value?.by ?? []) this.people[name] = (this.people[name] ?? 0) + 1
      if (verdict.outcome === 'refused' && ++this.refused <= SHOWN) this.steps.push(verdict.root)
    }
    this.#owed = null
    this.at = targetId
  }

  async #judge(logged: LoggedChange, policy: ChangeQuery['policy'], given: GivenApprovals): Promise<Verdict<VerifiedRefUpdate>> {
    const { ref, targetId, commit, isTakenBack } = logged
    const { pointed, query: signers, nothing } = this.#context
    const isTag = ref.startsWith('refs/tags/')
    const target = pointed.get(targetId)
    const change: RefChange = { ref, fromId: this.at, treeId: leadsTo(logged, this.#context), ...given }
    const query: ChangeQuery = { ...signers, policy }
    return Trace.runAsync(`change-${commit.id}`, `the change to ${targetId.slice(0, 12)}`, async (trace) => {
      if (!isTakenBack && this.#owed !== null && this.#owed !== this.#treeOf(targetId)) throw notUndone()
      if (targetId !== nothing && isTag && target?.object == null)
        throw new Refused('evidence-missing', 'what the tag named is not in the repository')
      const isForced = this.#isForced(targetId)
      const tagged = isTag && target?.object != null ? { tagged: target.object } : {}
      const update = verifyRefUpdate({ ...change, commit, ...tagged, ...(isForced === undefined ? {} : { isForced }) }, query, trace)
      if (update.rule === null) throw new Refused('policy-not-met', `no rule of the policy protects ${ref}`)
      if (!isTag && hasFileRules(policy)) await this.#judgeFiles(change, targetId, { query, trace, isCounted: !isTakenBack })
      return update
    })
  }

  async #judgeFiles(
    change: RefChange,
    targetId: string,
    { query, trace, isCounted }: { readonly query: ChangeQuery; readonly trace: Trace; readonly isCounted: boolean },
  ): Promise<void> {
    const { graph, nothing } = this.#context
    if (targetId === nothing) return
    const isKnown = graph.get(targetId) !== undefined && (change.fromId === nothing || graph.get(change.fromId) !== undefined)
    if (!isKnown) {
      if (isCounted) this.unjudged++
      return
    }
    await trace.stepAsync('files', 'those whose files it changes stand behind its commits', async (step) => {
      const commits = graph.between(change.fromId === nothing ? null : change.fromId, targetId)
      const files = verifyFileChanges(change, await graph.changesOf(commits), { query, trace: step })
      if (isCounted) this.files += files
    })
  }

  #isForced(targetId: string): boolean | undefined {
    const { graph, nothing } = this.#context
    if (this.at === nothing || targetId === nothing) return targetId === nothing && this.at !== nothing
    if (graph.get(this.at) === undefined || graph.get(targetId) === undefined) return undefined
    return !graph.reaches(targetId, this.at)
  }

  #treeOf(id: string): string {
    return this.#context.graph.get(id)?.tree ?? ''
  }
}

function notUndone(): Refused {
  return new Refused('rule-violated', 'a change that was not allowed was taken back, and the ref still went on from it', {
    expected: 'first a change back to the files before it',
  })
}

function unjudged(ref: string, changes: number): Problem | null {
  if (changes === 0) return null
  const detail = `${changes} changes lead to commits that are not here: which of the files they changed that rules protect is not known`
  return { code: 'unsupported-content', effect: 'incomplete', path: ref, detail, hint: 'fetch the whole history', by: 'verify-gittuf' }
}

type Counts = Pick<ChangeJudge, 'judged' | 'refused' | 'files' | 'people'>

const NOTHING_JUDGED: Counts = { judged: 0, refused: 0, files: 0, people: {} }

function itemOf(ref: string, { judged, refused, files, people }: Counts, steps: readonly Step[]): VerificationItem {
  const bad = steps.some(({ outcome }) => outcome === 'failed')
  const found = refused > 0 ? { found: `${refused} of ${judged} changes are not` } : {}
  return {
    subject: ref,
    kind: 'git-ref',
    digests: {},
    outcome: bad ? 'refused' : 'verified',
    signers: [],
    times: [],
    vouchedBy: [],
    step: {
      id: 'gittuf',
      title: `every change of ${ref} is as the gittuf policy of its time allows`,
      outcome: bad ? 'failed' : 'passed',
      ...found,
      steps,
    },
    details: { gittuf: { changes: judged, refused, files, people } },
  }
}
