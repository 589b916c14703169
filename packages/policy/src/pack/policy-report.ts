import type { PolicyPackReport, PolicyReport } from '@cupel/model'
import { worstOutcome } from './evaluate-pack.ts'

/** What several packs say together: as bad as the worst of them. `leftOut` is what the scan was told to leave out. */
export function policyReport(packs: readonly PolicyPackReport[], leftOut: readonly string[] = []): PolicyReport {
  const rules = packs.flatMap((pack) => pack.rules.filter(({ severity }) => severity !== 'info'))
  const count = (outcome: string): number => rules.filter((rule) => rule.outcome === outcome).length
  return {
    packs,
    outcome: worstOutcome(packs.map(({ outcome }) => outcome)),
    ...(leftOut.length > 0 && { leftOut }),
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      unknown: count('unknown'),
      notApplicable: count('not-applicable'),
      excepted: rules.reduce((sum, { counts }) => sum + counts.excepted, 0),
    },
  }
}
