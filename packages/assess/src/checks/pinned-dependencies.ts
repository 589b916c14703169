import { defineCheck } from '../check.ts'
import type { ProbeFinding } from '../probe.ts'
import { inconclusive, scored, weightedProportional } from '../scorecard/score.ts'
import type { WeightedShare } from '../scorecard/score.ts'

export default defineCheck({
  id: 'Pinned-Dependencies',
  title: 'What is brought in is fixed by a digest',
  risk: 'medium',
  probes: ['pinsDependencies'],
  score(findings) {
    const all = findings.get('pinsDependencies') ?? []
    const score = weightedProportional(sharesOf(all))
    const unread = all.filter(({ outcome }) => outcome === 'error').length
    const tail = unread === 0 ? '' : `; ${unread} place(s) could not be read`
    if (score === -1) return inconclusive(`nothing is brought in${tail}`)
    return scored(
      score,
      score === 10 ? `everything is fixed by a digest${tail}` : `some of what is brought in is not fixed by a digest${tail}`,
    )
  },
})

/** GitHub's own actions weigh 2 and others 8 where both are used; every other kind, or the only kind of action, 10. */
function sharesOf(findings: readonly ProbeFinding[]): readonly WeightedShare[] {
  const groups = new Map<string, { success: number; total: number }>()
  for (const { outcome, values = {} } of findings) {
    if (outcome !== 'true' && outcome !== 'false') continue
    const kind =
      values['dependencyType'] === 'GitHubAction' ? (values['gitHubOwned'] === true ? 'own' : 'third') : String(values['dependencyType'])
    const group = groups.get(kind) ?? { success: 0, total: 0 }
    group.total++
    if (outcome === 'true') group.success++
    groups.set(kind, group)
  }
  const both = groups.has('own') && groups.has('third')
  return [...groups].map(([kind, group]) => ({ ...group, weight: both && kind === 'own' ? 2 : both && kind === 'third' ? 8 : 10 }))
}
