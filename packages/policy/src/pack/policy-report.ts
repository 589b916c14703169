import type { PolicyPackReport, PolicyReport } from '@cupel/model'
import { worstOutcome } from './evaluate-pack.ts'

/** What several packs say together: as bad as the worst of them. */
export function policyReport(packs: readonly PolicyPackReport[]): PolicyReport {
  const rules = packs.flatMap((pack) => pack.rules.filter(({ severity }) => severity !== 'info'))
  const count = (outcome: string): number => rules.filter((rule) => rule.outcome === outcome).length
  return {
    packs,
    outcome: worstOutcome(packs.map(({ outcome }) => outcome)),
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      unknown: count('unknown'),
      notApplicable: count('not-applicable'),
      excepted: rules.reduce((sum, { counts }) => sum + counts.excepted, 0),
    },
  }
}
