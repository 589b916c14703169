import type { ForgeAccount, ForgeChange, ForgeCommit } from '../facts/forge-facts.ts'
import type { Place } from '../outcome.ts'
import type { ReviewTally } from './review-tally.ts'

const TRUSTED = new Set(['owner', 'member', 'collaborator'])

/**
 * Reviews as the forge recorded them: an approval by another person with rights to the repository. Labels, words of messages and who
 * pressed the button do not count: one person can do all of that with one account, or with two.
 */
export function tallyOfForge(commits: readonly ForgeCommit[], changes: readonly ForgeChange[]): ReviewTally {
  const byNumber = new Map(changes.map((change) => [change.number, change]))
  const people = new Set<string>()
  const note = (account: ForgeAccount | null): void => {
    if (account !== null && !account.bot) people.add(account.login.toLowerCase())
  }
  const seen = new Set<string>()
  const unreviewed: Place[] = []
  let [approved, total, claimed, bots] = [0, 0, 0, 0]
  for (const commit of commits) {
    const change = commit.change === null ? undefined : byNumber.get(commit.change)
    const key = change === undefined ? commit.id : `change ${change.number}`
    if (seen.has(key)) continue
    seen.add(key)
    const author = change?.author ?? commit.author
    note(author)
    for (const review of change?.reviews ?? []) if (TRUSTED.has(review.association)) note(review.author)
    // What a bot proposed and a person merged had a second look by its nature.
    if (author?.bot === true && (change === undefined ? false : change.mergedBy?.bot === false)) {
      bots++
      continue
    }
    total++
    if (change !== undefined && isReviewed(change)) approved++
    else {
      if (unreviewed.length < 10) unreviewed.push(change === undefined ? { commit: commit.id } : { url: change.url, commit: commit.id })
      if (looksReviewed(commit, change)) claimed++
    }
  }
  return { approved, total, claimed, people: people.size, unreviewed, botsOnly: total === 0 && bots > 0 }
}

function isReviewed({ author, reviews, mergedAt }: ForgeChange): boolean {
  if (mergedAt === '') return false
  const own = author?.login.toLowerCase()
  return reviews.some(
    (review) =>
      review.state === 'approved' &&
      review.author !== null &&
      !review.author.bot &&
      review.author.login.toLowerCase() !== own &&
      TRUSTED.has(review.association),
  )
}

function looksReviewed(commit: ForgeCommit, change: ForgeChange | undefined): boolean {
  if (change?.labels.some((label) => /^(?:lgtm|approved|reviewed)/i.test(label)) === true) return true
  if (change !== undefined && change.mergedBy !== null && change.mergedBy.login !== change.author?.login) return true
  return /^(?:Reviewed-by|Reviewed-on|Approved-by|Acked-by|Differential Revision|PiperOrigin-RevId):/im.test(
    commit.message.slice(0, 20_000),
  )
}
