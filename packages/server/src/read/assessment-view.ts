import type { Static } from 'typebox'
import type { AssessmentView } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { seenProject } from './seen-project.ts'
import { rounded, timeOf } from './vulnerability-facts.ts'

type View = Static<typeof AssessmentView>

interface Row {
  readonly repository: string
  readonly commit: string
  readonly score: number | null
  readonly summary: {
    readonly checks?: readonly (View['checks'][number] & { readonly risk?: string })[]
    readonly standards?: View['standards']
  }
  readonly since: Date
  readonly attempted_at: Date
}

/** Points of the history that are shown. */
const HISTORY = 200

const NEVER: View = { score: null, repository: '', commit: '', since: null, attempted: null, checks: [], standards: [], history: [] }

/** GET /projects/:project/assessment: how the project is kept, at the picture's moment, and how its score went until then. */
export async function assessmentView(db: Queryable, picture: Picture, project: number): Promise<View> {
  await seenProject(db, picture, project)
  const [row] = await db.query<Row>(
    `SELECT repository, commit, score, summary, since, attempted_at FROM assessment
     WHERE project_id = $1 AND since <= $2 AND (until IS NULL OR until > $2) ORDER BY since DESC LIMIT 1`,
    [project, momentOf(picture)],
  )
  if (row === undefined) return NEVER
  const history = await db.query<{ since: Date; score: number | null }>(
    `SELECT since, score FROM assessment WHERE project_id = $1 AND since <= $2 ORDER BY since DESC LIMIT ${HISTORY}`,
    [project, momentOf(picture)],
  )
  const { checks = [], standards = [] } = row.summary
  return {
    score: rounded(row.score),
    repository: row.repository,
    commit: row.commit,
    since: timeOf(row.since),
    attempted: timeOf(row.attempted_at),
    checks: checks.map(({ id, title, score, reason, remedy, places }) => ({ id, title, score, reason, remedy, places: [...places] })),
    standards: standards.map((one) => ({ ...one })),
    history: history.toReversed().map(({ since, score }) => ({ at: timeOf(since), score: rounded(score) })),
  }
}
