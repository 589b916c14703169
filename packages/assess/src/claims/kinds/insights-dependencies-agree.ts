import { insightsValue } from '../insights-value.ts'
import { lockFiles } from '../../documents/lock-files.ts'
import type { Claim, ClaimKind } from '../claim.ts'

/** SECURITY-INSIGHTS says that no third-party package is used. */
export const insightsDependenciesAgree: ClaimKind = {
  id: 'insights-dependencies-agree',
  title: '«No third-party packages» in SECURITY-INSIGHTS is true',
  check(facts): readonly Claim[] {
    const stated = insightsValue(facts, 'repository.no-third-party-packages')
    if (stated?.value !== true) return []
    const lock = lockFiles(facts)[0]
    const claim = 'no third-party package is used'
    if (lock === undefined) return [{ claim, stated: stated.place, verdict: 'unproven', message: 'There is no lock file', evidence: [] }]
    return [
      { claim, stated: stated.place, verdict: 'contradicted', message: 'A lock file lists packages', evidence: [{ path: lock.path }] },
    ]
  },
}
