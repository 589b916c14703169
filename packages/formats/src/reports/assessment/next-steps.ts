import type { AssessmentReport, CheckReport, ProbeAnswer, Remedy, StandardReport } from '@cupel/model'

/** One thing to do. */
export interface NextStep {
  /** Check, or standard and requirement, that it would help. */
  readonly helps: string
  readonly remedy: Remedy
  /** Points of the aggregate at stake over the effort: more is better. */
  readonly worth: number
  /** The first place where it is to be done. */
  readonly answer: ProbeAnswer | null
}

const RISK = { critical: 10, high: 7.5, medium: 5, low: 2.5 } as const
const EFFORT = { low: 1, medium: 2, high: 4 } as const
/** A check with forty unpinned actions has one thing to do, not forty. */
const MOST_OF_A_CHECK = 2

/**
 * What to do next, most worthwhile first: points that a check lost times its risk over the effort of the remedy. Where the checks
 * leave room, what the lowest open level of each standard still asks for.
 */
export function nextSteps({ checks, standards }: AssessmentReport, most = 10): readonly NextStep[] {
  const ofChecks = checks.flatMap(stepsOf).sort((a, b) => b.worth - a.worth || (a.helps < b.helps ? -1 : a.helps > b.helps ? 1 : 0))
  const byText = new Map<string, NextStep>()
  for (const step of [...ofChecks, ...standards.flatMap(openSteps)]) if (!byText.has(step.remedy.text)) byText.set(step.remedy.text, step)
  return [...byText.values()].slice(0, most)
}

function stepsOf({ id, risk, score, answers }: CheckReport): readonly NextStep[] {
  if (score < 0 || score >= 10) return []
  const remedies = new Map<string, NextStep>()
  for (const answer of answers) {
    const { remediation } = answer
    if (remediation === undefined || remedies.has(remediation.text)) continue
    const worth = ((10 - score) * RISK[risk]) / EFFORT[remediation.effort]
    remedies.set(remediation.text, { helps: id, remedy: remediation, worth, answer })
  }
  return [...remedies.values()].sort((a, b) => b.worth - a.worth).slice(0, MOST_OF_A_CHECK)
}

function openSteps({ title, levels, requirements }: StandardReport): readonly NextStep[] {
  const open = levels.find(({ percent }) => percent < 100)
  return requirements
    .filter(({ level, status, category, remediation }) => level === open?.id && status === 'unmet' && category === 'MUST' && remediation)
    .flatMap(({ id, remediation }) =>
      remediation === undefined ? [] : [{ helps: `${title} ${id}`, remedy: remediation, worth: 0, answer: null }],
    )
}
