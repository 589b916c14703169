import { configInvalid, usageMissingArgument } from '@cupel/model'
import type { Problem, Signer, Step, VerificationItem, VerificationReport, Vouch, VouchKind } from '@cupel/model'
import { judgeTrust, ruleApplies } from '@cupel/policy'
import type { TrustPolicy, TrustRule } from '@cupel/policy'
import { HistoryJudge, Refused, Trace, verifyGitObject } from '@cupel/provenance'
import type { GitSigner, GitTrust } from '@cupel/provenance'
import type { GitRepository } from '@cupel/source'
import { loadTrust } from '../trust-input.ts'
import type { Trust, TrustRequest } from '../trust-input.ts'
import { verificationReport } from '../verification.ts'
import { gitTrustOfPolicy, signersOfGit } from './git-policy-trust.ts'
import { openRepository, repositoryFault } from './open-repository.ts'

export interface GitPolicyRequest {
  /** Folder of the repository; bare ones too. */
  readonly target: string
  /** Under which address the policy knows it. */
  readonly repository: string
  readonly trust: TrustRequest
  readonly revision?: string
  readonly cwd: string
  readonly now: Date
}

const SHOWN = 50

/**
 * Judges a history by the rules of a trust policy: every rule with evidence `commit` over every commit since its `since`, every rule
 * with evidence `tag` over every tag. Keys count as of the time that a commit claims, as with git itself.
 */
export async function verifyGitByPolicy(request: GitPolicyRequest): Promise<VerificationReport> {
  const { target, repository, cwd, now } = request
  const trust = loadTrust(request.trust, { cwd, now })
  const { policy } = trust
  if (policy === null) throw usageMissingArgument('--trust FILE', 'verify git')
  const rules = policy.rules.filter((rule) => ruleApplies(rule, { repository }))
  const concerned = (kind: VouchKind): readonly TrustRule[] => rules.filter(({ evidence }) => evidence.includes(kind))
  // A rule that counts any evidence is about every commit as well: left out, it would be a rule that nothing has to meet.
  const [commits, tags] = [rules.filter(({ evidence }) => evidence.length === 0 || evidence.includes('commit')), concerned('tag')]
  const crowded = [...commits, ...tags].find(({ threshold }) => threshold > 1)
  if (crowded !== undefined)
    throw configInvalid(policy.source, `rule ${crowded.name} asks for ${crowded.threshold} signers, and a commit or tag has one`, {
      line: crowded.line,
    })
  if (commits.length + tags.length === 0)
    throw configInvalid(policy.source, `no rule with evidence "commit" or "tag" is for repo:${repository}`)
  const keys = await gitTrustOfPolicy(trust, policy)
  const git = await openRepository(target, cwd)
  try {
    const items: VerificationItem[] = []
    for (const rule of commits) items.push(await judgeCommits(git, { rule, trust, policy, keys, request }))
    for (const rule of tags) items.push(await judgeTags(git, { rule, trust, policy, keys, request }))
    return verificationReport(items, [...git.problems, ...cutShort(git)], trust.shown)
  } catch (error) {
    throw repositoryFault(error, target)
  } finally {
    git.close()
  }
}

/** Of a history that is cut off nobody can say "all". */
function cutShort({ isShallow }: GitRepository): readonly Problem[] {
  const detail = 'the clone is shallow: older commits were not judged'
  return isShallow
    ? [{ code: 'unsupported-content', effect: 'incomplete', path: '', detail, hint: 'fetch the whole history', by: 'verify-git' }]
    : []
}

interface RuleInput {
  readonly rule: TrustRule
  readonly trust: Trust
  readonly policy: TrustPolicy
  readonly keys: GitTrust
  readonly request: GitPolicyRequest
}

async function judgeCommits(git: GitRepository, { rule, trust, policy, keys, request }: RuleInput): Promise<VerificationItem> {
  const judge = new HistoryJudge({ trust: keys, policy: {}, isShallow: git.isShallow })
  const asked = asking('commit', { rule, trust, policy, request })
  const steps: Step[] = []
  const signers = new Map<string, Signer>()
  let refused = 0
  const { revision } = request
  const range = { ...(revision === undefined ? {} : { from: [revision] }), ...(rule.since === '' ? {} : { without: [rule.since] }) }
  for await (const commit of git.commits(range)) {
    const { id, signer } = judge.add(commit)
    if (signer === null) continue
    const unmet = asked(signer, commit.committer.time, id)
    if (unmet === null) signers.set(signer.key, signersOfGit(signer, trust)[0] as Signer)
    else if (++refused <= SHOWN) steps.push({ ...unmet, id: `commit-${id}`, title: `commit ${id}` })
  }
  const report = judge.report()
  for (const { id, code, reason } of report.violations.slice(0, SHOWN))
    steps.push({ id: `commit-${id}`, title: `commit ${id}`, outcome: 'failed', code, reason, steps: [] })
  const bad = refused + report.violationCount
  const item = itemOf({
    subject: `${request.target}: commits by rule ${rule.name}`,
    kind: 'git-history',
    count: report.commits,
    bad,
    steps,
  })
  return { ...item, signers: [...signers.values()], vouchedBy: item.outcome === 'verified' ? rule.by : [], details: { history: report } }
}

async function judgeTags(git: GitRepository, { rule, trust, policy, keys, request }: RuleInput): Promise<VerificationItem> {
  const asked = asking('tag', { rule, trust, policy, request })
  const tags = await git.tags()
  const steps = tags.map(({ id, name, object }): Step => {
    const { root } = Trace.run(`tag-${name}`, `tag ${name}`, (trace) => {
      if (object === null || object === undefined) throw new Refused('evidence-missing', 'a lightweight tag carries no signature')
      const { signer, person } = verifyGitObject({ id, type: 'tag', raw: object.raw }, keys, trace)
      trace.step('name', 'what was signed has the name of the tag', () => {
        if (object.name !== name)
          throw new Refused('subject-mismatch', 'the tag was signed under another name', { expected: name, found: object.name })
      })
      trace.step('trust', 'the trust policy accepts who signed', () => {
        const unmet = asked(signer, person.time, name)
        if (unmet !== null) throw new Refused('signer-mismatch', unmet.reason ?? 'somebody else signed')
      })
    })
    return root
  })
  const bad = steps.filter(({ outcome }) => outcome === 'failed').length
  return itemOf({ subject: `${request.target}: tags by rule ${rule.name}`, kind: 'git-tags', count: tags.length, bad, steps })
}

type Asked = (signer: GitSigner, time: number, source: string) => Step | null

/** Whether the rule accepts a signer at a time; asked once for each signer and day. */
function asking(evidence: 'commit' | 'tag', { rule, trust, policy, request }: Omit<RuleInput, 'keys'>): Asked {
  const known = new Map<string, Step | null>()
  const only = { ...policy, rules: [{ ...rule, evidence: [evidence], threshold: 1 }] }
  return (signer, time, source) => {
    const at = Number.isFinite(time) ? new Date(time * 1000) : request.now
    const mark = `${signer.key} ${signer.names.join()} ${at.toISOString().slice(0, 10)}`
    const found = known.get(mark)
    if (found !== undefined) return found
    const vouches = signersOfGit(signer, trust).map((one): Vouch => ({ evidence, signer: one, at, source }))
    const { outcome, step } = judgeTrust(only, { repository: request.repository }, { vouches, now: request.now })
    const unmet = outcome === 'trusted' ? null : innermost(step)
    known.set(mark, unmet)
    return unmet
  }
}

function innermost(step: Step): Step {
  const failed = step.steps.find(({ outcome }) => outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}

interface Counted {
  readonly subject: string
  readonly kind: 'git-history' | 'git-tags'
  readonly count: number
  readonly bad: number
  readonly steps: readonly Step[]
}

function itemOf({ subject, kind, count, bad, steps }: Counted): VerificationItem {
  const good = count > 0 && bad === 0
  const what = kind === 'git-history' ? 'commit' : 'tag'
  const reason = count === 0 ? `there is no ${what} to judge` : `${bad} of ${count} are not signed as the rule asks`
  const outcome = good
    ? ({ outcome: 'passed', found: `${count}` } as const)
    : ({ outcome: 'failed', code: count === 0 ? 'evidence-missing' : 'policy-not-met', reason } as const)
  const step: Step = { id: kind, title: `every ${what} is signed as the rule asks`, ...outcome, steps }
  return { subject, kind, digests: {}, outcome: good ? 'verified' : 'refused', signers: [], times: [], vouchedBy: [], step }
}
