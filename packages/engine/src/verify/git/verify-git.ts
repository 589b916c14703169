import { usageMissingArgument } from '@cupel/model'
import type { Problem, Signer, Step, VerificationItem, VerificationReport } from '@cupel/model'
import { HistoryJudge, isAmong, isVouchedFor, Refused, Trace, verifyGitObject } from '@cupel/provenance'
import type { GitTrust, HistoryPolicy, HistoryReport, VerifiedGitObject } from '@cupel/provenance'
import { GitFailed } from '@cupel/source'
import type { GitRepository } from '@cupel/source'
import { loadRoot } from '../trust-input.ts'
import { verificationReport } from '../verification.ts'
import { gitTrustOf } from './git-trust-files.ts'
import { openRepository, repositoryFault } from './open-repository.ts'
import type { GitTrustFiles } from './git-trust-files.ts'

export interface GitRequest {
  /** Folder of the repository; bare ones too. */
  readonly target: string
  readonly trust: GitTrustFiles
  readonly trustedRoot?: string
  /** Oldest trust root accepted, in days. */
  readonly maxRootAge?: number
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
  // Everybody can have a certificate of Sigstore: who it is must be said, or "somebody trusted" is anybody.
  if (request.trust.sigstore && request.policy.signers === undefined)
    throw usageMissingArgument('--signers LIST beside --gitsign, which names who of all who have a certificate', 'verify git')
  const root = loadRoot(request.trustedRoot, { cwd, now, maxAgeDays: request.maxRootAge })
  const trust = await gitTrustOf(request.trust, { root: root.trusted, cwd, now })
  const git = await openRepository(target, cwd)
  try {
    const { item, isCut } = await judgeHistory(git, trust, request)
    const items = [item, ...(tags ? [await tagsItem(git, trust, request)] : [])]
    const shown = {
      policy: policyText(request),
      root: request.trust.sigstore ? root.name : '',
      rootDate: request.trust.sigstore ? root.date : '',
      rootWarning: root.warning,
    }
    return verificationReport(items, [...git.problems, ...(isCut ? [CUT] : []), ...anyIssuer(request)], shown)
  } catch (error) {
    throw repositoryFault(error, target)
  } finally {
    git.close()
  }
}

/** Whoever runs one of the providers that Sigstore accepts decides who has which name. */
function anyIssuer({ trust, policy }: GitRequest): readonly Problem[] {
  if (!trust.sigstore || policy.issuers !== undefined) return []
  const detail = 'no --issuer was named: the names in Sigstore certificates count whoever vouched for them'
  return [{ code: 'unsupported-content', effect: 'note', path: '', detail, hint: 'give --issuer URL beside --signers', by: 'verify-git' }]
}

const CUT: Problem = {
  code: 'unsupported-content',
  effect: 'incomplete',
  path: '',
  detail: 'the clone is shallow: older commits were not judged',
  hint: 'fetch the whole history, or say --since',
  by: 'verify-git',
}

/**
 * "All commits" of a history that is cut off is not all of them, unless the cut lies behind what was asked for: then every parent that
 * was not judged is there, as one of those that `since` leaves out.
 */
async function reachesCut(git: GitRepository, since: string | undefined, unjudged: ReadonlySet<string>): Promise<boolean> {
  if (!git.isShallow || since === undefined) return git.isShallow
  if (unjudged.size === 0) return false
  try {
    // The first one asked for is found out of all or the question fails.
    for await (const _ of git.commits({ from: [...unjudged], limit: 1 })) break
    return false
  } catch (error) {
    if (error instanceof GitFailed) return true
    throw error
  }
}

function policyText({ policy, since, trust }: GitRequest): string {
  const files = [trust.allowedSigners, ...trust.keyrings, ...trust.authorities].filter((file): file is string => file !== undefined)
  const by = policy.signers === undefined ? '' : `, by ${policy.signers}`
  return `${files.join(', ') || 'Sigstore certificates'}${by}${since === undefined ? '' : `, since ${since}`}`
}

async function judgeHistory(
  git: GitRepository,
  trust: GitTrust,
  { target, policy, since, revision, progress }: GitRequest,
): Promise<{ readonly item: VerificationItem; readonly isCut: boolean }> {
  const judge = new HistoryJudge({ trust, policy, isShallow: git.isShallow })
  const signers = new Map<string, Signer>()
  const judged = new Set<string>()
  const parents = new Set<string>()
  let count = 0
  const range = { ...(revision === undefined ? {} : { from: [revision] }), ...(since === undefined ? {} : { without: [since] }) }
  for await (const commit of git.commits(range)) {
    const { signer } = judge.add(commit)
    if (git.isShallow) {
      judged.add(commit.id)
      for (const parent of commit.parents) parents.add(parent)
    }
    if (signer !== null) {
      const { kind, names, key, issuer = '' } = signer
      signers.set(key, { kind: kind === 'x509' && issuer !== '' ? 'sigstore' : kind, issuer, subject: names.join(', '), key, claims: {} })
    }
    if (++count % PROGRESS_EVERY === 0) progress?.(count)
  }
  const report = judge.report()
  const good = report.commits > 0 && report.violationCount === 0
  const item: VerificationItem = {
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
  return { item, isCut: await reachesCut(git, since, new Set([...parents].filter((id) => !judged.has(id)))) }
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
      steps: [counted, ...unsignedMerges(report)],
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

/** A merge can change more than it merges, and whoever lets it be unsigned should know how many there are. */
function unsignedMerges({ letters }: HistoryReport): readonly Step[] {
  const count = letters.N ?? 0
  if (count === 0) return []
  const reason = `${count} merges are not signed: nobody answers for what they change beside what they merge`
  return [{ id: 'merges', title: 'merges', outcome: 'warned', code: 'evidence-missing', reason, steps: [] }]
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

async function tagsItem(git: GitRepository, trust: GitTrust, { target, policy }: GitRequest): Promise<VerificationItem> {
  const steps: Step[] = []
  const tags = await git.tags()
  for (const tag of tags) {
    const raw = tag.object?.raw
    const verdict = Trace.run(`tag-${tag.name}`, `tag ${tag.name}`, (trace) => {
      const verified = verifyGitObject({ id: tag.id, type: 'tag', raw: raw ?? new Uint8Array() }, trust, trace)
      trace.step('name', 'what was signed has the name of the tag', () => checkName(tag.name, tag.object?.name ?? ''))
      trace.step('signer', 'the signer is one of those asked for', () => checkSigner(verified, policy))
    })
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

/** A ref is not signed: whoever can write it can let it point at the good tag of an older release. */
function checkName(ref: string, signed: string): void {
  if (ref === signed) return
  throw new Refused('subject-mismatch', 'the tag was signed under another name', { expected: ref, found: signed })
}

function checkSigner({ signer, isByPerson, person }: VerifiedGitObject, { signers, issuers, signerIsCommitter }: HistoryPolicy): void {
  const found = signer.names.join(', ')
  if (!isAmong(signer.names, signers))
    throw new Refused('signer-mismatch', 'the tag is signed by somebody else', { expected: signers ?? '', found })
  if (!isVouchedFor(signer, issuers))
    throw new Refused('signer-mismatch', 'somebody else vouched for who signed the tag', {
      expected: issuers?.join(' or ') ?? '',
      found: signer.issuer ?? 'none',
    })
  if (signerIsCommitter === true && !isByPerson)
    throw new Refused('signer-mismatch', 'who signed the tag is not who made it', { expected: person.email, found })
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
