import type { Fact } from '../../outcome.ts'
import { known } from '../../facts/fact.ts'
import type { BranchProtection, ForgeCommit, ForgeRepository } from '../../facts/forge-facts.ts'
import { noForge } from '../../facts/no-forge.ts'
import type { ForgeAddress } from '../forge-address.ts'
import type { ForgeReading } from '../forge-reading.ts'
import type { ForgeAnswer, ForgeSession } from '../forge-session.ts'
import { listedRelease } from '../listed-release.ts'
import { factOf, UNSEEN_SETTINGS } from '../fact-of.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'
import { githubAccount } from './github-changes.ts'
import { githubBranch } from './github-branches.ts'
import { rulesetNode } from './ruleset-node.ts'

/**
 * Asks GitHub without a token, by REST: repository, commits, releases, the rulesets of the default branch, private reporting. Reviews,
 * classic branch protection and settings stay unknown: GitHub tells them to signed-in callers only.
 */
export async function readGithubAnonymous(session: ForgeSession, { api, owner, name }: ForgeAddress): Promise<ForgeReading> {
  const root = `${api}/repos/${owner}/${name}`
  const repository = await session.get(root, 'repository')
  const facts = noForge('give a token of GitHub (GITHUB_TOKEN, or cupel assess --token-file)')
  if (!repository.ok) {
    const none = { known: false, missing: repository.missing } as const
    return { facts: { ...facts, repository: none }, releases: none, cost: session.cost }
  }
  const branch = textAt(repository.json, 'default_branch')
  const commits = await session.get(`${root}/commits?per_page=30`, 'commits')
  const releases = await session.get(`${root}/releases?per_page=10`, 'releases')
  const rules = await session.get(`${root}/rules/branches/${encodeURIComponent(branch)}?per_page=100`, 'branch rules')
  const reporting = await session.get(`${root}/private-vulnerability-reporting`, 'private vulnerability reporting')
  return {
    facts: {
      ...facts,
      repository: known(repositoryOf(repository.json)),
      commits: factOf(commits, (json) => listAt(json).map(commitOf)),
      branches: branchesOf(rules, branch),
      settings: factOf(reporting, (json) => ({ ...UNSEEN_SETTINGS, privateReporting: flagAt(json, 'enabled') })),
    },
    releases: factOf(releases, (json) =>
      listAt(json)
        .filter((one) => flagAt(one, 'draft') !== true)
        .map(listedRelease),
    ),
    cost: session.cost,
  }
}

function repositoryOf(json: unknown): ForgeRepository {
  const licence = textAt(json, 'license', 'spdx_id')
  return {
    archived: flagAt(json, 'archived') === true,
    createdAt: textAt(json, 'created_at'),
    defaultBranch: textAt(json, 'default_branch'),
    private: flagAt(json, 'private') === true,
    fork: flagAt(json, 'fork') === true,
    description: textAt(json, 'description'),
    homepage: textAt(json, 'homepage'),
    stars: numberAt(json, 'stargazers_count') ?? 0,
    licence: licence === 'NOASSERTION' ? '' : licence,
    hasIssues: flagAt(json, 'has_issues') === true,
    hasDiscussions: flagAt(json, 'has_discussions') === true,
    owner: { login: textAt(json, 'owner', 'login'), kind: textAt(json, 'owner', 'type') === 'Organization' ? 'organisation' : 'user' },
  }
}

function commitOf(json: unknown): ForgeCommit {
  return {
    id: textAt(json, 'sha'),
    message: textAt(json, 'commit', 'message'),
    committedAt: textAt(json, 'commit', 'committer', 'date'),
    author: githubAccount(at(json, 'author')),
    committer: githubAccount(at(json, 'committer')),
    change: null,
  }
}

/**
 * Rulesets as REST lists them, turned into the shape that GraphQL gives. They can prove protection; that there are none proves
 * nothing, since a classic rule would be hidden.
 */
function branchesOf(answer: ForgeAnswer, name: string): Fact<readonly BranchProtection[]> {
  if (!answer.ok) return { known: false, missing: answer.missing }
  const nodes = listAt(answer.json).map((rule) => rulesetNode(rule))
  const seen = githubBranch({ name, rules: { nodes } }, true)
  const unsure = (value: boolean | null, proves: boolean): boolean | null => (value === proves ? value : null)
  return known([
    {
      ...seen,
      protected: unsure(seen.protected, true),
      allowsDeletion: unsure(seen.allowsDeletion, false),
      allowsForcePush: unsure(seen.allowsForcePush, false),
      requiresLinearHistory: unsure(seen.requiresLinearHistory, true),
      enforcedOnAdmins: null,
      requiresLastPushApproval: unsure(seen.requiresLastPushApproval, true),
      requiresUpToDate: unsure(seen.requiresUpToDate, true),
      requiresStatusChecks: unsure(seen.requiresStatusChecks, true),
      requiresPullRequests: unsure(seen.requiresPullRequests, true),
      requiredApprovals: (seen.requiredApprovals ?? 0) > 0 ? seen.requiredApprovals : null,
      dismissesStaleReviews: unsure(seen.dismissesStaleReviews, true),
      requiresCodeOwners: unsure(seen.requiresCodeOwners, true),
      requiresSignedCommits: unsure(seen.requiresSignedCommits, true),
    },
  ])
}
