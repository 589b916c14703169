import { defineCheck } from '../check.ts'
import { inconclusive, missingOf, proportional, scored } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Code-Review',
  title: 'A second person looks at each change',
  risk: 'high',
  probes: ['codeApproved'],
  score(findings) {
    const [finding] = findings.get('codeApproved') ?? []
    if (finding === undefined) return inconclusive('nothing is known about reviews')
    if (finding.outcome === 'true') return scored(10, finding.message)
    if (finding.outcome !== 'false') return inconclusive(finding.message, missingOf([finding]))
    const { approvedChangesets = 0, totalChangesets = 0 } = finding.values ?? {}
    return scored(proportional(Number(approvedChangesets), Number(totalChangesets)), finding.message)
  },
})
