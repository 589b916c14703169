import { badgeClaim } from '../maintenance/badge-claim.ts'
import { found, notFound, unseen } from '../finding.ts'
import { defineProbe } from '../probe.ts'

/** The badge's levels in Scorecard's words. */
const LEVELS = { none: 'Unknown', 'in-progress': 'InProgress', passing: 'Passing', silver: 'Silver', gold: 'Gold' } as const

export default defineProbe({
  id: 'hasOpenSSFBadge',
  title: 'Does the project work on the Best Practices Badge?',
  remediation: {
    text: 'Answer the questions of the badge; `cupel assess --interview` prepares the answers',
    effort: 'medium',
    link: 'https://www.bestpractices.dev/',
  },
  run(facts, reading) {
    const { badge } = facts.forge
    if (badge.known)
      return [
        badge.value === 'none'
          ? notFound('the badge site has no entry for the project')
          : found(`badge: ${badge.value}`, [], { badgeLevel: LEVELS[badge.value] }),
      ]
    const claim = reading === 'cupel' ? badgeClaim(facts) : null
    // An entry is shown, its level is not: only the site can say that.
    if (claim !== null)
      return [
        found('the tree names an entry at the badge site', [claim], { badgeLevel: 'InProgress', claimed: true }),
        unseen(badge.missing),
      ]
    return [unseen(badge.missing)]
  },
})
