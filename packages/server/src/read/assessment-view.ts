import type { Static } from 'typebox'
import type { AssessmentView } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { seenAssessment } from './package-data.ts'
import { seenPackage } from './package-rows.ts'
import { parameters as newParameters } from './parameters.ts'
import type { Parameters } from './parameters.ts'
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
  const parameters = newParameters()
  return viewOf(db, picture, { of: `x.project_id = ${parameters.add(project)}::int4`, parameters })
}

/** GET /components/:id/assessment: the same of the repository behind a package, as far as the viewer may know it. */
export async function packageAssessment(db: Queryable, picture: Picture, packageId: number): Promise<View> {
  await seenPackage(db, picture, packageId)
  const parameters = newParameters()
  const of = `x.repository IN (SELECT repository FROM package_repository WHERE package_id = ${parameters.add(packageId)}::int4)
    AND ${seenAssessment(picture, parameters)}`
  return viewOf(db, picture, { of, parameters })
}

/** `of` says which assessments `x`. */
async function viewOf(
  db: Queryable,
  picture: Picture,
  { of, parameters }: { readonly of: string; readonly parameters: Parameters },
): Promise<View> {
  const moment = `${parameters.add(momentOf(picture))}::timestamptz`
  const [row] = await db.query<Row>(
    `SELECT x.repository, x.commit, x.score, x.summary, x.since, x.attempted_at FROM assessment x
     WHERE ${of} AND x.since <= ${moment} AND (x.until IS NULL OR x.until > ${moment}) ORDER BY x.since DESC, x.id DESC LIMIT 1`,
    parameters.values,
  )
  if (row === undefined) return NEVER
  const history = await db.query<{ since: Date; score: number | null }>(
    `SELECT x.since, x.score FROM assessment x WHERE ${of} AND x.since <= ${moment} ORDER BY x.since DESC, x.id DESC LIMIT ${HISTORY}`,
    parameters.values,
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
