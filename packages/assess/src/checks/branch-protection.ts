import { defineCheck } from '../check.ts'
import type { CheckScore } from '../check.ts'
import type { ProbeFinding } from '../probe.ts'
import { byClone, inconclusive, missingOf, scored } from '../scorecard/score.ts'

/** Tiers of Scorecard's rule: each must be complete before the next one counts. Rules that cannot be seen are left out where `hideable`. */
interface Rule {
  readonly probe: string
  readonly tier: number
  readonly weight: number
  readonly hideable: boolean
  readonly holds?: (finding: ProbeFinding) => boolean
}

const approvals = (finding: ProbeFinding): number =>
  finding.outcome === 'true' ? Number(finding.values?.['numberOfRequiredReviewers'] ?? 0) : 0

const RULES: readonly Rule[] = [
  { probe: 'blocksDeleteOnBranches', tier: 0, weight: 1, hideable: false },
  { probe: 'blocksForcePushOnBranches', tier: 0, weight: 1, hideable: false },
  { probe: 'requiresApproversForPullRequests', tier: 1, weight: 2, hideable: false, holds: (finding) => approvals(finding) > 0 },
  { probe: 'requiresUpToDateBranches', tier: 1, weight: 1, hideable: true },
  { probe: 'requiresLastPushApproval', tier: 1, weight: 1, hideable: true },
  { probe: 'requiresPRsToChangeCode', tier: 1, weight: 1, hideable: true },
  { probe: 'runsStatusChecksBeforeMerging', tier: 2, weight: 1, hideable: false },
  { probe: 'requiresApproversForPullRequests', tier: 3, weight: 1, hideable: false, holds: (finding) => approvals(finding) >= 2 },
  { probe: 'requiresCodeOwnersReview', tier: 3, weight: 1, hideable: false },
  { probe: 'dismissesStaleReviews', tier: 4, weight: 1, hideable: true },
  { probe: 'branchProtectionAppliesToAdmins', tier: 4, weight: 1, hideable: true },
]
const TIER_POINTS = [3, 3, 2, 1, 1] as const
/** Points of the tiers that must have been seen, of ten. */
const LEAST_SEEN = 5

export default defineCheck({
  id: 'Branch-Protection',
  title: 'Branches are protected',
  risk: 'high',
  probes: [...new Set([...RULES.map(({ probe }) => probe), 'branchesAreProtected'])],
  score(findings, reading) {
    const all = [...findings.values()].flat()
    const missing = missingOf(all)
    if (all.some(({ outcome }) => outcome === 'not-applicable')) return inconclusive('no development or release branches were found')
    const branches = [...new Set(all.flatMap(({ values }) => (values?.['branchName'] === undefined ? [] : [String(values['branchName'])])))]
    if (branches.length === 0)
      return inconclusive(all.find(({ outcome }) => outcome === 'unknown')?.message ?? 'branch protection could not be seen', missing)
    const answer = judge(findings, branches, reading === 'cupel', missing)
    // A file declares what an app may or may not have applied.
    return answer.score >= 0 && all.some(({ values }) => values?.['declared'] === true) ? byClone(answer) : answer
  },
})

function judge(
  findings: ReadonlyMap<string, readonly ProbeFinding[]>,
  branches: readonly string[],
  hideAll: boolean,
  missing: CheckScore['missing'] = [],
): CheckScore {
  const tiers = TIER_POINTS.map((worth, tier) => ({ worth, ...tierOf(findings, branches, tier, hideAll) }))
  // A tier of which nothing could be seen is no merit in our reading: the others stand for the whole, if they are most of it.
  const seen = hideAll ? tiers.filter(({ most }) => most > 0) : tiers
  const worthSeen = seen.reduce((sum, { worth }) => sum + worth, 0)
  if (worthSeen < LEAST_SEEN) return inconclusive('too little of the branch protection could be seen', missing)
  let points = 0
  for (const { worth, got, most } of seen) {
    points += most === 0 ? worth : (got * worth) / most
    if (got < most)
      return scored((points * 10) / worthSeen, points === 0 ? 'branches are not protected' : 'branches are protected in part', missing)
  }
  return scored(10, missing.length === 0 ? 'branches are fully protected' : 'branches are fully protected as far as could be seen', missing)
}

/** Scorecard takes the most that a branch can reach from the first branch; a rule hidden there is left out for all. */
function tierOf(
  findings: ReadonlyMap<string, readonly ProbeFinding[]>,
  branches: readonly string[],
  tier: number,
  hideAll: boolean,
): { readonly got: number; readonly most: number } {
  let got = 0
  let firstMost = 0
  let ownMost = 0
  for (const [at, branch] of branches.entries()) {
    for (const rule of RULES.filter((one) => one.tier === tier)) {
      const finding = findings.get(rule.probe)?.find(({ values }) => values?.['branchName'] === branch)
      if (finding === undefined) continue
      if (finding.outcome === 'true' && (rule.holds?.(finding) ?? true)) got += rule.weight
      if (finding.outcome === 'unknown' && (rule.hideable || hideAll)) continue
      if (at === 0) firstMost += rule.weight
      ownMost += rule.weight
    }
  }
  return { got, most: hideAll ? ownMost : firstMost * branches.length }
}
