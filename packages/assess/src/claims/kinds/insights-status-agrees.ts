import { insightsValue } from '../insights-value.ts'
import { isWithin, isHumanChange } from '../../documents/commit-kinds.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says whether the project is active. */
export const insightsStatusAgrees: ClaimKind = {
  id: 'insights-status-agrees',
  title: 'The status of SECURITY-INSIGHTS fits the history',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.status', 'project-lifecycle.status')
    if (stated === undefined || !facts.git.known) return []
    const recent = facts.git.value.commits.find((commit) => isHumanChange(commit) && isWithin(facts.asOf, commit.committedAt, 365))
    const claim = `the status is ${String(stated.value).slice(0, 40)}`
    const evidence = recent === undefined ? [{ commit: facts.git.value.head }] : [{ commit: recent.id }]
    if (stated.value === 'active')
      return [
        {
          claim,
          stated: stated.place,
          verdict: recent === undefined ? 'contradicted' : 'holds',
          message:
            recent === undefined ? 'No person committed in the last year' : `A person committed on ${recent.committedAt.slice(0, 10)}`,
          evidence,
        },
      ]
    return [{ claim, stated: stated.place, verdict: 'unproven', message: 'Only people can say', evidence }]
  },
}
