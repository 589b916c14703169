import type { Fact } from '../../outcome.ts'
import { known } from '../../facts/fact.ts'
import type { BranchProtection, ForgeAccount, ForgeChange, ForgeIssue, ForgeRepository } from '../../facts/forge-facts.ts'
import { noForge } from '../../facts/no-forge.ts'
import type { ReleaseFacts } from '../../facts/release-facts.ts'
import type { ForgeAddress } from '../forge-address.ts'
import type { ForgeReading } from '../forge-reading.ts'
import type { ForgeAnswer, ForgeSession } from '../forge-session.ts'
import { factOf } from '../fact-of.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'
import { reviewsUnread } from '../reviews-unread.ts'

/**
 * Asks GitLab (REST v4): project, merged requests, protected branches, issues, releases: five calls. Approvals of each merge request,
 * approval rules and webhooks follow while the budget lasts.
 */
export async function readGitlab(session: ForgeSession, { api, owner, name }: ForgeAddress): Promise<ForgeReading> {
  const root = `${api}/projects/${encodeURIComponent(`${owner}/${name}`)}`
  const project = await session.get(`${root}?license=true`, 'project')
  const facts = noForge('give a token of GitLab (GITLAB_TOKEN, or cupel assess --token-file)')
  if (!project.ok) {
    const none = { known: false, missing: project.missing } as const
    return { facts: { ...facts, repository: none }, releases: none, cost: session.cost }
  }
  const merged = await session.get(`${root}/merge_requests?state=merged&per_page=30&order_by=updated_at`, 'merge requests')
  const branches = await session.get(`${root}/protected_branches?per_page=100`, 'protected branches')
  const issues = await session.get(`${root}/issues?per_page=30&order_by=created_at`, 'issues')
  const releases = await session.get(`${root}/releases?per_page=10`, 'releases')
  const rules = session.callsLeft > 0 ? await session.get(`${root}/approvals`, 'approval rules') : null
  const hooks = session.callsLeft > 0 ? await session.get(`${root}/hooks?per_page=100`, 'webhooks') : null
  const approvals = await approvalsOf(session, root, merged)
  const branch = textAt(project.json, 'default_branch')
  return {
    facts: {
      ...facts,
      repository: known(repositoryOf(project.json)),
      branches: factOf(branches, (json) => branchesOf(json, { branch, project: project.json, rules })),
      changes: changesOf(merged, approvals),
      issues: flagAt(project.json, 'issues_enabled') === false ? known([]) : factOf(issues, (json) => listAt(json).map(issueOf)),
      webhooks: hooks === null ? facts.webhooks : factOf(hooks, (json) => listAt(json).map(hookOf)),
    },
    releases: factOf(releases, (json) => listAt(json).map(releaseOf)),
    cost: session.cost,
  }
}

/** One call for each merge request: only with a budget that was raised for it. */
async function approvalsOf(
  session: ForgeSession,
  root: string,
  merged: ForgeAnswer,
): Promise<ReadonlyMap<number, readonly ForgeAccount[]>> {
  const found = new Map<number, readonly ForgeAccount[]>()
  if (!merged.ok) return found
  for (const one of listAt(merged.json)) {
    const iid = numberAt(one, 'iid')
    if (iid === null || session.callsLeft <= 0) continue
    const answer = await session.get(`${root}/merge_requests/${iid}/approvals`, `approvals of merge request ${iid}`)
    if (answer.ok)
      found.set(
        iid,
        listAt(answer.json, 'approved_by').flatMap((by) => accountOf(at(by, 'user')) ?? []),
      )
  }
  return found
}

/** Merge requests whose approvals nobody read are not "not approved": all are read, or the fact is unknown. */
function changesOf(merged: ForgeAnswer, approvals: ReadonlyMap<number, readonly ForgeAccount[]>): Fact<readonly ForgeChange[]> {
  if (!merged.ok) return { known: false, missing: merged.missing }
  const requests = listAt(merged.json).map((json) => ({ json, approvers: approvals.get(numberAt(json, 'iid') ?? -1) }))
  const unread = requests.filter(({ approvers }) => approvers === undefined).length
  if (unread > 0) return { known: false, missing: reviewsUnread(unread, requests.length) }
  return known(requests.map(({ json, approvers = [] }) => changeOf(json, approvers)))
}

function accountOf(user: unknown): ForgeAccount | null {
  const login = textAt(user, 'username')
  return login === '' ? null : { login, bot: flagAt(user, 'bot') === true || /^(?:project|group)_\d+_bot/.test(login) }
}

function repositoryOf(json: unknown): ForgeRepository {
  return {
    archived: flagAt(json, 'archived') === true,
    createdAt: textAt(json, 'created_at'),
    defaultBranch: textAt(json, 'default_branch'),
    private: textAt(json, 'visibility') !== 'public',
    fork: at(json, 'forked_from_project') !== undefined,
    description: textAt(json, 'description'),
    homepage: '',
    stars: numberAt(json, 'star_count') ?? 0,
    // GitLab names licences by its own keys, which for the common ones are SPDX ids in lower case; that is no SPDX id to rely on.
    licence: '',
    hasIssues: flagAt(json, 'issues_enabled') === true,
    hasDiscussions: false,
    owner: { login: textAt(json, 'namespace', 'full_path'), kind: textAt(json, 'namespace', 'kind') === 'user' ? 'user' : 'organisation' },
  }
}

interface BranchInput {
  readonly branch: string
  readonly project: unknown
  readonly rules: ForgeAnswer | null
}

/** `access_level` 0 is nobody, 30 developers, 40 maintainers: pushing without a merge request is possible for whoever is above 0. */
function branchesOf(json: unknown, { branch, project, rules }: BranchInput): readonly BranchProtection[] {
  const rule = listAt(json).find((one) => wildcardMatches(textAt(one, 'name'), branch))
  const known = rules?.ok === true ? rules.json : undefined
  const pipelines = flagAt(project, 'only_allow_merge_if_pipeline_succeeds')
  const pushers = listAt(rule, 'push_access_levels').map((one) => numberAt(one, 'access_level'))
  return [
    {
      name: branch,
      isDefault: true,
      protected: rule !== undefined,
      // A protected branch can be deleted by maintainers through the interface, never by git.
      allowsDeletion: rule === undefined,
      allowsForcePush: rule === undefined ? true : (flagAt(rule, 'allow_force_push') ?? null),
      requiresLinearHistory: ['ff', 'rebase_merge'].includes(textAt(project, 'merge_method')),
      enforcedOnAdmins: rule === undefined ? false : pushers.length > 0 && pushers.every((level) => level === 0),
      requiresLastPushApproval: null,
      requiresUpToDate: ['ff', 'rebase_merge'].includes(textAt(project, 'merge_method')),
      requiresStatusChecks: pipelines,
      statusChecks: pipelines === true ? ['pipeline'] : [],
      requiresPullRequests: rule === undefined ? false : pushers.length > 0 && pushers.every((level) => level === 0),
      requiredApprovals: numberAt(known, 'approvals_before_merge'),
      dismissesStaleReviews: flagAt(known, 'reset_approvals_on_push'),
      requiresCodeOwners: rule === undefined ? false : (flagAt(rule, 'code_owner_approval_required') ?? null),
      requiresSignedCommits: null,
    },
  ]
}

/** GitLab's `*` crosses everything. */
function wildcardMatches(pattern: string, name: string): boolean {
  const pieces = pattern.split('*')
  if (pieces.length === 1) return pattern === name
  const [first = '', ...rest] = pieces
  const last = rest.pop() ?? ''
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false
  let from = first.length
  for (const piece of rest) {
    const found = name.indexOf(piece, from)
    if (found === -1 || found + piece.length > name.length - last.length) return false
    from = found + piece.length
  }
  return true
}

function changeOf(json: unknown, approvers: readonly ForgeAccount[]): ForgeChange {
  return {
    number: numberAt(json, 'iid') ?? 0,
    url: textAt(json, 'web_url'),
    mergedAt: textAt(json, 'merged_at'),
    author: accountOf(at(json, 'author')),
    mergedBy: accountOf(at(json, 'merge_user') ?? at(json, 'merged_by')),
    headCommit: textAt(json, 'sha'),
    labels: listAt(json, 'labels').filter((label): label is string => typeof label === 'string'),
    reviews: approvers.map((author) => ({ author, state: 'approved', association: 'unknown', commit: textAt(json, 'sha') })),
    checks: null,
  }
}

function issueOf(json: unknown): ForgeIssue {
  const closedAt = textAt(json, 'closed_at')
  return {
    number: numberAt(json, 'iid') ?? 0,
    url: textAt(json, 'web_url'),
    title: textAt(json, 'title'),
    open: textAt(json, 'state') === 'opened',
    createdAt: textAt(json, 'created_at'),
    closedAt: closedAt === '' ? null : closedAt,
    association: 'unknown',
    labels: listAt(json, 'labels').filter((label): label is string => typeof label === 'string'),
    comments: [],
  }
}

/** GitLab never tells a hook's token; whether one is set it tells since 17. */
function hookOf(json: unknown): { readonly id: string; readonly hasSecret: boolean; readonly url: string } {
  return {
    id: String(at(json, 'id') ?? ''),
    hasSecret: flagAt(json, 'token_present') === true,
    url: textAt(json, 'url').replace(/[?#].*$/, ''),
  }
}

function releaseOf(json: unknown): ReleaseFacts {
  const links = listAt(json, 'assets', 'links')
  return {
    tag: textAt(json, 'tag_name'),
    url: textAt(json, '_links', 'self'),
    target: textAt(json, 'commit', 'id'),
    publishedAt: textAt(json, 'released_at'),
    assets: links.map((one) => ({ name: textAt(one, 'name'), url: textAt(one, 'url'), size: null })),
    signatures: [],
    immutable: null,
    attestations: [],
  }
}
