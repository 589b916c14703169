import type { Fact } from '../../outcome.ts'
import { known } from '../../facts/fact.ts'
import type { BranchProtection, ForgeAccount, ForgeChange, ForgeIssue, ForgeRepository, ForgeReview } from '../../facts/forge-facts.ts'
import { noForge } from '../../facts/no-forge.ts'
import type { ForgeAddress } from '../forge-address.ts'
import type { ForgeReading } from '../forge-reading.ts'
import type { ForgeAnswer, ForgeSession } from '../forge-session.ts'
import { listedRelease } from '../listed-release.ts'
import { factOf } from '../fact-of.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'
import { reviewsUnread } from '../reviews-unread.ts'

/**
 * Asks Gitea or Forgejo (API v1): repository, closed pull requests, branch protections, issues, releases: five calls. Reviews of each
 * pull request follow while the budget lasts.
 */
export async function readGitea(session: ForgeSession, { api, owner, name }: ForgeAddress): Promise<ForgeReading> {
  const root = `${api}/repos/${owner}/${name}`
  const repository = await session.get(root, 'repository')
  const facts = noForge('give a token of the forge (cupel assess --token-file)')
  if (!repository.ok) {
    const none = { known: false, missing: repository.missing } as const
    return { facts: { ...facts, repository: none }, releases: none, cost: session.cost }
  }
  const branch = textAt(repository.json, 'default_branch')
  const pulls = await session.get(`${root}/pulls?state=closed&sort=recentupdate&limit=30`, 'pull requests')
  const protections = await session.get(`${root}/branch_protections`, 'branch protection')
  const issues = await session.get(`${root}/issues?state=all&type=issues&limit=30`, 'issues')
  const releases = await session.get(`${root}/releases?limit=10`, 'releases')
  const reviews = await reviewsOf(session, root, pulls)
  return {
    facts: {
      ...facts,
      repository: known(repositoryOf(repository.json)),
      branches: factOf(protections, (json) => [branchOf(json, branch)]),
      changes: changesOf(pulls, reviews),
      issues: flagAt(repository.json, 'has_issues') === false ? known([]) : factOf(issues, (json) => listAt(json).map(issueOf)),
    },
    releases: factOf(releases, (json) =>
      listAt(json)
        .filter((one) => flagAt(one, 'draft') !== true)
        .map(listedRelease),
    ),
    cost: session.cost,
  }
}

async function reviewsOf(session: ForgeSession, root: string, pulls: ForgeAnswer): Promise<ReadonlyMap<number, readonly ForgeReview[]>> {
  const found = new Map<number, readonly ForgeReview[]>()
  if (!pulls.ok) return found
  for (const one of listAt(pulls.json)) {
    const number = numberAt(one, 'number')
    if (number === null || flagAt(one, 'merged') !== true || session.callsLeft <= 0) continue
    const answer = await session.get(`${root}/pulls/${number}/reviews?limit=50`, `reviews of pull request ${number}`)
    if (answer.ok) found.set(number, listAt(answer.json).map(reviewOf))
  }
  return found
}

/** Pull requests whose reviews nobody read are not "not reviewed": all are read, or the fact is unknown. */
function changesOf(pulls: ForgeAnswer, reviews: ReadonlyMap<number, readonly ForgeReview[]>): Fact<readonly ForgeChange[]> {
  if (!pulls.ok) return { known: false, missing: pulls.missing }
  const merged = listAt(pulls.json).filter((one) => flagAt(one, 'merged') === true)
  const read = merged.map((json) => ({ json, found: reviews.get(numberAt(json, 'number') ?? -1) }))
  const unread = read.filter(({ found }) => found === undefined).length
  if (unread > 0) return { known: false, missing: reviewsUnread(unread, read.length) }
  return known(read.map(({ json, found = [] }) => changeOf(json, found)))
}

function accountOf(user: unknown): ForgeAccount | null {
  const login = textAt(user, 'login')
  return login === '' ? null : { login, bot: login.endsWith('[bot]') || login === 'actions-user' || login === 'forgejo-actions' }
}

function reviewOf(json: unknown): ForgeReview {
  const states: Readonly<Record<string, ForgeReview['state']>> = { APPROVED: 'approved', REQUEST_CHANGES: 'changes-requested' }
  const dismissed = flagAt(json, 'dismissed') === true || flagAt(json, 'stale') === true
  return {
    author: accountOf(at(json, 'user')),
    state: dismissed ? 'dismissed' : (states[textAt(json, 'state')] ?? 'commented'),
    association: flagAt(json, 'official') === true ? 'collaborator' : 'unknown',
    commit: textAt(json, 'commit_id'),
  }
}

function repositoryOf(json: unknown): ForgeRepository {
  return {
    archived: flagAt(json, 'archived') === true,
    createdAt: textAt(json, 'created_at'),
    defaultBranch: textAt(json, 'default_branch'),
    private: flagAt(json, 'private') === true,
    fork: flagAt(json, 'fork') === true,
    description: textAt(json, 'description'),
    homepage: textAt(json, 'website'),
    stars: numberAt(json, 'stars_count') ?? 0,
    licence: '',
    hasIssues: flagAt(json, 'has_issues') === true,
    hasDiscussions: false,
    // The API does not tell users from organisations here.
    owner: { login: textAt(json, 'owner', 'login'), kind: 'user' },
  }
}

function branchOf(json: unknown, branch: string): BranchProtection {
  const rule = listAt(json).find((one) => [textAt(one, 'rule_name'), textAt(one, 'branch_name')].includes(branch))
  const flag = (key: string): boolean | null => (rule === undefined ? false : flagAt(rule, key))
  return {
    name: branch,
    isDefault: true,
    protected: rule !== undefined,
    allowsDeletion: rule === undefined,
    allowsForcePush: rule === undefined ? true : (flagAt(rule, 'enable_force_push') ?? false),
    requiresLinearHistory: null,
    enforcedOnAdmins: flag('apply_to_admins') ?? flag('block_admin_merge_override'),
    requiresLastPushApproval: null,
    requiresUpToDate: flag('block_on_outdated_branch'),
    requiresStatusChecks: flag('enable_status_check'),
    statusChecks: listAt(rule, 'status_check_contexts').filter((name): name is string => typeof name === 'string'),
    requiresPullRequests: rule === undefined ? false : flagAt(rule, 'enable_push') === false,
    requiredApprovals: rule === undefined ? 0 : numberAt(rule, 'required_approvals'),
    dismissesStaleReviews: flag('dismiss_stale_approvals'),
    requiresCodeOwners: null,
    requiresSignedCommits: flag('require_signed_commits'),
  }
}

function changeOf(json: unknown, reviews: readonly ForgeReview[]): ForgeChange {
  return {
    number: numberAt(json, 'number') ?? 0,
    url: textAt(json, 'html_url'),
    mergedAt: textAt(json, 'merged_at'),
    author: accountOf(at(json, 'user')),
    mergedBy: accountOf(at(json, 'merged_by')),
    headCommit: textAt(json, 'head', 'sha'),
    labels: listAt(json, 'labels').map((label) => textAt(label, 'name')),
    reviews,
    checks: null,
  }
}

function issueOf(json: unknown): ForgeIssue {
  const closedAt = textAt(json, 'closed_at')
  return {
    number: numberAt(json, 'number') ?? 0,
    url: textAt(json, 'html_url'),
    title: textAt(json, 'title'),
    open: textAt(json, 'state') === 'open',
    createdAt: textAt(json, 'created_at'),
    closedAt: closedAt === '' ? null : closedAt,
    association: 'unknown',
    labels: listAt(json, 'labels').map((label) => textAt(label, 'name')),
    comments: [],
  }
}
