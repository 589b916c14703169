import { insightsValue } from '../insights-value.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says whether changes by machines are taken. */
export const insightsAutomationAgrees: ClaimKind = {
  id: 'insights-automation-agrees',
  title: 'SECURITY-INSIGHTS agrees with the update bot',
  check(facts): readonly Claim[] {
    const stated = insightsValue(
      facts,
      'repository.accepts-automated-change-request',
      'contribution-policy.accepts-automated-pull-requests',
    )
    if (typeof stated?.value !== 'boolean') return []
    const bot = facts.files.paths.find((path) => /^\.github\/dependabot\.ya?ml$|(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$/.test(path))
    const claim = stated.value ? 'changes by machines are taken' : 'changes by machines are not taken'
    if (stated.value)
      return [
        {
          claim,
          stated: stated.place,
          verdict: bot === undefined ? 'unproven' : 'holds',
          message: bot === undefined ? 'No update bot is configured' : 'An update bot is configured',
          evidence: bot === undefined ? [] : [{ path: bot }],
        },
      ]
    if (bot === undefined)
      return [{ claim, stated: stated.place, verdict: 'unproven', message: 'No update bot is configured', evidence: [] }]
    return [{ claim, stated: stated.place, verdict: 'contradicted', message: 'An update bot is configured', evidence: [{ path: bot }] }]
  },
}
