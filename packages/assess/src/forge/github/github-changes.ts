import type { ForgeAccount, ForgeChange, ForgeCheckRun, ForgeCommit, ForgeIssue, ForgeReview } from '../../facts/forge-facts.ts'
import { at, flagAt, listAt, numberAt, textAt } from '../json-shape.ts'

const ASSOCIATIONS: Readonly<Record<string, ForgeReview['association']>> = {
  OWNER: 'owner',
  MEMBER: 'member',
  COLLABORATOR: 'collaborator',
  CONTRIBUTOR: 'contributor',
  FIRST_TIMER: 'none',
  FIRST_TIME_CONTRIBUTOR: 'none',
  NONE: 'none',
}

export function githubAssociation(text: string): ForgeReview['association'] {
  return ASSOCIATIONS[text] ?? 'unknown'
}

/** An `Actor` or `User`; null for a deleted account. */
export function githubAccount(actor: unknown): ForgeAccount | null {
  const login = textAt(actor, 'login')
  return login === '' ? null : { login, bot: textAt(actor, '__typename') === 'Bot' || login.endsWith('[bot]') }
}

/** One commit of the `recent` history. */
export function githubCommit(node: unknown): ForgeCommit {
  return {
    id: textAt(node, 'oid'),
    message: textAt(node, 'message'),
    committedAt: textAt(node, 'committedDate'),
    author: githubAccount(at(node, 'author', 'user')),
    committer: githubAccount(at(node, 'committer', 'user')),
    change: numberAt(listAt(node, 'associatedPullRequests', 'nodes')[0], 'number'),
  }
}

/** The pull requests of the recent commits, each once. One that was never merged only shares the commit and is left out. */
export function githubChanges(commits: readonly unknown[]): readonly ForgeChange[] {
  const found = new Map<number, ForgeChange>()
  for (const commit of commits) {
    const pull = listAt(commit, 'associatedPullRequests', 'nodes')[0]
    const number = numberAt(pull, 'number')
    if (number === null || found.has(number) || textAt(pull, 'mergedAt') === '') continue
    found.set(number, {
      number,
      url: textAt(pull, 'url'),
      mergedAt: textAt(pull, 'mergedAt'),
      author: githubAccount(at(pull, 'author')),
      mergedBy: githubAccount(at(pull, 'mergedBy')),
      headCommit: textAt(pull, 'headRefOid'),
      labels: listAt(pull, 'labels', 'nodes').map((label) => textAt(label, 'name')),
      reviews: listAt(pull, 'reviews', 'nodes').map(githubReview),
      checks: githubChecks(pull),
    })
  }
  return [...found.values()]
}

function githubReview(node: unknown): ForgeReview {
  const states: Readonly<Record<string, ForgeReview['state']>> = {
    APPROVED: 'approved',
    CHANGES_REQUESTED: 'changes-requested',
    DISMISSED: 'dismissed',
  }
  return {
    author: githubAccount(at(node, 'author')),
    state: states[textAt(node, 'state')] ?? 'commented',
    association: githubAssociation(textAt(node, 'authorAssociation')),
    commit: textAt(node, 'commit', 'oid'),
  }
}

/** Null when the head commit could not be read; empty when nothing ran on it. */
function githubChecks(pull: unknown): readonly ForgeCheckRun[] | null {
  const [head] = listAt(pull, 'commits', 'nodes')
  if (head === undefined || head === null) return null
  return listAt(head, 'commit', 'statusCheckRollup', 'contexts', 'nodes').map((node) =>
    textAt(node, '__typename') === 'CheckRun'
      ? {
          name: textAt(node, 'checkSuite', 'app', 'slug') || textAt(node, 'name'),
          url: textAt(node, 'detailsUrl'),
          kind: 'check-run',
          state: checkState(textAt(node, 'conclusion') || textAt(node, 'status')),
        }
      : { name: textAt(node, 'context'), url: textAt(node, 'targetUrl'), kind: 'status', state: checkState(textAt(node, 'state')) },
  )
}

function checkState(text: string): ForgeCheckRun['state'] {
  if (text === 'SUCCESS') return 'success'
  if (text === 'FAILURE' || text === 'ERROR' || text === 'TIMED_OUT' || text === 'STARTUP_FAILURE') return 'failure'
  if (text === 'NEUTRAL' || text === 'SKIPPED') return 'neutral'
  return ['PENDING', 'EXPECTED', 'QUEUED', 'IN_PROGRESS', 'WAITING', 'REQUESTED'].includes(text) ? 'pending' : 'other'
}

export function githubIssue(node: unknown): ForgeIssue {
  const closedAt = textAt(node, 'closedAt')
  return {
    number: numberAt(node, 'number') ?? 0,
    url: textAt(node, 'url'),
    title: textAt(node, 'title'),
    open: flagAt(node, 'closed') === false,
    createdAt: textAt(node, 'createdAt'),
    closedAt: closedAt === '' ? null : closedAt,
    association: githubAssociation(textAt(node, 'authorAssociation')),
    labels: listAt(node, 'labels', 'nodes').map((label) => textAt(label, 'name')),
    comments: listAt(node, 'comments', 'nodes').map((comment) => ({
      association: githubAssociation(textAt(comment, 'authorAssociation')),
      createdAt: textAt(comment, 'createdAt'),
    })),
  }
}
