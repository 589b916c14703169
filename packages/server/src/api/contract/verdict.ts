import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Id, Nullable, Time } from './common.ts'

const VerdictRule = Type.Object({ pack: Type.String(), rule: Type.String(), severity: Type.String() })

/** GET /projects/:project/verdict: what a build asks after its upload. Rules of severity info are told elsewhere and do not count. */
export const Verdict = Type.Object({
  project: Id,
  /** none: no pack has been asked about the project. not-applicable: no rule had anything to say, so nothing was shown. */
  outcome: Type.Union([
    Type.Literal('pass'),
    Type.Literal('fail'),
    Type.Literal('unknown'),
    Type.Literal('not-applicable'),
    Type.Literal('none'),
  ]),
  /** Uploads are still being read, or rules still asked: the outcome may change. */
  pending: Type.Boolean(),
  /** The present picture, which is not that of an upload whose `result.snapshot` is another; null: there is none. */
  snapshot: Nullable(Id),
  /** The present picture could not be read whole, or there is none. */
  incomplete: Type.Boolean(),
  /** In words, why nothing found would not mean that nothing is there: what was not read, not matched, or not asked of whole data. */
  gaps: Type.Array(Type.String()),
  failing: Type.Array(VerdictRule),
  undecided: Type.Array(VerdictRule),
  asOf: Time,
})

export type VerdictData = Static<typeof Verdict>
