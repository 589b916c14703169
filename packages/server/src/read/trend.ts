import type { Static } from 'typebox'
import type { Trend } from '../api/contract/portfolio.ts'
import type { Queryable } from '../store/database.ts'
import { parameters as newParameters } from './parameters.ts'
import { momentOf } from './picture.ts'
import type { Picture } from './picture.ts'
import { projectNumbers, RANKS } from './project-numbers.ts'
import { countsOf } from './project-rows.ts'
import type { CountColumns } from './project-rows.ts'

const DAY_MS = 86_400_000
/** A line needs no more points than this; longer times get wider steps. */
const POINTS = 30

type Row = CountColumns & { readonly at: Date; readonly projects: number }

/** GET /trend: open findings at the end of each step, the last of them now. Nothing is sampled: each is the state on that date. */
export async function trend(
  db: Queryable,
  picture: Picture,
  options: { readonly days: number; readonly project?: number },
): Promise<Static<typeof Trend>> {
  const viewer =
    options.project === undefined ? picture.viewer : { ...picture.viewer, projects: narrowed(picture.viewer.projects, options.project) }
  const parameters = newParameters()
  const moments = `${parameters.add(momentsOf(picture, options.days))}::timestamptz[]`
  const numbers = projectNumbers({ ...picture, viewer, at: momentOf(picture), moment: 'd.at' }, parameters)
  const rows = await db.query<Row>(
    `SELECT d.at, x.* FROM unnest(${moments}) AS d(at) CROSS JOIN LATERAL (
       SELECT count(*)::int4 AS projects, ${RANKS.map(([, name]) => `coalesce(sum(n.${name}), 0)::int4 AS ${name}`).join(', ')} FROM ${numbers} n) x
     ORDER BY d.at`,
    parameters.values,
  )
  return {
    points: rows.map((row) => ({ day: new Date(row.at).toISOString().slice(0, 10), projects: row.projects, counts: countsOf(row) })),
  }
}

/** Ends of the days, in UTC; today ends now. */
function momentsOf(picture: Picture, days: number): readonly Date[] {
  const now = momentOf(picture).getTime()
  const step = Math.ceil(days / POINTS)
  const moments = [new Date(now)]
  for (let back = step; back < days; back += step) moments.push(new Date(Math.floor(now / DAY_MS) * DAY_MS - (back - 1) * DAY_MS - 1))
  return moments
}

function narrowed(projects: readonly number[] | null, project: number): readonly number[] {
  return projects === null || projects.includes(project) ? [project] : []
}
