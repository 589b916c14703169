import { resolve } from 'node:path'
import { targetMissing } from '@cupel/model'
import type { Problem, Signer, Step, VerificationItem, VerificationReport } from '@cupel/model'
import { HistoryJudge, Trace, verifyGitObject } from '@cupel/provenance'
import type { GitTrust, HistoryPolicy, HistoryReport } from '@cupel/provenance'
import { GitFailed, LeavesTree, openGitRepository } from '@cupel/source'
import type { GitRepository } from '@cupel/source'
import { loadRoot } from '../trust-input.ts'
import { verificationReport } from '../verification.ts'
import { gitTrustOf } from './git-trust-files.ts'
import type { GitTrustFiles } from './git-trust-files.ts'

export interface GitRequest {
  /** Folder of the repository; bare ones too. */
  readonly target: string
  readonly trust: GitTrustFiles
  readonly trustedRoot?: string
  readonly policy: HistoryPolicy
  /** Judge from here; default HEAD. */
  readonly revision?: string
  /** Commits reachable from here are not judged. */
  readonly since?: string
  /** Judge the tags as well. */
  readonly tags: boolean
  readonly cwd: string
  readonly now: Date
  readonly progress?: (commits: number) => void
}

const SHOWN = 50
const PROGRESS_EVERY = 500

/** Judges every commit of a history, and its tags when asked, in this process. Runs nothing of the repository. */
export async function verifyGit(request: GitRequest): Promise<VerificationReport> {
  const { target, cwd, now, tags } = request
  const root = loadRoot(request.trustedRoot, cwd, now)
  const trust = await gitTrustOf(request.trust, { root: root.trusted, cwd, now })
  const git = await open(resolve(cwd, target), target)
  try {
    const items = [await historyItem(git, trust, request), ...(tags ? [await tagsItem(git, trust, target)] : [])]
    const shown = {
      policy: policyText(request),
      root: request.trust.sigstore ? root.name : '',
      rootDate: request.trust.sigstore ? root.date : '',
    }
    return verificationReport(items, [...git.problems, ...shallowProblem(git, request)], shown)
  } catch (error) {
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(target, error) : error
  } finally {
    git.close()
  }
}

async function open(path: string, shown: string): Promise<GitRepository> {
  try {
    const git = await openGitRepository(path)
    if (git !== null) return git
  } catch (error) {
    throw error instanceof GitFailed || error instanceof LeavesTree ? targetMissing(shown, error) : error
  }
  throw targetMissing(shown, new Error('it is no git repository'))
}

/** "All commits" of a history that is cut off is not all of them, unless the cut lies behind what was asked for. */
function shallowProblem(git: GitRepository, { since }: GitRequest): readonly Problem[] {
  if (!git.isShallow || since !== undefined) return []
  const detail = 'the clone is shallow: older commits were not judged'
  return [
    {
      code: 'unsupported-content',
      effect: 'incomplete',
      path: '',
      detail,
      hint: 'fetch the whole history, or say --since',
      by: 'verify-git',
    },
  ]
}

function policyText({ policy, since, trust }: GitRequest): string {
  const files = [trust.allowedSigners, ...trust.keyrings, ...trust.authorities].filter((file): file is string => file !== undefined)
  const by = policy.signers === undefined ? '' : `, by ${policy.signers}`
  return `${files.join(', ') || 'Sigstore certificates'}${by}${since === undefined ? '' : `, since ${since}`}`
}

async function historyItem(
  git: GitRepository,
  trust: GitTrust,
  { target, policy, since, revision, progress }: GitRequest,
): Promise<VerificationItem> {
  const judge = new HistoryJudge({ trust, policy, isShallow: git.isShallow })
  const signers = new Map<string, Signer>()
  let count = 0
  const range = { ...(revision === undefined ? {} : { from: [revision] }), ...(since === undefined ? {} : { without: [since] }) }
  for await (const commit of git.commits(range)) {
    const { signer } = judge.add(commit)
    if (signer !== null) {
      const { kind, names, key, issuer = '' } = signer
      signers.set(key, { kind: kind === 'x509' && issuer !== '' ? 'sigstore' : kind, issuer, subject: names.join(', '), key, claims: {} })
    }
    if (++count % PROGRESS_EVERY === 0) progress?.(count)
  }
  const report = judge.report()
  const good = report.commits > 0 && report.violationCount === 0
  return {
    subject: `${target} at ${revision ?? git.head()?.slice(0, 12) ?? 'HEAD'}`,
    kind: 'git-history',
    digests: {},
    outcome: good ? 'verified' : 'refused',
    signers: [...signers.values()],
    times: [],
    vouchedBy: [],
    step: historyStep(report, good),
    details: { history: report },
  }
}

function historyStep(report: HistoryReport, good: boolean): Step {
  const letters = Object.entries(report.letters).map(([letter, commits]) => `${commits} ${LETTERS[letter] ?? letter}`)
  const violations = report.violations.slice(0, SHOWN).map(({ id, code, reason }): Step => {
    return { id: `commit-${id}`, title: `commit ${id}`, outcome: 'failed', code, reason, steps: [] }
  })
  const counted: Step = {
    id: 'letters',
    title: 'what the signatures are',
    outcome: 'passed',
    found: letters.join(', ') || 'no commits',
    steps: [],
  }
  if (good)
    return {
      id: 'history',
      title: 'every commit is signed by somebody trusted',
      outcome: 'passed',
      found: `${report.commits} commits`,
      steps: [counted],
    }
  const reason =
    report.commits === 0
      ? 'there is no commit to judge'
      : `${report.violationCount} of ${report.commits} commits are not signed as the policy asks`
  const more = report.oldestUnsigned === null ? {} : { found: `oldest unsigned commit ${report.oldestUnsigned}` }
  const failed = {
    id: 'history',
    title: 'every commit is signed by somebody trusted',
    outcome: 'failed',
    code: report.commits === 0 ? 'evidence-missing' : 'policy-not-met',
    reason,
    ...more,
  } as const
  return { ...failed, steps: [counted, ...violations] }
}

/** git's own letters (`%G?`). */
const LETTERS: Readonly<Record<string, string>> = {
  G: 'good',
  B: 'bad',
  U: 'good, signer unknown',
  X: 'good, signature expired',
  Y: 'good, key expired',
  R: 'good, key revoked',
  E: 'cannot be checked',
  N: 'not signed',
}

async function tagsItem(git: GitRepository, trust: GitTrust, target: string): Promise<VerificationItem> {
  const steps: Step[] = []
  const tags = await git.tags()
  for (const tag of tags) {
    const raw = tag.object?.raw
    const verdict = Trace.run(`tag-${tag.name}`, `tag ${tag.name}`, (trace) =>
      verifyGitObject({ id: tag.id, type: 'tag', raw: raw ?? new Uint8Array() }, trust, trace),
    )
    steps.push(raw === undefined ? unsignedTag(tag.name) : verdict.root)
  }
  const refused = steps.filter(({ outcome }) => outcome === 'failed').length
  const good = tags.length > 0 && refused === 0
  const reason = tags.length === 0 ? 'there is no tag' : `${refused} of ${tags.length} tags are not signed by somebody trusted`
  return {
    subject: `tags of ${target}`,
    kind: 'git-tags',
    digests: {},
    outcome: good ? 'verified' : 'refused',
    signers: [],
    times: [],
    vouchedBy: [],
    step: {
      id: 'tags',
      title: 'every tag is signed by somebody trusted',
      outcome: good ? 'passed' : 'failed',
      ...(good ? {} : { code: 'policy-not-met', reason }),
      steps,
    },
  }
}

function unsignedTag(name: string): Step {
  return {
    id: `tag-${name}`,
    title: `tag ${name}`,
    outcome: 'failed',
    code: 'evidence-missing',
    reason: 'a lightweight tag carries no signature',
    steps: [],
  }
}
