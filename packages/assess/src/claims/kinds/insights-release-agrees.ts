import { insightsValue } from '../insights-value.ts'
import { ciSteps } from '../../documents/ci-steps.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says that releases are made by a pipeline. */
export const insightsReleaseAgrees: ClaimKind = {
  id: 'insights-release-agrees',
  title: '«Automated release» in SECURITY-INSIGHTS has a workflow',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.release.automated-pipeline')
    if (stated?.value !== true) return []
    const step = ciSteps(facts).find(
      ({ path, job, text }) =>
        /releas|publish|deploy/i.test(`${path} ${job}`) ||
        /goreleaser|semantic-release|release-please|gh release|publish|twine upload|docker push/i.test(text),
    )
    const claim = 'a pipeline makes releases'
    if (step !== undefined)
      return [
        {
          claim,
          stated: stated.place,
          verdict: 'holds',
          message: 'CI has a job for releases',
          evidence: [{ path: step.path, line: step.line }],
        },
      ]
    return [{ claim, stated: stated.place, verdict: 'unproven', message: 'No CI job for releases was recognised', evidence: [] }]
  },
}
