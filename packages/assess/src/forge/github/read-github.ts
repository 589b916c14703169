import type { Fact, Missing } from '../../outcome.ts'
import { known } from '../../facts/fact.ts'
import type { ForgeFacts, ForgeRepository, OrganisationPolicy } from '../../facts/forge-facts.ts'
import { noForge } from '../../facts/no-forge.ts'
import type { ReleaseFacts } from '../../facts/release-facts.ts'
import type { ForgeAddress } from '../forge-address.ts'
import type { ForgeHints, ForgeReading } from '../forge-reading.ts'
import type { ForgeSession } from '../forge-session.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'
import { graphqlFault } from './graphql-fault.ts'
import { githubBranch } from './github-branches.ts'
import { githubChanges, githubCommit, githubIssue } from './github-changes.ts'
import { githubContributors } from './github-contributors.ts'
import { GITHUB_QUERY } from './github-query.ts'
import { readGithubSettings } from './read-github-settings.ts'

/**
 * Asks GitHub with a token: one GraphQL question for all, one REST question that everybody may ask, and three more that only
 * administrators are answered. Each fact is unknown by itself when its part was refused.
 */
export async function readGithub(session: ForgeSession, address: ForgeAddress, hints: ForgeHints): Promise<ForgeReading> {
  const endpoint = address.api.endsWith('/api/v3') ? `${address.api.slice(0, -3)}/graphql` : `${address.api}/graphql`
  const variables = { owner: address.owner, name: address.name }
  const answer = await session.post(endpoint, { query: GITHUB_QUERY, variables }, 'repository facts')
  if (!answer.ok) return nothing(answer.missing, session)
  const fault = graphqlFault(answer.json)
  const repository = at(answer.json, 'data', 'repository')
  if (typeof repository !== 'object' || repository === null) return nothing(fault(['repository']) ?? absent(), session)
  const settings = await readGithubSettings(session, address, { admin: textAt(repository, 'viewerPermission') === 'ADMIN', repository })
  return { ...githubFacts(answer.json, { fault, hints, settings }), cost: session.cost }
}

type Fault = ReturnType<typeof graphqlFault>

interface Parts {
  readonly fault: Fault
  readonly hints: ForgeHints
  readonly settings: Pick<ForgeFacts, 'defaultWorkflowPermissions' | 'webhooks' | 'settings'>
}

function githubFacts(json: unknown, { fault, hints, settings }: Parts): Omit<ForgeReading, 'cost'> {
  const repository = at(json, 'data', 'repository')
  const branch = at(repository, 'defaultBranchRef')
  const recent = listAt(branch, 'target', 'recent', 'nodes')
  const releases = listAt(repository, 'releases', 'nodes').filter((one) => flagAt(one, 'isDraft') !== true)
  const unless = <T>(path: readonly string[], read: () => T): Fact<T> => {
    const missing = fault(path)
    return missing === null ? known(read()) : { known: false, missing }
  }
  const history = ['repository', 'defaultBranchRef', 'target', 'recent']
  const runs = (): Map<string, string> => successfulRuns([...recent, ...releases.map((one) => at(one, 'tagCommit'))])
  const assessed = (): readonly unknown[] => recent.filter((one) => textAt(one, 'oid') === hints.commit)
  return {
    facts: {
      ...noForge(),
      ...settings,
      repository: known(repositoryOf(repository)),
      branches: unless(['repository', 'defaultBranchRef'], () => branchesOf(repository)),
      commits: unless(history, () => recent.map(githubCommit)),
      changes: unless(history, () => githubChanges(recent)),
      issues:
        flagAt(repository, 'hasIssuesEnabled') === false
          ? known([])
          : unless(['repository', 'issues'], () => listAt(repository, 'issues', 'nodes').map(githubIssue)),
      contributors: unless(['repository', 'defaultBranchRef', 'target', 'authors'], () =>
        githubContributors(listAt(branch, 'target', 'authors', 'nodes'), hints.commitsByEmail),
      ),
      successfulRuns: unless(history, runs),
      successfulRunsOnCommit: unless(history, () => new Set(successfulRuns(assessed()).keys())),
      organisationPolicy: unless(['shared'], () => sharedPolicy(at(json, 'data', 'shared'))),
      twoFactorRequired: twoFactor(repository),
    },
    releases: unless(['repository', 'releases'], () => releases.map(releaseOf)),
  }
}

function nothing(missing: Missing, session: ForgeSession): ForgeReading {
  const none = { known: false, missing } as const
  const facts = Object.fromEntries(Object.keys(noForge()).map((key) => [key, none])) as unknown as ForgeFacts
  const { badge, ossFuzz } = noForge()
  return { facts: { ...facts, badge, ossFuzz }, releases: none, cost: session.cost }
}

function absent(): Missing {
  return { what: 'permission', detail: 'the repository is not there, or hidden from this token', remedy: 'give a token that may read it' }
}

function repositoryOf(node: unknown): ForgeRepository {
  const licence = textAt(node, 'licenseInfo', 'spdxId')
  return {
    archived: flagAt(node, 'isArchived') === true,
    createdAt: textAt(node, 'createdAt'),
    defaultBranch: textAt(node, 'defaultBranchRef', 'name'),
    private: flagAt(node, 'isPrivate') === true,
    fork: flagAt(node, 'isFork') === true,
    description: textAt(node, 'description'),
    homepage: textAt(node, 'homepageUrl'),
    stars: numberAt(node, 'stargazerCount') ?? 0,
    licence: licence === 'NOASSERTION' ? '' : licence,
    hasIssues: flagAt(node, 'hasIssuesEnabled') === true,
    hasDiscussions: flagAt(node, 'hasDiscussionsEnabled') === true,
    owner: {
      login: textAt(node, 'owner', 'login'),
      kind: textAt(node, 'owner', '__typename') === 'Organization' ? 'organisation' : 'user',
    },
  }
}

function branchesOf(repository: unknown): ReturnType<typeof githubBranch>[] {
  const main = at(repository, 'defaultBranchRef')
  if (typeof main !== 'object' || main === null) return []
  const others = listAt(repository, 'releaseBranches', 'nodes').filter((one) => textAt(one, 'name') !== textAt(main, 'name'))
  return [githubBranch(main, true), ...others.map((one) => githubBranch(one, false))]
}

/** Newest successful run of each workflow file, by the file's name. */
function successfulRuns(commits: readonly unknown[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const suite of commits.flatMap((commit) => listAt(commit, 'checkSuites', 'nodes'))) {
    const file = textAt(suite, 'workflowRun', 'file', 'path').split('/').at(-1) ?? ''
    if (file !== '' && textAt(suite, 'conclusion') === 'SUCCESS' && !found.has(file)) found.set(file, textAt(suite, 'workflowRun', 'url'))
  }
  return found
}

function sharedPolicy(shared: unknown): OrganisationPolicy | null {
  for (const [key, path] of [
    ['hidden', '.github/SECURITY.md'],
    ['upper', 'SECURITY.md'],
    ['docs', 'docs/SECURITY.md'],
  ] as const) {
    const text = textAt(shared, key, 'text')
    if (text !== '') return { url: textAt(shared, 'url'), path, text }
  }
  return null
}

/** GitHub answers null to everybody but owners; null is no "no". */
function twoFactor(repository: unknown): Fact<boolean> {
  const stated = flagAt(repository, 'owner', 'requiresTwoFactorAuthentication')
  return stated === null ? noForge().twoFactorRequired : known(stated)
}

function releaseOf(node: unknown): ReleaseFacts {
  return {
    tag: textAt(node, 'tagName'),
    url: textAt(node, 'url'),
    target: textAt(node, 'tagCommit', 'oid'),
    publishedAt: textAt(node, 'publishedAt'),
    assets: listAt(node, 'releaseAssets', 'nodes').map((one) => ({
      name: textAt(one, 'name'),
      url: textAt(one, 'url'),
      size: numberAt(one, 'size'),
    })),
    signatures: [],
    immutable: null,
    attestations: [],
  }
}
