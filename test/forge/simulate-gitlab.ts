import type { MergeRequestSchema, ProjectHookSchema, ProtectedBranchSchema } from '@gitbeaker/core'
import type { SimulatedRepository } from './forge-state.ts'
import type { Answer, Question } from './simulate-forge.ts'

const NOT_FOUND: Answer = { status: 404, json: { message: '404 Project Not Found' } }
const FORBIDDEN: Answer = { status: 403, json: { message: '403 Forbidden' } }

/** GitLab's REST dialect, in the shapes of the client library's types. */
export function answerAsGitlab({ path, state, role }: Question): Answer {
  const [, id = '', rest = ''] = /^\/api\/v4\/projects\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const full = decodeURIComponent(id)
  const repository = state.repositories.find((one) => `${one.owner}/${one.name}` === full)
  if (repository === undefined || (repository.private && (role === 'anonymous' || role === 'stranger'))) return NOT_FOUND
  const maintains = role === 'admin' || role === 'owner'
  const pulls = repository.commits.flatMap(({ pull, id: sha, date }) => (pull === null || !pull.merged ? [] : [{ pull, sha, date }]))
  if (rest === '') return { status: 200, json: projectOf(repository) }
  if (rest === '/merge_requests') return { status: 200, json: pulls.map(({ pull, sha, date }) => mergeRequestOf(pull, sha, date)) }
  const approvals = /^\/merge_requests\/(\d+)\/approvals$/.exec(rest)
  if (approvals !== null) {
    const found = pulls.find(({ pull }) => pull.number === Number(approvals[1]))
    const by = found?.pull.reviews.filter(({ state: word }) => word === 'APPROVED').map(({ author }) => ({ user: { username: author } }))
    return role === 'anonymous' ? { status: 401, json: { message: '401 Unauthorized' } } : { status: 200, json: { approved_by: by ?? [] } }
  }
  if (rest === '/protected_branches')
    return role === 'anonymous'
      ? { status: 401, json: {} }
      : role === 'stranger'
        ? FORBIDDEN
        : { status: 200, json: branchesOf(repository) }
  if (rest === '/issues')
    return {
      status: 200,
      json: repository.issues.map(({ number, title, closed }) => ({
        iid: number,
        title,
        state: closed ? 'closed' : 'opened',
        created_at: '2026-01-01T00:00:00Z',
      })),
    }
  if (rest === '/releases')
    return {
      status: 200,
      json: repository.releases.map(({ tag, assets }) => ({
        tag_name: tag,
        released_at: '2026-02-01T00:00:00Z',
        assets: { links: assets.map((name) => ({ name, url: `https://forge.example/${name}` })) },
      })),
    }
  if (rest === '/approvals')
    return maintains
      ? {
          status: 200,
          json: {
            approvals_before_merge: repository.protection?.approvals ?? 0,
            reset_approvals_on_push: repository.protection?.dismissStale ?? false,
          },
        }
      : FORBIDDEN
  if (rest === '/hooks') {
    const hooks: (Pick<ProjectHookSchema, 'id' | 'url'> & { token_present: boolean })[] = repository.hooks.map(
      ({ id: hook, url, secret }) => ({ id: hook, url, token_present: secret }),
    )
    return maintains ? { status: 200, json: hooks } : FORBIDDEN
  }
  return NOT_FOUND
}

function projectOf(one: SimulatedRepository): unknown {
  return {
    archived: one.archived,
    created_at: '2020-01-01T00:00:00Z',
    default_branch: one.defaultBranch,
    visibility: one.private ? 'private' : 'public',
    description: 'simulated',
    star_count: 3,
    issues_enabled: true,
    merge_method: one.protection?.strictChecks === true ? 'ff' : 'merge',
    only_allow_merge_if_pipeline_succeeds: (one.protection?.checks.length ?? 0) > 0,
    namespace: { full_path: one.owner, kind: one.organisation ? 'group' : 'user' },
  }
}

function mergeRequestOf(pull: NonNullable<SimulatedRepository['commits'][number]['pull']>, sha: string, date: string): unknown {
  const shown: Pick<MergeRequestSchema, 'iid' | 'sha' | 'merged_at'> = { iid: pull.number, sha, merged_at: date }
  return {
    ...shown,
    web_url: `https://forge.example/${pull.number}`,
    author: { username: pull.author },
    merge_user: { username: pull.mergedBy },
    labels: pull.labels,
  }
}

function branchesOf({ protection, defaultBranch }: SimulatedRepository): unknown {
  if (protection === null) return []
  const branch: Pick<ProtectedBranchSchema, 'name' | 'allow_force_push' | 'code_owner_approval_required'> = {
    name: defaultBranch,
    allow_force_push: false,
    code_owner_approval_required: protection.codeOwners,
  }
  return [{ ...branch, push_access_levels: [{ access_level: 0 }], merge_access_levels: [{ access_level: 40 }] }]
}
