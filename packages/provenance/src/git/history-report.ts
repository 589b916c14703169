import type { GitCommit, GitSignatureKind } from '@cupel/source'
import { matchesPatternList } from '../ssh/match-pattern.ts'
import { Trace } from '../verdict/trace.ts'
import type { Step } from '../verdict/step.ts'
import type { GitLetter } from './git-letter.ts'
import { gitLetter } from './git-letter.ts'
import type { GitTrust } from './git-trust.ts'
import type { GitSigner } from './verify-git-object.ts'
import { verifyGitObject } from './verify-git-object.ts'

/** What every commit of a history must be. */
export interface HistoryPolicy {
  /** Comma list of patterns (`*@example.org,!eve@example.org`) that a signer's name must match; left out: anybody trusted. */
  readonly signers?: string
  /** Who may have vouched for the name in a Sigstore certificate; left out: any issuer that Sigstore knows. */
  readonly issuers?: readonly string[]
  /** Merges may be unsigned: only what they merge is judged. */
  readonly allowUnsignedMerges?: boolean
  /** The signature must stand for the committer that the commit names. */
  readonly signerIsCommitter?: boolean
}

/** One commit that the policy does not allow. */
export interface HistoryViolation {
  readonly id: string
  readonly letter: GitLetter
  readonly code: string
  readonly reason: string
}

export interface CommitVerdict {
  readonly id: string
  readonly letter: GitLetter
  readonly kind: GitSignatureKind | null
  readonly signer: GitSigner | null
  /** The steps of a refusal; null when verified. */
  readonly refusal: Step | null
}

/** Commits by one key, or by one name. */
export interface SignerShare {
  readonly name: string
  readonly commits: number
  readonly newest: string
  readonly oldest: string
}

export interface HistoryReport {
  readonly commits: number
  readonly letters: Readonly<Partial<Record<GitLetter, number>>>
  readonly byKey: readonly SignerShare[]
  readonly byPerson: readonly SignerShare[]
  /** Nearest to where the walk began, so the first one whoever looks back meets; null when all are signed. */
  readonly newestUnsigned: string | null
  readonly oldestUnsigned: string | null
  readonly violations: readonly HistoryViolation[]
  /** More violations than are kept. */
  readonly violationCount: number
  /** The history goes on beyond what was judged, so "all" and "first" cannot be said of it. */
  readonly isShallow: boolean
}

export interface HistoryOptions {
  readonly trust: GitTrust
  readonly policy?: HistoryPolicy
  readonly isShallow?: boolean
}

const KEPT_VIOLATIONS = 10_000
const CLOCK_SKEW_S = 24 * 3600

/** Judges a history commit by commit, newest first as `GitRepository.commits` gives it; memory grows with signers, not commits. */
export class HistoryJudge {
  readonly #options: HistoryOptions
  readonly #letters: Partial<Record<GitLetter, number>> = {}
  readonly #keys = new Map<string, { commits: number; newest: string; oldest: string }>()
  readonly #people = new Map<string, { commits: number; newest: string; oldest: string }>()
  readonly #violations: HistoryViolation[] = []
  /** For commits not met yet: the earliest time of a child, which cannot be before its parent's. */
  readonly #childTimes = new Map<string, { readonly id: string; readonly time: number }>()
  #violationCount = 0
  #commits = 0
  #newestUnsigned: string | null = null
  #oldestUnsigned: string | null = null

  constructor(options: HistoryOptions) {
    this.#options = options
  }

  /** Judges one commit and counts it. */
  add(commit: GitCommit): CommitVerdict {
    const kind = commit.signature?.kind ?? null
    const verdict = Trace.run('commit', 'The commit is signed by somebody trusted', (trace) =>
      verifyGitObject({ id: commit.id, type: 'commit', raw: commit.raw }, this.#options.trust, trace),
    )
    const letter = gitLetter(verdict, kind ?? undefined)
    const signer = verdict.value?.signer ?? null
    this.#commits++
    this.#letters[letter] = (this.#letters[letter] ?? 0) + 1
    if (letter === 'N') {
      this.#newestUnsigned ??= commit.id
      this.#oldestUnsigned = commit.id
    }
    if (signer !== null) {
      count(this.#keys, signer.key, commit.id)
      for (const name of signer.names) count(this.#people, name, commit.id)
    }
    const judged = { id: commit.id, letter, kind, signer, refusal: verdict.outcome === 'refused' ? verdict.root : null }
    this.#judge(commit, judged, verdict.value?.isByPerson ?? false)
    this.#watchTimes(commit, letter)
    return judged
  }

  report(): HistoryReport {
    return {
      commits: this.#commits,
      letters: { ...this.#letters },
      byKey: shares(this.#keys),
      byPerson: shares(this.#people),
      newestUnsigned: this.#newestUnsigned,
      oldestUnsigned: this.#oldestUnsigned,
      violations: [...this.#violations],
      violationCount: this.#violationCount,
      isShallow: this.#options.isShallow ?? false,
    }
  }

  #judge(commit: GitCommit, { letter, signer, refusal }: CommitVerdict, isByPerson: boolean): void {
    const policy = this.#options.policy
    if (policy === undefined) return
    const violate = (code: string, reason: string) => this.#violate({ id: commit.id, letter, code, reason })
    if (refusal !== null) {
      if (letter === 'N' && commit.parents.length > 1 && policy.allowUnsignedMerges === true) return
      const { code = 'malformed', reason = '' } = innermost(refusal)
      violate(code, reason)
    } else if (signer !== null && !isAmong(signer.names, policy.signers)) violate('signer-mismatch', `signed by ${signer.names.join(', ')}`)
    else if (signer !== null && !isVouchedFor(signer, policy.issuers))
      violate('signer-mismatch', `signed by ${signer.names.join(', ')} on the word of ${signer.issuer}`)
    else if (policy.signerIsCommitter === true && !isByPerson)
      violate('signer-mismatch', `signed by ${signer?.names.join(', ') ?? 'nobody'}, committed by ${commit.committer.email}`)
  }

  /** A key may be valid up to a day only; whoever stole it then dates commits back, which shows where a child is older than its parent. */
  #watchTimes(commit: GitCommit, letter: GitLetter): void {
    const { time } = commit.committer
    const child = this.#childTimes.get(commit.id)
    this.#childTimes.delete(commit.id)
    if (child !== undefined && child.time + CLOCK_SKEW_S < time && this.#options.policy !== undefined)
      this.#violate({ id: child.id, letter, code: 'time-invalid', reason: `the commit says it is older than its parent ${commit.id}` })
    for (const parent of commit.parents) {
      const known = this.#childTimes.get(parent)
      if (known === undefined || time < known.time) this.#childTimes.set(parent, { id: commit.id, time })
    }
  }

  #violate(violation: HistoryViolation): void {
    this.#violationCount++
    if (this.#violations.length < KEPT_VIOLATIONS) this.#violations.push(violation)
  }
}

function count(counts: Map<string, { commits: number; newest: string; oldest: string }>, name: string, id: string): void {
  const known = counts.get(name)
  if (known === undefined) counts.set(name, { commits: 1, newest: id, oldest: id })
  else {
    known.commits++
    known.oldest = id
  }
}

function shares(counts: ReadonlyMap<string, Omit<SignerShare, 'name'>>): readonly SignerShare[] {
  return [...counts].map(([name, share]) => ({ name, ...share })).sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1))
}

function innermost(step: Step): Step {
  const failed = step.steps.find((inner) => inner.outcome === 'failed')
  return failed === undefined ? step : innermost(failed)
}

/** Whether one of the issuers vouched for the signer's name. Keys and other authorities have no issuer, and are not asked for one. */
export function isVouchedFor({ issuer }: Pick<GitSigner, 'issuer'>, issuers: readonly string[] | undefined): boolean {
  return issuers === undefined || issuer === undefined || issuers.includes(issuer)
}

/**
 * Whether one of a signer's names is in a comma list of patterns, as `HistoryPolicy.signers` has it, and none is one that the list
 * leaves out, in whatever case: a key can have further names by its owner's own word. Everybody is in no list.
 */
export function isAmong(names: readonly string[], signers: string | undefined): boolean {
  if (signers === undefined) return true
  const addresses = names.map(addressOf)
  const leftOut = signers.split(',').flatMap((pattern) => (pattern.startsWith('!') ? [pattern.slice(1).toLowerCase()] : []))
  if (addresses.some((address) => matchesPatternList(address.toLowerCase(), leftOut.join(',')))) return false
  return addresses.some((address) => matchesPatternList(address, signers))
}

/** The mail address of `Name <address>`, else the whole name. */
function addressOf(name: string): string {
  return /<([^<>]*)>\s*$/.exec(name)?.[1] ?? name
}
