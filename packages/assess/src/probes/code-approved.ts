import { tallyOfForge } from '../code-review/forge-tally.ts'
import { tallyOfHistory } from '../code-review/history-tally.ts'
import type { ReviewTally } from '../code-review/review-tally.ts'
import { tallyAsScorecard } from '../code-review/scorecard-changesets.ts'
import type { Facts } from '../facts/facts.ts'
import { found, notApplicable, notFound, unseen } from '../finding.ts'
import type { ProbeFinding } from '../probe.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'codeApproved',
  title: 'Did a second person approve each change?',
  remediation: {
    text: 'Require an approving review on the default branch; ask users who know the code to review where there are too few maintainers',
    effort: 'medium',
    link: 'https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-pull-request-reviews-before-merging',
  },
  run(facts, reading) {
    const { commits, changes } = facts.forge
    if (reading === 'scorecard-5') {
      if (!commits.known) return [unseen(commits.missing)]
      if (!changes.known) return [unseen(changes.missing)]
      return [asScorecard(tallyAsScorecard(commits.value, changes.value))]
    }
    if (commits.known && changes.known) return [ofForge(tallyOfForge(commits.value, changes.value))]
    return [ofHistory(facts)]
  },
})

function valuesOf({ approved, total, claimed }: ReviewTally): Record<string, number> {
  return { approvedChangesets: approved, totalChangesets: total, claimedChangesets: claimed }
}

function asScorecard(tally: ReviewTally): ProbeFinding {
  if (tally.total === 0 && !tally.botsOnly) return notApplicable('there are no changes')
  if (tally.approved !== tally.total)
    return notFound(`${tally.approved} of ${tally.total} changes were approved`, tally.unreviewed, valuesOf(tally))
  return tally.botsOnly ? notApplicable('there are only changes by bots') : found('all changes were approved', [], valuesOf(tally))
}

function ofForge(tally: ReviewTally): ProbeFinding {
  if (tally.total === 0) return notApplicable(tally.botsOnly ? 'there are only changes by bots' : 'there are no changes')
  if (tally.approved === tally.total) return found(`a second person approved all ${tally.total} changes`, [], valuesOf(tally))
  if (tally.people < 2) return notApplicable('there are not enough people: one person does all the work')
  return notFound(`a second person approved ${tally.approved} of ${tally.total} changes`, tally.unreviewed, valuesOf(tally))
}

function ofHistory(facts: Facts): ProbeFinding {
  const { commits, changes } = facts.forge
  // Where a forge was asked, it is what it did not tell that is missing.
  if (!facts.git.known) return unseen(commits.known && !changes.known ? changes.missing : facts.git.missing)
  const tally = tallyOfHistory(facts.git.value)
  if (tally.total === 0) return notApplicable(tally.botsOnly ? 'there are only changes by bots' : 'there are no changes')
  if (tally.approved === tally.total) return found(`keys of second people signed all ${tally.total} changes`, [], valuesOf(tally))
  if (tally.people < 2) return notApplicable('there are not enough people: one person does all the work')
  if (tally.missing !== undefined) {
    const open = unseen(tally.missing, valuesOf(tally))
    return { ...open, message: `${open.message}; ${tally.claimed} of ${tally.total} changes claim one` }
  }
  if (tally.total < 10)
    return unseen(
      { what: 'network', detail: 'the history is too short to tell how changes are reviewed', remedy: 'run with a token of the forge' },
      valuesOf(tally),
    )
  // A forge keeps reviews that leave no trace in the history: not having been shown them is no fault.
  if (facts.project.forge !== 'none' && !changes.known)
    return unseen(
      { ...changes.missing, detail: 'the history shows no reviews, and those that the forge keeps were not seen' },
      valuesOf(tally),
    )
  return notFound(`none of ${tally.total} changes shows a sign of review`, tally.unreviewed, valuesOf(tally))
}
