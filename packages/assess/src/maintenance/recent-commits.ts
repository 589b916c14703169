import { isBot } from '../facts/bots.ts'
import type { Facts } from '../facts/facts.ts'
import { daysBetween } from '../facts/moment.ts'
import type { Missing } from '../outcome.ts'
import type { Reading } from '../probe.ts'

export interface RecentCommits {
  /** Within the last 90 days. */
  readonly count: number
  readonly newest: string
  /** Days since the newest counted commit; NaN without any. */
  readonly quietDays: number
}

const WINDOW = 30

/**
 * Commits of the last 90 days. Scorecard counts the newest 30 of everybody; our reading counts people only, and takes the clone's
 * history where no forge was asked.
 */
export function recentCommits(facts: Facts, reading: Reading): RecentCommits | Missing {
  const { commits } = facts.forge
  if (reading === 'scorecard-5' && commits.known) return counted(commits.value.slice(0, WINDOW), facts.asOf)
  if (facts.git.known) {
    const all = facts.git.value.commits
    const taken =
      reading === 'scorecard-5'
        ? all.slice(0, WINDOW)
        : all.filter(({ author, committedAt }) => !isBot(author) && !isToCome(committedAt, facts.asOf))
    return counted(taken, facts.asOf)
  }
  return commits.known ? counted(commits.value, facts.asOf) : facts.git.missing
}

/** A clock may be wrong by a day; a commit of next year was dated so that it stays new. */
function isToCome(committedAt: string, asOf: string): boolean {
  return daysBetween(asOf, committedAt) > 1
}

function counted(commits: readonly { readonly id: string; readonly committedAt: string }[], asOf: string): RecentCommits {
  const recent = commits.filter(({ committedAt }) => daysBetween(committedAt, asOf) < 90)
  const newest = commits[0]
  return {
    count: recent.length,
    newest: newest?.id ?? '',
    quietDays: newest === undefined ? Number.NaN : daysBetween(newest.committedAt, asOf),
  }
}
