import type { AssessmentReport } from '@cupel/model'

/** `seen`: it could not be judged before; `unseen`: it cannot be judged any more. */
export type ChangeKind = 'better' | 'worse' | 'seen' | 'unseen'

/** One check, requirement or claim whose result is another one than before. */
export interface AssessmentChange {
  readonly kind: ChangeKind
  readonly of: 'check' | 'requirement' | 'claim'
  /** Id of the check; standard and id of the requirement; the claim itself. */
  readonly id: string
  readonly title: string
  readonly before: string
  readonly after: string
  readonly reason: string
}

/** What changed between two assessments of one project. */
export interface AssessmentChanges {
  readonly name: string
  readonly before: Pick<AssessmentReport, 'asOf' | 'score' | 'reading'> & { readonly commit: string }
  readonly after: Pick<AssessmentReport, 'asOf' | 'score' | 'reading'> & { readonly commit: string }
  readonly changes: readonly AssessmentChange[]
}

/** What changed between two assessments, or two runs over a list. */
export interface AssessmentComparison {
  /** By name; those without a change have none in their list. */
  readonly projects: readonly AssessmentChanges[]
  /** Names of projects that only one side has. */
  readonly appeared: readonly string[]
  readonly gone: readonly string[]
}

const ORDER: readonly ChangeKind[] = ['worse', 'better', 'seen', 'unseen']

/** Compares two assessments. What could not be seen is neither better nor worse than anything. Same input, same order. */
export function compareAssessments(before: AssessmentReport, after: AssessmentReport): AssessmentChanges {
  const changes = [...checkChanges(before, after), ...requirementChanges(before, after), ...claimChanges(before, after)]
  const side = ({ asOf, score, reading, project }: AssessmentReport) => ({ asOf, score, reading, commit: project.commit })
  return {
    name: after.project.name,
    before: side(before),
    after: side(after),
    changes: ORDER.flatMap((kind) => changes.filter((one) => one.kind === kind)),
  }
}

function checkChanges(before: AssessmentReport, after: AssessmentReport): readonly AssessmentChange[] {
  const known = new Map(before.checks.map((check) => [check.id, check]))
  return after.checks.flatMap(({ id, title, score, reason }) => {
    const old = known.get(id)
    if (old === undefined || old.score === score) return []
    const kind = old.score < 0 ? 'seen' : score < 0 ? 'unseen' : score > old.score ? 'better' : 'worse'
    return [{ kind, of: 'check' as const, id, title, before: figure(old.score), after: figure(score), reason }]
  })
}

function figure(score: number): string {
  return score < 0 ? 'no score' : String(score)
}

const WORTH: Readonly<Record<string, number>> = { met: 1, 'n/a': 1, unmet: 0 }

function requirementChanges(before: AssessmentReport, after: AssessmentReport): readonly AssessmentChange[] {
  const all = ({ standards }: AssessmentReport) =>
    standards.flatMap(({ id, requirements }) => requirements.map((one) => [`${id} ${one.id}`, one] as const))
  const known = new Map(all(before))
  return all(after).flatMap(([id, { title, status, justification }]) => {
    const old = known.get(id)
    if (old === undefined || old.status === status) return []
    const [was, is] = [WORTH[old.status], WORTH[status]]
    if (was === is) return []
    const kind = was === undefined ? 'seen' : is === undefined ? 'unseen' : is > was ? 'better' : 'worse'
    return [{ kind, of: 'requirement' as const, id, title, before: old.status, after: status, reason: justification }]
  })
}

/** A claim is the same when it is of one kind and says the same, wherever it moved to in its file. */
function claimChanges(before: AssessmentReport, after: AssessmentReport): readonly AssessmentChange[] {
  const keyOf = ({ kind, claim, stated }: AssessmentReport['claims'][number]): string => [kind, claim, stated.path ?? ''].join('\0')
  const known = new Map(before.claims.map((claim) => [keyOf(claim), claim]))
  const rank = { contradicted: 0, unproven: 1, holds: 2 } as const
  return after.claims.flatMap((claim) => {
    const old = known.get(keyOf(claim))?.verdict ?? 'unproven'
    if (old === claim.verdict || (old === 'unproven' && claim.verdict === 'holds' && !known.has(keyOf(claim)))) return []
    const kind =
      old === 'unproven'
        ? claim.verdict === 'contradicted'
          ? 'worse'
          : 'seen'
        : claim.verdict === 'unproven'
          ? 'unseen'
          : rank[claim.verdict] > rank[old]
            ? 'better'
            : 'worse'
    return [{ kind, of: 'claim' as const, id: claim.claim, title: claim.kind, before: old, after: claim.verdict, reason: claim.message }]
  })
}
