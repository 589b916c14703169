import { found, notApplicable, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe({
  id: 'codeReviewOneReviewers',
  title: 'Did somebody review each change request?',
  remediation: { text: 'Ask for a review on each change request', effort: 'medium' },
  run(facts) {
    const { changes } = facts.forge
    if (!changes.known) return [unseen(changes.missing)]
    const merged = changes.value.filter(({ mergedAt }) => mergedAt !== '')
    if (merged.length === 0) return [notApplicable('no change requests were merged')]
    const without = merged.filter(
      ({ reviews, author }) => !reviews.some((review) => review.author !== null && review.author.login !== author?.login),
    )
    if (without.length === 0) return [found(`all ${merged.length} change requests had a reviewer`)]
    return [
      notFound(
        `${without.length} of ${merged.length} change requests had no reviewer`,
        without.slice(0, 10).map(({ url }) => ({ url })),
      ),
    ]
  },
})
