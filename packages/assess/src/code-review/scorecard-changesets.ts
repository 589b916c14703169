import type { ForgeChange, ForgeCommit } from '../facts/forge-facts.ts'
import type { ReviewTally } from './review-tally.ts'

const WINDOW = 30

interface Changeset {
  approved: boolean
  readonly bot: boolean
  readonly place: { readonly commit: string }
}

/**
 * Scorecard 5's reading of the last 30 commits: grouped by change request; labels and words of commit messages count as reviews, and so
 * does a merge by another account than the author's.
 */
export function tallyAsScorecard(commits: readonly ForgeCommit[], changes: readonly ForgeChange[]): ReviewTally {
  const byNumber = new Map(changes.map((change) => [change.number, change]))
  const changesets = new Map<string, Changeset>()
  for (const commit of commits.slice(0, WINDOW)) {
    const change = commit.change === null ? undefined : byNumber.get(commit.change)
    const { key, outside } = identify(commit, change)
    if (changesets.has(key)) continue
    const isChange = key.startsWith('change ')
    const author = change?.author?.login ?? ''
    const approved = outside || (isChange && change !== undefined && isApproved(change, author))
    changesets.set(key, { approved, bot: isChange && change?.author?.bot === true, place: { commit: commit.id } })
  }
  const all = [...changesets.values()]
  const counted = all.filter(({ approved, bot }) => !(approved && bot))
  const approved = counted.filter((one) => one.approved)
  return {
    approved: approved.length,
    total: counted.length,
    claimed: 0,
    people: 2,
    unreviewed: counted
      .filter((one) => !one.approved)
      .slice(0, 10)
      .map(({ place }) => place),
    botsOnly: approved.length === counted.length && !counted.some(({ bot }) => !bot),
  }
}

function isApproved({ reviews, mergedBy, mergedAt }: ForgeChange, author: string): boolean {
  if (mergedAt !== '' && (mergedBy?.login ?? '') !== author) return true
  return reviews.some((review) => review.state === 'approved' && (review.author?.login ?? '') !== author)
}

function identify(commit: ForgeCommit, change: ForgeChange | undefined): { readonly key: string; readonly outside: boolean } {
  const merged = change !== undefined && change.mergedAt !== ''
  if (merged && change.labels.some((label) => label === 'lgtm' || label === 'approved'))
    return { key: `prow ${change.number}`, outside: true }
  if (merged && change.number !== 0) return { key: `change ${change.number}`, outside: false }
  const phabricator = /Differential Revision:[^\r\n]*(D\d+)/.exec(commit.message)?.[1]
  if (phabricator !== undefined) return { key: `phabricator ${phabricator}`, outside: true }
  if (commit.message.includes('Reviewed-on:') && commit.message.includes('Reviewed-by:'))
    return { key: `gerrit ${commit.id}`, outside: true }
  const piper = /PiperOrigin-RevId:\s*(\d{3,})/.exec(commit.message)?.[1]
  if (piper !== undefined) return { key: `piper ${piper}`, outside: true }
  return { key: `commit ${commit.id}`, outside: false }
}
