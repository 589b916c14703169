import type { AssessmentReport, MissingEvidence } from '@cupel/model'

/** What would make something visible, and all that it would answer. */
export interface Unseen {
  readonly remedy: string
  readonly what: MissingEvidence['what']
  /** What was looked for, one sentence each. */
  readonly details: readonly string[]
  readonly checks: readonly string[]
  /** How many requirements of standards wait for the same. */
  readonly requirements: number
}

/** What could not be seen, by remedy; the remedy that helps most comes first. */
export function unseenByRemedy({ checks, standards }: AssessmentReport): readonly Unseen[] {
  const found = new Map<string, { what: MissingEvidence['what']; details: Set<string>; checks: Set<string>; requirements: number }>()
  const entry = ({ remedy, what, detail }: MissingEvidence) => {
    const known = found.get(remedy) ?? { what, details: new Set<string>(), checks: new Set<string>(), requirements: 0 }
    found.set(remedy, known)
    known.details.add(detail)
    return known
  }
  for (const { id, missing } of checks) for (const one of missing) entry(one).checks.add(id)
  for (const { missing } of standards.flatMap(({ requirements }) => requirements)) if (missing !== undefined) entry(missing).requirements++
  return [...found]
    .map(([remedy, one]) => ({ remedy, ...one, details: [...one.details], checks: [...one.checks].sort() }))
    .sort((a, b) => b.checks.length - a.checks.length || b.requirements - a.requirements || (a.remedy < b.remedy ? -1 : 1))
}
