import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, scored } from '../scorecard/score.ts'

const POINTS: readonly (readonly [probe: string, points: number])[] = [
  ['securityPolicyContainsLinks', 6],
  ['securityPolicyContainsText', 3],
  ['securityPolicyContainsVulnerabilityDisclosure', 1],
]

export default defineCheck({
  id: 'Security-Policy',
  title: 'Reporters are told how to report',
  risk: 'medium',
  probes: [
    'securityPolicyContainsVulnerabilityDisclosure',
    'securityPolicyContainsLinks',
    'securityPolicyContainsText',
    'securityPolicyPresent',
  ],
  score(findings) {
    const outcome = (id: string): string | undefined => findings.get(id)?.[0]?.outcome
    if (outcome('securityPolicyPresent') === 'unknown')
      return inconclusive(
        'the tree has no security policy; one that the owner shares could not be seen',
        missingOf(findings.get('securityPolicyPresent') ?? []),
      )
    if (outcome('securityPolicyPresent') !== 'true') return scored(0, 'there is no security policy')
    const points = POINTS.reduce((sum, [probe, worth]) => sum + (outcome(probe) === 'true' ? worth : 0), 0)
    return scored(points, points === 10 ? 'the security policy is complete' : 'there is a security policy that leaves something out')
  },
})
