import type { BranchProtection, PullRequest, PullReview, Release, Repository } from 'gitea-js'
import type { SimulatedRepository } from './forge-state.ts'
import type { Answer, Question } from './simulate-forge.ts'

const NOT_FOUND: Answer = { status: 404, json: { message: 'Not found' } }

/** Gitea's REST dialect, in the shapes of types made from its published description. */
export function answerAsGitea({ path, state, role }: Question): Answer {
  const [, owner, name, rest = ''] = /^\/api\/v1\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const repository = state.repositories.find((one) => one.owner === owner && one.name === name)
  if (repository === undefined || (repository.private && (role === 'anonymous' || role === 'stranger'))) return NOT_FOUND
  const merged = repository.commits.flatMap((commit) => (commit.pull === null ? [] : [{ ...commit, pull: commit.pull }]))
  if (rest === '') return { status: 200, json: repositoryOf(repository) }
  if (rest === '/pulls') return { status: 200, json: merged.map(pullOf) }
  const reviews = /^\/pulls\/(\d+)\/reviews$/.exec(rest)
  if (reviews !== null) {
    const found = merged.find(({ pull }) => pull.number === Number(reviews[1]))
    const json: PullReview[] = (found?.pull.reviews ?? []).map((one) => ({
      user: { login: one.author },
      state: one.state === 'CHANGES_REQUESTED' ? 'REQUEST_CHANGES' : one.state,
      official: true,
      commit_id: found?.id ?? '',
    }))
    return { status: 200, json }
  }
  if (rest === '/branch_protections')
    return role === 'admin' || role === 'owner'
      ? { status: 200, json: protectionsOf(repository) }
      : { status: 403, json: { message: 'user should be an owner or a collaborator with admin write of a repository' } }
  if (rest === '/issues')
    return {
      status: 200,
      json: repository.issues.map(({ number, title, closed }) => ({
        number,
        title,
        state: closed ? 'closed' : 'open',
        created_at: '2026-01-01T00:00:00Z',
      })),
    }
  if (rest === '/releases') {
    const json: Release[] = repository.releases.map(({ tag, assets, draft }) => ({
      tag_name: tag,
      draft: draft === true,
      published_at: '2026-02-01T00:00:00Z',
      assets: assets.map((one) => ({ name: one, size: 1 })),
    }))
    return { status: 200, json }
  }
  return NOT_FOUND
}

function repositoryOf(one: SimulatedRepository): Repository {
  return {
    archived: one.archived,
    created_at: '2020-01-01T00:00:00Z',
    default_branch: one.defaultBranch,
    private: one.private,
    description: 'simulated',
    stars_count: 3,
    has_issues: true,
    owner: { login: one.owner },
  }
}

function pullOf({
  pull,
  id,
  date,
}: SimulatedRepository['commits'][number] & { readonly pull: NonNullable<SimulatedRepository['commits'][number]['pull']> }): PullRequest {
  return {
    number: pull.number,
    merged: pull.merged,
    ...(pull.merged ? { merged_at: date } : {}),
    html_url: `https://forge.example/${pull.number}`,
    user: { login: pull.author },
    merged_by: { login: pull.mergedBy },
    head: { sha: id },
    labels: pull.labels.map((name) => ({ name })),
  }
}

function protectionsOf({ protection, defaultBranch }: SimulatedRepository): BranchProtection[] {
  if (protection === null) return []
  return [
    {
      rule_name: defaultBranch,
      enable_push: false,
      required_approvals: protection.approvals,
      dismiss_stale_approvals: protection.dismissStale,
      enable_status_check: protection.checks.length > 0,
      status_check_contexts: [...protection.checks],
      block_on_outdated_branch: protection.strictChecks,
      require_signed_commits: false,
    },
  ]
}
