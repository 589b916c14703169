import type { components } from '@octokit/openapi-types'
import { schema as GITHUB_SDL } from '@octokit/graphql-schema'
import { buildSchema, graphql } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import type { Role, SimulatedCommit, SimulatedRepository } from './forge-state.ts'
import type { Answer, Question } from './simulate-forge.ts'

type Rest = components['schemas']

let built: GraphQLSchema | undefined

/** GitHub's published schema; building it takes a second, so it is built once. */
export function githubSchema(): GraphQLSchema {
  return (built ??= buildSchema(GITHUB_SDL.idl, { assumeValidSDL: true }))
}

/** GitHub's dialect: GraphQL executed against the published schema, REST in the shapes of the published description. */
export async function answerAsGithub(question: Question): Promise<Answer> {
  if (question.path === '/api/graphql') return answerGraphql(question)
  const [, owner, name, rest = ''] = /^\/api\/v3\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(question.path) ?? []
  const repository = question.state.repositories.find((one) => one.owner === owner && one.name === name)
  if (repository === undefined || hidden(repository, question.role)) return NOT_FOUND
  return answerRest(repository, rest, question.role)
}

const NOT_FOUND: Answer = { status: 404, json: { message: 'Not Found' } }
const FORBIDDEN: Answer = {
  status: 403,
  json: { message: 'Resource not accessible by personal access token' },
  headers: { 'x-accepted-github-permissions': 'administration=read' },
}

function hidden(repository: SimulatedRepository, role: Role): boolean {
  return repository.private && (role === 'anonymous' || role === 'stranger')
}

function administers(role: Role): boolean {
  return role === 'admin' || role === 'owner'
}

function answerRest(repository: SimulatedRepository, rest: string, role: Role): Answer {
  const ok = (json: unknown): Answer => ({ status: 200, json })
  if (rest === '/private-vulnerability-reporting') return ok({ enabled: repository.privateReporting })
  if (rest === '/actions/permissions/workflow') {
    const json: Rest['actions-get-default-workflow-permissions'] = {
      default_workflow_permissions: repository.workflowPermissions,
      can_approve_pull_request_reviews: false,
    }
    return administers(role) ? ok(json) : FORBIDDEN
  }
  if (rest === '/hooks') return administers(role) ? ok(repository.hooks.map(restHook)) : NOT_FOUND
  if (rest === '') return ok(restRepository(repository, role))
  if (rest === '/commits')
    return ok(
      repository.commits.map((one) => ({
        sha: one.id,
        commit: { message: one.message, committer: { date: one.date } },
        author: one.author === null ? null : { login: one.author },
      })),
    )
  if (rest === '/releases')
    return ok(
      repository.releases.map((one) => ({
        tag_name: one.tag,
        draft: one.draft === true,
        assets: one.assets.map((name) => ({ name, size: 1 })),
      })),
    )
  if (rest.startsWith('/rules/branches/')) return ok(restRules(repository))
  return NOT_FOUND
}

function restHook({ id, url, secret }: SimulatedRepository['hooks'][number]): Pick<Rest['hook'], 'id' | 'config' | 'active'> {
  return { id, active: true, config: { url, ...(secret ? { secret: '********' } : {}) } }
}

function restRepository(one: SimulatedRepository, role: Role): unknown {
  const analysis: Rest['security-and-analysis'] = {
    secret_scanning: { status: 'enabled' },
    secret_scanning_push_protection: { status: 'disabled' },
  }
  const json: Pick<
    Rest['full-repository'],
    | 'archived'
    | 'private'
    | 'default_branch'
    | 'has_issues'
    | 'created_at'
    | 'fork'
    | 'stargazers_count'
    | 'description'
    | 'homepage'
    | 'license'
  > = {
    archived: one.archived,
    private: one.private,
    default_branch: one.defaultBranch,
    has_issues: true,
    created_at: '2020-01-01T00:00:00Z',
    fork: false,
    stargazers_count: 3,
    description: 'simulated',
    homepage: null,
    license: { key: 'mit', name: 'MIT', spdx_id: 'MIT', url: null, node_id: '' },
  }
  const owner = { login: one.owner, type: one.organisation ? 'Organization' : 'User' }
  return { ...json, owner, ...(administers(role) ? { security_and_analysis: analysis } : {}) }
}

function restRules({ ruleset }: SimulatedRepository): unknown {
  if (ruleset?.enforcement !== 'ACTIVE') return []
  const rule: Rest['repository-rule-pull-request'] = {
    type: 'pull_request',
    parameters: {
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: ruleset.approvals,
      required_review_thread_resolution: false,
    },
  }
  return [rule, { type: 'deletion' }, { type: 'non_fast_forward' }]
}

async function answerGraphql({ body, role, state }: Question): Promise<Answer> {
  if (role === 'anonymous') return { status: 401, json: { message: 'This endpoint requires you to be authenticated.' } }
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, string> }
  const missing: { path: string[]; type: string; message: string }[] = []
  const repository = ({ owner, name }: { owner: string; name: string }): unknown => {
    const found = state.repositories.find((one) => one.owner === owner && one.name === name)
    if (found !== undefined && !hidden(found, role)) return graphRepository(found, role, state)
    const shared = state.repositories.find((one) => one.owner === owner && one.shared !== null)?.shared
    if (name === '.github' && shared)
      return {
        url: `https://forge.example/${owner}/.github`,
        object: ({ expression }: { expression: string }) => blob(shared[expression.slice(5)]),
      }
    missing.push({
      path: [name === '.github' ? 'shared' : 'repository'],
      type: 'NOT_FOUND',
      message: `Could not resolve to a Repository with the name '${owner}/${name}'.`,
    })
    return null
  }
  const rootValue = { repository, rateLimit: { cost: 1, remaining: 4999, resetAt: '2030-01-01T00:00:00Z' } }
  const result = await graphql({ schema: githubSchema(), source: query, variableValues: variables, rootValue })
  const errors = [...(result.errors ?? []).map(({ message, path }) => ({ message, path })), ...missing]
  return { status: 200, json: { data: result.data, ...(errors.length === 0 ? {} : { errors }) } }
}

function blob(text: string | undefined): unknown {
  return text === undefined ? null : { __typename: 'Blob', text }
}

function list(nodes: readonly unknown[]): (page: { first?: number | null }) => unknown {
  return ({ first }) => ({ nodes: nodes.slice(0, first ?? nodes.length), totalCount: nodes.length })
}

function graphRepository(one: SimulatedRepository, role: Role, { accounts }: Question['state']): unknown {
  const user = (login: string): unknown => {
    const account = accounts.find((each) => each.login === login)
    return {
      __typename: 'User',
      login,
      company: account?.company ?? null,
      organizations: list((account?.organisations ?? []).map((name) => ({ login: name }))),
    }
  }
  const permission = { anonymous: 'READ', stranger: 'READ', writer: 'WRITE', admin: 'ADMIN', owner: 'ADMIN' }[role]
  const commits = one.commits.map((commit) => graphCommit(commit, user))
  return {
    isArchived: one.archived,
    createdAt: '2020-01-01T00:00:00Z',
    isPrivate: one.private,
    isFork: false,
    description: 'simulated',
    homepageUrl: null,
    stargazerCount: 3,
    hasIssuesEnabled: true,
    hasDiscussionsEnabled: false,
    hasVulnerabilityAlertsEnabled: administers(role),
    viewerPermission: permission,
    securityPolicyUrl: null,
    nameWithOwner: `${one.owner}/${one.name}`,
    licenseInfo: { spdxId: 'MIT' },
    owner: one.organisation
      ? {
          __typename: 'Organization',
          login: one.owner,
          viewerIsAMember: role !== 'stranger',
          requiresTwoFactorAuthentication: role === 'owner' ? one.twoFactor : null,
        }
      : { __typename: 'User', login: one.owner },
    defaultBranchRef: {
      ...graphBranch(one, role),
      target: { __typename: 'Commit', oid: one.commits[0]?.id ?? '', history: list(commits) },
    },
    refs: list([]),
    issues: list(one.issues.map(graphIssue)),
    releases: list(one.releases.map((release) => graphRelease(release, commits[0]))),
  }
}

function graphBranch({ defaultBranch, protection, ruleset }: SimulatedRepository, role: Role): Record<string, unknown> {
  const rule = protection && {
    allowsDeletions: false,
    allowsForcePushes: false,
    requiredApprovingReviewCount: protection.approvals,
    requiredStatusCheckContexts: protection.checks,
    requiresCodeOwnerReviews: protection.codeOwners,
    requiresLinearHistory: false,
  }
  const whole = protection && {
    ...rule,
    dismissesStaleReviews: protection.dismissStale,
    isAdminEnforced: protection.admins,
    requireLastPushApproval: false,
    requiresApprovingReviews: true,
    requiresCommitSignatures: false,
    requiresStatusChecks: protection.checks.length > 0,
    requiresStrictStatusChecks: protection.strictChecks,
  }
  const ruleNode = ruleset && {
    type: 'PULL_REQUEST',
    repositoryRuleset: { enforcement: ruleset.enforcement, bypassActors: administers(role) ? list([]) : null },
    parameters: {
      __typename: 'PullRequestParameters',
      dismissStaleReviewsOnPush: true,
      requireCodeOwnerReview: false,
      requireLastPushApproval: false,
      requiredApprovingReviewCount: ruleset.approvals,
    },
  }
  return {
    name: defaultBranch,
    refUpdateRule: rule && { ...rule, requiresSignatures: false },
    branchProtectionRule: administers(role) ? whole : null,
    rules: list(ruleNode === null ? [] : [ruleNode]),
  }
}

function graphCommit({ id, message, date, email, author, pull, runs }: SimulatedCommit, user: (login: string) => unknown): unknown {
  const suites = Object.entries(runs).map(([file, conclusion]) => ({
    conclusion,
    workflowRun: { url: `https://forge.example/runs/${file}`, file: { path: `.github/workflows/${file}` } },
  }))
  const person = { email, user: author === null ? null : user(author) }
  return {
    __typename: 'Commit',
    oid: id,
    message,
    committedDate: date,
    author: person,
    committer: person,
    checkSuites: list(suites),
    associatedPullRequests: list(
      pull === null
        ? []
        : [
            {
              number: pull.number,
              url: `https://forge.example/pull/${pull.number}`,
              mergedAt: pull.merged ? date : null,
              headRefOid: `${pull.number}`.padStart(40, '0'),
              author: user(pull.author),
              mergedBy: user(pull.mergedBy),
              labels: list(pull.labels.map((name) => ({ name }))),
              reviews: list(
                pull.reviews.map((review) => ({
                  state: review.state,
                  authorAssociation: 'MEMBER',
                  commit: { oid: id },
                  author: user(review.author),
                })),
              ),
              commits: list([{ commit: { statusCheckRollup: { contexts: list(pull.checks.map(graphCheck)) } } }]),
            },
          ],
    ),
  }
}

function graphCheck({ app, conclusion }: { readonly app: string; readonly conclusion: string }): unknown {
  return {
    __typename: 'CheckRun',
    name: 'build',
    conclusion,
    status: 'COMPLETED',
    detailsUrl: 'https://forge.example/check',
    checkSuite: { app: { slug: app } },
  }
}

function graphIssue({ number, title, closed, commenter }: SimulatedRepository['issues'][number]): unknown {
  const moment = '2026-01-01T00:00:00Z'
  return {
    number,
    url: `https://forge.example/issues/${number}`,
    title,
    closed,
    createdAt: moment,
    closedAt: closed ? moment : null,
    authorAssociation: 'NONE',
    labels: list([]),
    comments: list(commenter === null ? [] : [{ authorAssociation: commenter, createdAt: moment }]),
  }
}

function graphRelease({ tag, assets, draft }: SimulatedRepository['releases'][number], commit: unknown): unknown {
  return {
    tagName: tag,
    url: `https://forge.example/releases/${tag}`,
    isDraft: draft === true,
    publishedAt: '2026-02-01T00:00:00Z',
    tagCommit: commit,
    releaseAssets: list(assets.map((name) => ({ name, url: `https://forge.example/${name}`, size: 1 }))),
  }
}
